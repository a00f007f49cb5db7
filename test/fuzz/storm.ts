import type { Vitals } from './api-process.ts';
import type { ApiUnderFire } from './api-under-fire.ts';
import { createRequest, type RequestSource } from './request.ts';
import { type Answer, createAgent, send } from './send.ts';

/** Something that must not happen, with the request that it happened at. */
export type Finding = { n?: number; what: string };

/** What came of all requests. */
export type StormReport = {
  requests: number;
  seconds: number;
  /** `line 200` → how many. */
  answers: Record<string, number>;
  /** Answers of 503, which is what the API says while Temporal does not answer in time. */
  temporalAway: number;
  /** The request that waited longest for its answer. */
  slowest: { n: number; tookMs: number };
  /** When the event loop stood still, with the largest request that was under way. */
  blocks: { blockMs: number; n: number; bodyBytes: number }[];
  /** After a fifth of the requests, and at the end. */
  vitals: Vitals[];
  findings: Finding[];
};

/** Requests under way at once. */
const concurrency = 24;

/** Sends requests `first` to `first + count - 1` and looks at the API on the way. */
export async function runStorm(
  api: ApiUnderFire,
  source: RequestSource,
  { first, count, progress }: { first: number; count: number; progress: (line: string) => void },
): Promise<StormReport> {
  const agent = createAgent(concurrency);
  const report: StormReport = {
    requests: 0,
    seconds: 0,
    answers: {},
    temporalAway: 0,
    slowest: { n: 0, tookMs: 0 },
    blocks: [],
    vitals: [],
    findings: [],
  };
  const underWay = new Map<number, number>();
  api.onBlocked((blockMs) => {
    const [n, bodyBytes] = [...underWay].toSorted(([, a], [, b]) => b - a)[0] ?? [0, 0];
    report.blocks.push({ blockMs, n, bodyBytes });
  });
  const startedAt = performance.now();
  const restAt = first + Math.floor(count / 5);
  for (const [from, until] of [
    [first, restAt],
    [restAt, first + count],
  ] as const) {
    let next = from;
    const sendAll = async () => {
      while (next < until && !api.ended()) {
        const n = next++;
        const wish = createRequest(source, n);
        underWay.set(n, wish.body.length);
        judge(report, n, wish.vendor, await send(api.url, wish, agent));
        underWay.delete(n);
        if (report.requests % 10_000 === 0) progress(`${report.requests} requests`);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, sendAll));
    const end = api.ended();
    if (end) report.findings.push({ n: next, what: end });
    else report.vitals.push(await api.vitals());
  }
  report.seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  return report;
}

function judge(report: StormReport, n: number, vendor: string, { status, error, tookMs }: Answer): void {
  const what = `${vendor} ${status ?? error}`;
  report.requests += 1;
  report.answers[what] = (report.answers[what] ?? 0) + 1;
  if (tookMs > report.slowest.tookMs) report.slowest = { n, tookMs: Math.round(tookMs) };
  if (status === 503) report.temporalAway += 1;
  else if (status !== undefined && status >= 500) report.findings.push({ n, what: `answered with ${status}` });
  if (error !== undefined && error !== 'excused') report.findings.push({ n, what: `no answer: ${error}` });
}

const megabyte = 1024 * 1024;
/** Caches fill up to their limits. */
const heapGrowthBytes = 24 * megabyte;
/** What the system's allocator keeps depends on which large bodies met; a leak of requests would be far more. */
const rssGrowthBytes = 256 * megabyte;
const longestBlockMs = 1000;

/** What the vitals tell that must not be. */
export function judgeVitals(vitals: Vitals[]): Finding[] {
  const [early, late] = [vitals[0], vitals.at(-1)];
  const findings: Finding[] = [];
  for (const each of vitals) {
    if (each.longestBlockMs > longestBlockMs)
      findings.push({ what: `the event loop was blocked for ${Math.round(each.longestBlockMs)} ms` });
    if (each.pollution.length > 0) findings.push({ what: `every object now has ${each.pollution.join(', ')}` });
  }
  if (!early || !late) return findings;
  if (late.heapUsedBytes > early.heapUsedBytes + heapGrowthBytes) findings.push({ what: 'the heap has grown' });
  if (late.rssBytes > early.rssBytes + rssGrowthBytes) findings.push({ what: 'the process has grown' });
  return findings;
}
