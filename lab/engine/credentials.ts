import './environment';
import { createRequire } from 'node:module';
import { Cipher, Credentials, EncryptionKeyProxy } from 'n8n-core';
import type { KeyInfo } from 'n8n-core';
import {
	getCredentialOwnRequestAllowedDomains,
	ICredentialsHelper,
	isExpression,
	NodeHelpers,
	UserError,
	Workflow,
} from 'n8n-workflow';
import type {
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	ICredentialType,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeProperties,
	INodeTypes,
	IRequestOptionsSimplified,
	IWorkflowDataProxyAdditionalKeys,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

/** A credential as a person saved it in n8n. */
export interface EngineCredential {
	id: string;
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

/** One row of n8n's credentials table: `sealed` is what the database holds, `credential` what a test may look at. */
interface StoredCredential {
	credential: EngineCredential;
	sealed: Promise<Credentials>;
}

/** n8n-core's services live in the container of its own copy of this package. */
const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di') as typeof import('@n8n/di');

/** The key that n8n uses on a new installation: the instance's own, wrapped with itself. */
const provideEncryptionKey = (): void => {
	const key: KeyInfo = {
		id: 'instance',
		value: Container.get(Cipher).encryptDEKWithInstanceKey(String(process.env.N8N_ENCRYPTION_KEY)),
		algorithm: 'aes-256-cbc',
		format: 'no-prefix',
	};
	const ours = async () => key;
	Container.get(EncryptionKeyProxy).setProvider({ getActiveKey: ours, getKeyById: ours, getLegacyKey: ours });
};
provideEncryptionKey();

const seal = async ({ id, name, type, data }: EngineCredential): Promise<Credentials> => {
	const sealed = new Credentials({ id, name }, type);
	await sealed.setData(data);
	return sealed;
};

/** n8n's credentials table in memory, encrypted as n8n does it so that a read costs what it costs there. */
export class CredentialStore {
	/** How often n8n decrypted a credential. */
	reads = 0;

	/** How often n8n wrote a credential back, as it does after a log-in. */
	updates = 0;

	private readonly rows = new Map<string, StoredCredential>();

	set(credential: EngineCredential): void {
		const own = structuredClone(credential);
		this.rows.set(own.id, { credential: own, sealed: seal(own) });
	}

	/** The credential as it is stored now, with what a log-in has written into it. */
	get(id: string): EngineCredential {
		return structuredClone(this.row(id).credential);
	}

	delete(id: string): void {
		this.rows.delete(id);
	}

	clear(): void {
		this.rows.clear();
		this.reads = 0;
		this.updates = 0;
	}

	async read({ id }: INodeCredentialsDetails, type: string): Promise<Credentials> {
		const row = id === null ? undefined : this.rows.get(id);
		if (row?.credential.type !== type) {
			throw new UserError(`Credential with ID "${id}" does not exist for type "${type}".`);
		}
		return await row.sealed;
	}

	update(details: INodeCredentialsDetails, data: ICredentialDataDecryptedObject): void {
		if (details.id === null) throw new UserError('Found credential with no ID.');
		const { credential } = this.row(details.id);
		this.updates += 1;
		this.set({ ...credential, data });
	}

	private row(id: string): StoredCredential {
		const row = this.rows.get(id);
		if (!row) throw new Error(`No credential with the id "${id}" was set`);
		return row;
	}
}

/** Where the engine looks credential types up. */
export interface CredentialTypes {
	getByName(name: string): ICredentialType;
	/** The nodes, with their package's prefix, that declare this credential. */
	getSupportedNodes(name: string): string[];
}

/** The login of a credential may only go where the credential itself may go. */
const fenceToCredentialDomains = (
	helpers: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): IHttpRequestHelper => ({
	helpers: {
		httpRequest: async (options: IHttpRequestOptions) => {
			const allowedDomains = getCredentialOwnRequestAllowedDomains(credentials);
			return await helpers.helpers.httpRequest(
				allowedDomains === undefined ? options : { ...options, allowedDomains },
			);
		},
	},
});

/**
 * What n8n's own `credentials-helper.js` does, without its database, overwrites, external secrets and policies:
 * the package's real `authenticate` and `preAuthentication` run exactly when n8n would run them.
 */
export class EngineCredentialsHelper extends ICredentialsHelper {
	constructor(
		private readonly types: CredentialTypes,
		private readonly nodeTypes: INodeTypes,
		private readonly store: CredentialStore,
	) {
		super();
	}

	override getParentTypes(name: string): string[] {
		const parents = this.types.getByName(name).extends ?? [];
		return parents.flatMap((parent) => [parent, ...this.getParentTypes(parent)]);
	}

	override isCredentialUsableByNode(credentialType: string, nodeType: string): boolean {
		return (
			this.types.getByName(credentialType).restrictToSupportedNodes !== true ||
			this.types.getSupportedNodes(credentialType).includes(nodeType)
		);
	}

	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const options = requestOptions as IHttpRequestOptions;
		const { authenticate } = this.types.getByName(typeName);
		if (authenticate === undefined) return options;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		if (!workflow || !node) {
			throw new UserError('Workflow and node are required for declarative credential authentication');
		}
		return this.authenticateGeneric(authenticate, credentials, options, workflow, node);
	}

	override async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.types.getByName(typeName);
		const expirable = type.properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		);
		if (expirable === undefined || typeof type.preAuthentication !== 'function') return undefined;
		// n8n asks again only when nothing is stored, or after the service has answered 401.
		if (credentials[expirable.name] !== '' && !credentialsExpired) return undefined;

		const output = (await type.preAuthentication.call(
			fenceToCredentialDomains(helpers, credentials),
			credentials,
		)) as ICredentialDataDecryptedObject;
		if (output[expirable.name] === undefined) return undefined;
		const details = node.credentials?.[type.name];
		if (!details) return undefined;

		const stored = await (await this.store.read(details, type.name)).getData();
		const kept = { ...stored };
		for (const [key, value] of Object.entries(output)) {
			if (key === expirable.name || !isExpression(stored[key])) kept[key] = value;
		}
		this.store.update(details, kept);
		return Object.assign(credentials, output);
	}

	override async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication } = this.types.getByName(typeName);
		if (typeof preAuthentication !== 'function') return undefined;
		const output = await preAuthentication.call(fenceToCredentialDomains(helpers, credentials), credentials);
		return output as ICredentialDataDecryptedObject;
	}

	override async getCredentials(details: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		return await this.store.read(details, type);
	}

	override async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolveValues?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		this.store.reads += 1;
		const stored = await (await this.store.read(details, type)).getData();
		if (raw === true) return stored;
		// Fills in the defaults of what was not saved, such as an empty session.
		const complete = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			stored as Parameters<typeof NodeHelpers.getNodeParameters>[1],
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		return await this.resolveExpressions(complete, mode, executeData, resolveValues);
	}

	override async updateCredentials(
		details: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.store.update(details, data);
	}

	override async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('The harness knows no OAuth: none of the five vendors has it');
	}

	override getCredentialsProperties(type: string): INodeProperties[] {
		const credentialType = this.types.getByName(type);
		const properties: INodeProperties[] = [];
		for (const parent of credentialType.extends ?? []) {
			NodeHelpers.mergeNodeProperties(properties, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(properties, credentialType.properties);
		return properties;
	}

	private authenticateGeneric(
		authenticate: IAuthenticateGeneric,
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
		workflow: Workflow,
		node: INode,
	): IHttpRequestOptions {
		const keys: IWorkflowDataProxyAdditionalKeys = { $credentials: credentials };
		const resolve = (value: string): string => {
			if (!isExpression(value)) return value;
			const resolved = workflow.expression.getSimpleParameterValue(
				node,
				value,
				'internal',
				keys,
				undefined,
				'',
			);
			return resolved ? String(resolved) : '';
		};
		const target = options as unknown as Record<string, Record<string, string> | undefined>;
		for (const [part, values] of Object.entries(authenticate.properties)) {
			const resolved: Record<string, string> = { ...target[part] };
			for (const [key, value] of Object.entries(values as Record<string, string>)) {
				resolved[resolve(key)] = resolve(value);
			}
			target[part] = resolved;
		}
		return options;
	}

	private async resolveExpressions(
		data: ICredentialDataDecryptedObject,
		mode: WorkflowExecuteMode,
		executeData: IExecuteData | undefined,
		values: ICredentialsExpressionResolveValues | undefined,
	): Promise<ICredentialDataDecryptedObject> {
		type Parameters_ = Parameters<Workflow['expression']['getParameterValue']>[0];
		if (values) {
			return values.workflow.expression.getParameterValue(
				data as Parameters_,
				values.runExecutionData,
				values.runIndex,
				values.itemIndex,
				values.node.name,
				values.connectionInputData,
				mode,
				{},
				executeData,
				false,
				data,
			) as ICredentialDataDecryptedObject;
		}
		const node: INode = {
			id: 'mock',
			name: '',
			typeVersion: 1,
			type: 'n8n-nodes-base.noOp',
			position: [0, 0],
			parameters: {},
		};
		const workflow = new Workflow({
			nodes: [node],
			connections: {},
			active: false,
			nodeTypes: this.nodeTypes,
		});
		return workflow.expression.getComplexParameterValue(
			node,
			data as Parameters<Workflow['expression']['getComplexParameterValue']>[1],
			mode,
			{},
			undefined,
			undefined,
			data,
		) as unknown as ICredentialDataDecryptedObject;
	}
}
