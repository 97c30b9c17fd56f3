/** The package's entry for other programs; n8n itself reads the lists under "n8n" in package.json. */
module.exports = {
	...require('./dist/credentials/EpassApi.credentials'),
	...require('./dist/credentials/GuardantStationApi.credentials'),
	...require('./dist/credentials/ManexErpApi.credentials'),
	...require('./dist/credentials/ProDeliveryManagerApi.credentials'),
	...require('./dist/credentials/WeevioPimsApi.credentials'),
	...require('./dist/nodes/Epass/Epass.node'),
	...require('./dist/nodes/GuardantStation/GuardantStation.node'),
	...require('./dist/nodes/ManexErp/ManexErp.node'),
	...require('./dist/nodes/ProDeliveryManager/ProDeliveryManager.node'),
	...require('./dist/nodes/WeevioPims/WeevioPims.node'),
};
