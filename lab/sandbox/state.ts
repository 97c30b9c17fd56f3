import { createEpass } from './epass';
import { Faults } from './faults';
import { createGuardant } from './guardant';
import { createManex } from './manex';
import { createPdm } from './pdm';
import { RequestLog } from './requestLog';
import type { RawLogEntry } from './requestLog';
import { defaultSettings } from './settings';
import type { Settings } from './settings';
import { VENDORS } from './types';
import type {
	RequestListener,
	SandboxOptions,
	Vendor,
	VendorContext,
	VendorCounters,
	VendorName,
} from './types';
import { createWeevio } from './weevio';

const MAKERS: Record<VendorName, (context: VendorContext) => Vendor> = {
	weevio: createWeevio,
	pdm: createPdm,
	manex: createManex,
	guardant: createGuardant,
	epass: createEpass,
};

interface VendorState {
	vendor: Vendor;
	counters: VendorCounters;
	sockets: Set<number>;
}

/** Everything that changes while the sandbox runs; `reset` puts it back to the start. */
export class SandboxState {
	readonly faults = new Faults();
	readonly log = new RequestLog(() => this.settings);
	settings: Settings;
	latencyMs: number;
	readonly listeners = new Set<RequestListener>();
	private vendors: Record<VendorName, VendorState>;
	/** Requests that have come and are not done with. */
	private readonly open = new Set<Promise<unknown>>();

	constructor(private readonly options: SandboxOptions) {
		this.settings = this.firstSettings();
		this.latencyMs = options.latencyMs ?? 0;
		this.vendors = this.firstVendors();
	}

	vendor(name: VendorName): Vendor {
		return this.vendors[name].vendor;
	}

	counters(): Record<VendorName, VendorCounters> {
		return perVendor((name) => {
			const { counters, sockets } = this.vendors[name];
			return { ...counters, connections: sockets.size };
		});
	}

	countRequest(name: VendorName, connectionId: number): void {
		this.vendors[name].counters.requests++;
		this.vendors[name].sockets.add(connectionId);
	}

	tell(entry: RawLogEntry): void {
		for (const listener of this.listeners) listener(this.log.shown(entry));
	}

	async during<T>(request: Promise<T>): Promise<T> {
		this.open.add(request);
		try {
			return await request;
		} finally {
			this.open.delete(request);
		}
	}

	/** Once nothing has come, and nothing was open, for so many turns that what a client sent would have been read. */
	async quiet(turns = 20): Promise<void> {
		for (let still = 0; still < turns; still++) {
			await new Promise((resolve) => setImmediate(resolve));
			if (this.open.size === 0) continue;
			await Promise.allSettled(this.open);
			still = -1;
		}
	}

	reset(): void {
		this.faults.clear();
		this.log.clear();
		this.listeners.clear();
		this.settings = this.firstSettings();
		this.latencyMs = this.options.latencyMs ?? 0;
		this.vendors = this.firstVendors();
	}

	private firstSettings(): Settings {
		return { ...defaultSettings, ...this.options.settings };
	}

	private firstVendors(): Record<VendorName, VendorState> {
		return perVendor((name) => {
			const counters: VendorCounters = {
				requests: 0,
				logins: 0,
				failedLogins: 0,
				refreshes: 0,
				connections: 0,
				created: 0,
				updated: 0,
				deleted: 0,
				metered: 0,
			};
			const context: VendorContext = {
				customers: this.options.customers ?? 500,
				seed: this.options.seed ?? 20260101,
				settings: () => this.settings,
				counters,
			};
			return { vendor: MAKERS[name](context), counters, sockets: new Set() };
		});
	}
}

function perVendor<T>(make: (name: VendorName) => T): Record<VendorName, T> {
	return Object.fromEntries(VENDORS.map((name) => [name, make(name)])) as Record<VendorName, T>;
}
