import { describeSpread, median, spreadOf } from './statistics.ts';
import { everyone } from './support/everyone.ts';
import { seatPeople } from './support/people.ts';
import { post } from './support/post.ts';
import type { Row } from './support/rows.ts';
import type { Scale } from './support/scale.ts';
import { type System, startSystem } from './support/system.ts';
import {
  acceptedPush,
  delivered,
  type HeldWebhooks,
  heldWebhook,
  holdGeminiWebhooks,
  startAnalyses,
  type WaitingAnalysis,
} from './support/waiting-analyses.ts';

const targetP50Ms = 40;
const targetP99Ms = 300;
const batchSeconds = 0.3;
const atOnce = 10;

/** One analysis: the whole time, and how much of it the vendors took to answer, and whether the webhook was not answered 200 at once. */
type Sample = { wholeMs: number; vendorMs: number; refused: boolean };

/**
 * (b) Gemini's webhook handed to the API until LINE has answered the push with 200, less the time that the simulators
 * took between reading and answering `batches.get`, the download of the results and the push itself.
 */
export async function measureGeminiWebhook({ analyses }: Scale): Promise<Row[]> {
  await using system = await startSystem({ batchSeconds });
  const held = holdGeminiWebhooks(system);
  await releaseOneByOne(system, held, atOnce);
  await releaseTogether(system, held, atOnce);
  const inSequence = await releaseOneByOne(system, held, analyses);
  const together = await releaseTogether(system, held, analyses);
  return [rowOf('one after the other', inSequence), rowOf(`${atOnce} at a time`, together)];
}

type Release = (system: System, held: HeldWebhooks, count: number) => Promise<Sample[]>;

const releaseOneByOne: Release = async (system, held, count) => {
  const samples: Sample[] = [];
  await inGroups(system, count, async (group) => {
    for (const analysis of group) samples.push(await release(system, held, analysis));
  });
  return samples;
};

const releaseTogether: Release = async (system, held, count) => {
  const samples: Sample[] = [];
  await inGroups(system, count, async (group) => {
    samples.push(...(await everyone(group, async (analysis) => release(system, held, analysis))));
  });
  return samples;
};

/** Brings analyses to their wait for the batch, a group at a time: the first poll must not come before the webhook. */
async function inGroups(system: System, count: number, run: (group: WaitingAnalysis[]) => Promise<void>) {
  for (let started = 0; started < count; started += atOnce) {
    const people = await seatPeople(system, Math.min(atOnce, count - started));
    await run(await startAnalyses(system, people));
  }
}

async function release(system: System, held: HeldWebhooks, analysis: WaitingAnalysis): Promise<Sample> {
  const webhook = await heldWebhook(held, analysis.batchId);
  const { status, sentAtMs } = await post(system.apiUrl, webhook);
  const refused = status !== 200;
  // As Google would do; the time counts from the first delivery all the same.
  if (refused) await system.forward(webhook);
  await delivered(analysis);
  const push = await acceptedPush(system, analysis.userId);
  const { batchId } = analysis;
  const reads = await system.vendors.call('batchCalls', { batchId, sinceMs: sentAtMs });
  const vendorMs = [...reads, push].reduce((sum, { startedAtMs, endedAtMs }) => sum + endedAtMs - startedAtMs, 0);
  return { wholeMs: push.endedAtMs - sentAtMs, vendorMs, refused };
}

function rowOf(how: string, samples: Sample[]): Row {
  const spread = spreadOf(samples.map(({ wholeMs, vendorMs }) => wholeMs - vendorMs));
  const errors = samples.filter(({ refused }) => refused).length;
  const vendorMedianMs = median(samples.map(({ vendorMs }) => vendorMs));
  return {
    part: 'b',
    what: `Gemini webhook to push accepted by LINE, vendor time removed, ${samples.length} analyses ${how}`,
    target: `p50 < ${targetP50Ms} ms, p99 < ${targetP99Ms} ms, no error`,
    measured: `${describeSpread(spread)}; ${errors} errors (removed: median ${vendorMedianMs.toFixed(1)} ms)`,
    met: spread.p50Ms < targetP50Ms && spread.p99Ms < targetP99Ms && errors === 0,
    numbers: { ...spread, errors, vendorMedianMs },
  };
}
