import { accepted, idOf } from './epassWrites';
import type { EpassRoom, Routes } from './epassWrites';

/**
 * The queue of https://help.epass.software/docs/weborder, which takes what comes: "not validated by EPASS". The answer
 * was not readable.
 */
export function webOrderRoutes({ context, made }: EpassRoom): Routes {
	let id = 900;
	return {
		'POST /external/weborder': (body) => {
			made({ table: 'WebOrder', ...body, ID: ++id });
			context.counters.created++;
			switch (context.settings().epassWebOrderAnswer) {
				case 'envelope':
					return accepted([idOf('WebOrder', id)]);
				case 'record':
					return { status: 200, body: { id, webOrderID: body.webOrderID } };
				case 'created':
					return { status: 201 };
			}
		},
	};
}
