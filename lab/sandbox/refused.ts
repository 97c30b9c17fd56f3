/** A refusal from deep inside a handler; the handler puts the message into its vendor's own form. */
export class Refused extends Error {}

export function orRefuse<T>(run: () => T, refuse: (message: string) => T): T {
	try {
		return run();
	} catch (problem) {
		if (problem instanceof Refused) return refuse(problem.message);
		throw problem;
	}
}
