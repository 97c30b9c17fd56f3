import type { IDataObject } from 'n8n-workflow';

import { dateFrom, flagFrom, listFrom, numberFrom, ownShape, textFrom } from '../shared/sources';
import type { Source } from '../shared/sources';
import { asObject, flagOf } from '../shared/values';
import { feature } from './productFeature';

const REPLACEABLE = 'CAN_REPLACE_';

/**
 * The parts of a computer that a license is bound to, and whether it stays valid when they are replaced. Which parts
 * there are differs between the vendor's own samples.
 */
export const binding: Source<IDataObject[] | null> = {
	reads: ['binding'],
	of: (record) => {
		const flags = asObject(record.binding);
		if (flags === undefined) return null;
		const parts = Object.keys(flags).filter((name) => !name.startsWith(REPLACEABLE));
		return parts.map((part) => ({
			part,
			bound: flagOf(flags[part]),
			replaceable: flagOf(flags[`${REPLACEABLE}${part}`]),
		}));
	},
};

export const bindingMaxHardwareChangeNumber = numberFrom('binding_maxhardwarechangenumber');

/** https://kb.guardant.ru/pages/viewpage.action?pageId=197853547; what a license is made of is cut there. */
const entry = ownShape({
	id: numberFrom('_id'),
	accessCodeId: numberFrom('accesscode_id'),
	name: textFrom('name'),
	description: textFrom('description'),
	archived: flagFrom('archived'),
	archivationDate: dateFrom('archivationdate'),
	crmId: textFrom('crmid'),
	refId: textFrom('refid'),
	binding,
	bindingMaxHardwareChangeNumber,
	bindingScheme: numberFrom('binding_scheme'),
	features: listFrom(['featuresWithLicenses'], feature),
});

export const actualLicense = listFrom(['actuallicense'], entry);
