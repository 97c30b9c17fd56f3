/**
 * Says of each test how it ended as soon as it did. Jest itself waits for the end of a file, and the files that start
 * an n8n take minutes: what hangs in one of them would not be named.
 */
module.exports = class Progress {
	onTestCaseResult({ path }, { status, duration, fullName, failureMessages }) {
		process.stdout.write(
			`${status.padEnd(7)} ${((duration ?? 0) / 1000).toFixed(1).padStart(6)} s  ${fullName}\n`,
		);
		if (status !== 'failed') return;
		const [first = ''] = failureMessages;
		process.stdout.write(`${first.split('\n').slice(0, 12).join('\n')}\n${path}\n`);
	}
};
