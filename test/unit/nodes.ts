import type { INodeType } from 'n8n-workflow';

import { Epass } from '../../nodes/Epass/Epass.node';
import { GuardantStation } from '../../nodes/GuardantStation/GuardantStation.node';
import { ManexErp } from '../../nodes/ManexErp/ManexErp.node';
import { ProDeliveryManager } from '../../nodes/ProDeliveryManager/ProDeliveryManager.node';
import { WeevioPims } from '../../nodes/WeevioPims/WeevioPims.node';

/** The five nodes by their names, as n8n would load them. */
export const NODES: ReadonlyArray<[string, INodeType]> = [
	['epass', new Epass()],
	['guardantStation', new GuardantStation()],
	['manexErp', new ManexErp()],
	['proDeliveryManager', new ProDeliveryManager()],
	['weevioPims', new WeevioPims()],
];
