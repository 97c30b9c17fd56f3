import { readFileSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import type { HeapProfiler, Profiler, Runtime } from 'node:inspector';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Measured, Task } from './protocol';

/** Heap and external memory are read this often. */
const SAMPLE_MS = 5;
/** Lines of a profile that are reported. */
const PROFILE_LINES = 15;

type Costs = Pick<Measured, 'wallMs' | 'cpuMs' | 'peakRss' | 'peakHeap' | 'retained'>;

/** Runs the work once and says what it cost; its result is held until the memory that it keeps is known. */
export async function measure<T>(work: () => Promise<T>): Promise<{ result: T; costs: Costs }> {
	const heapBefore = await heapWithoutGarbage();
	let peakHeap = heapBefore;
	let peakRss = process.memoryUsage.rss();
	const kernelCounts = resetHighWaterMark();
	const sample = (): void => {
		peakHeap = Math.max(peakHeap, heap());
		if (!kernelCounts) peakRss = Math.max(peakRss, process.memoryUsage.rss());
	};
	const sampler = setInterval(sample, SAMPLE_MS);
	const cpuBefore = process.cpuUsage();
	const start = performance.now();
	const result = await work();
	const wallMs = performance.now() - start;
	const cpu = process.cpuUsage(cpuBefore);
	sample();
	clearInterval(sampler);
	if (kernelCounts) peakRss = Math.max(peakRss, highWaterMark());
	const retained = (await heapWithoutGarbage()) - heapBefore;
	return {
		result,
		costs: {
			wallMs,
			cpuMs: (cpu.user + cpu.system) / 1000,
			peakRss,
			peakHeap: peakHeap - heapBefore,
			retained,
		},
	};
}

function heap(): number {
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** External memory is given back a while after the collection that found it unused. */
async function heapWithoutGarbage(): Promise<number> {
	const collectGarbage = globalThis.gc;
	if (collectGarbage === undefined) throw new Error('Start this with --expose-gc');
	for (let time = 0; time < 3; time++) {
		collectGarbage();
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return heap();
}

/** Linux keeps a high-water mark of a process's memory, and forgets it when asked to. */
function resetHighWaterMark(): boolean {
	try {
		writeFileSync('/proc/self/clear_refs', '5');
		return highWaterMark() > 0;
	} catch {
		return false;
	}
}

function highWaterMark(): number {
	const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
	return Number(line?.[1] ?? 0) * 1024;
}

/** Runs the work under one of V8's profilers and names the functions that cost most. */
export async function profiled(
	kind: NonNullable<Task['profile']>,
	work: () => Promise<unknown>,
): Promise<string[]> {
	const session = new Session();
	session.connect();
	const post = promisify(session.post.bind(session)) as (
		method: string,
		parameters?: object,
	) => Promise<unknown>;
	try {
		if (kind === 'cpu') {
			await post('Profiler.enable');
			await post('Profiler.start');
			await work();
			const { profile } = (await post('Profiler.stop')) as { profile: Profiler.Profile };
			return topTimes(profile);
		}
		await post('HeapProfiler.startSampling', {
			samplingInterval: 32 * 1024,
			includeObjectsCollectedByMajorGC: true,
			includeObjectsCollectedByMinorGC: true,
		});
		await work();
		const { profile } = (await post('HeapProfiler.stopSampling')) as {
			profile: HeapProfiler.SamplingHeapProfile;
		};
		return topAllocations(profile);
	} finally {
		session.disconnect();
	}
}

/** Functions of the package and of the benchmark's nodes are also counted with all that they call. */
const OWN = /\/(dist\/(nodes|credentials)|bench)\//;

type Frame = Runtime.CallFrame;

/** Whose code a file is: the package's, n8n's with what it brings, or that of the library with which it sends. */
const OWNERS: ReadonlyArray<readonly [RegExp, string]> = [
	[/\/dist\/(nodes|credentials)\//, 'this package'],
	[/\/bench\//, 'the benchmark'],
	[/\/node_modules\/(axios|follow-redirects|form-data|proxy-from-env)\//, 'axios'],
	// The credentials' place in n8n is taken by lab/engine.
	[/\/node_modules\/|\/lab\/engine\//, 'n8n'],
	[/^node:/, 'Node'],
];

/** What has no file, such as JSON.parse, works for whoever called it. */
function ownerOf(
	id: number,
	frames: ReadonlyMap<number, Frame>,
	parents: ReadonlyMap<number, number>,
): string {
	for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
		const frame = frames.get(at);
		if (frame?.functionName === '(garbage collector)') return 'garbage collection';
		if (frame?.functionName === '(program)') return 'V8 and the system';
		const owner = OWNERS.find(([pattern]) => pattern.test(frame?.url ?? ''))?.[1];
		if (owner !== undefined) return owner;
	}
	return 'V8 and the system';
}

function topTimes({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): string[] {
	const parents = new Map<number, number>();
	for (const { children = [], id } of nodes) for (const child of children) parents.set(child, id);
	const frames = new Map(nodes.map(({ callFrame, id }) => [id, callFrame]));
	const self = new Map<string, number>();
	const inclusive = new Map<string, number>();
	const shares = new Map<string, number>();
	let all = 0;
	for (const [index, id] of samples.entries()) {
		const frame = frames.get(id);
		// Waiting for the sandbox is nobody's time, nor is the profiler's own.
		if (frame === undefined || frame.functionName === '(idle)' || frame.functionName === 'dispatch') continue;
		const microseconds = timeDeltas[index] ?? 0;
		all += microseconds;
		add(self, frameName(frame), microseconds);
		add(shares, ownerOf(id, frames, parents), microseconds);
		const counted = new Set<string>();
		for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
			const caller = frames.get(at);
			if (caller !== undefined && OWN.test(caller.url)) counted.add(frameName(caller));
		}
		for (const name of counted) add(inclusive, name, microseconds);
	}
	const unit = (value: number): string => `${(value / 1000).toFixed(0)} ms`;
	return [
		`of ${unit(all)}: ${top(shares, all, unit).join(', ')}`,
		...top(self, all, unit),
		...top(inclusive, all, unit).map((line) => `with all it calls: ${line}`),
	];
}

function add(totals: Map<string, number>, name: string, value: number): void {
	totals.set(name, (totals.get(name) ?? 0) + value);
}

function topAllocations({ head }: HeapProfiler.SamplingHeapProfile): string[] {
	const totals = new Map<string, number>();
	let all = 0;
	const open = [head];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		const name = frameName(node.callFrame);
		all += node.selfSize;
		add(totals, name, node.selfSize);
		open.push(...node.children);
	}
	return top(totals, all, (value) => `${(value / 1e6).toFixed(1)} MB`);
}

function top(totals: ReadonlyMap<string, number>, all: number, unit: (value: number) => string): string[] {
	return [...totals]
		.sort(([, a], [, b]) => b - a)
		.slice(0, PROFILE_LINES)
		.map(([name, value]) => `${((100 * value) / all).toFixed(1)} % (${unit(value)}) ${name}`);
}

function frameName({
	functionName,
	url,
	lineNumber,
}: {
	functionName: string;
	url: string;
	lineNumber: number;
}): string {
	const name = functionName === '' ? '(anonymous)' : functionName;
	if (url === '') return name;
	return `${name} ${basename(dirname(url))}/${basename(url)}:${lineNumber + 1}`;
}
