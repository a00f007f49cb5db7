import { setTimeout as sleep } from 'node:timers/promises';
import { median, percentile } from './statistics.ts';
import { nowMs } from './support/clock.ts';
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
  poll,
  startAnalyses,
  type WaitingAnalysis,
} from './support/waiting-analyses.ts';

const batchSeconds = 0.3;
const targetEvents = 60;
const targetEventsPerPoll = 11;
const targetNoticedSeconds = 65;
const analysesPolled = 5;
const firstPollWithinMs = 90_000;
const pollEndsWithinMs = 2000;

/** (d) What an analysis of one place leaves in Temporal's history and on Gemini's bill, and what its first poll does. */
export async function measureHistoryEvents({ histories, waitForPoll }: Scale): Promise<Row[]> {
  await using system = await startSystem({ batchSeconds });
  const held = holdGeminiWebhooks(system);
  const people = await seatPeople(system, histories);
  const billedBefore = (await system.vendors.call('bill')).length;
  const nudged = await startAnalyses(system, people);
  const events = await everyone(nudged, async (analysis) => eventsAfterWebhook(system, held, analysis));
  const bill = (await system.vendors.call('bill')).slice(billedBefore);
  const count = (kind: string) => bill.filter((entry) => entry.kind === kind).length / histories;
  const microUsd = bill.reduce((sum, { priceMicroUsd }) => sum + priceMicroUsd, 0) / histories;

  const rows = [eventsRow(events), paidRow(count('generateContent'), count('batchLine'), microUsd)];
  if (!waitForPoll) return rows;
  const polledPeople = await seatPeople(system, analysesPolled);
  const forgottenPeople = await seatPeople(system, analysesPolled);
  await system.vendors.call('holdNextBatches', { count: analysesPolled });
  const polledAnalyses = await startAnalyses(system, polledPeople);
  const forgottenAnalyses = await startAnalyses(system, forgottenPeople);
  const [polled, noticedMs] = await Promise.all([
    everyone(polledAnalyses, async (analysis) => eventsWithOnePoll(system, held, analysis)),
    everyone(forgottenAnalyses, async (analysis) => withoutWebhook(system, held, analysis)),
  ]);
  return [
    ...rows,
    perPollRow(polled.map((withPoll) => withPoll - median(events))),
    noticedRow(percentile(noticedMs, 1)),
  ];
}

async function eventsAfterWebhook(system: System, held: HeldWebhooks, analysis: WaitingAnalysis): Promise<number> {
  await post(system.apiUrl, await heldWebhook(held, analysis.batchId));
  await delivered(analysis);
  return (await analysis.handle.fetchHistory()).events?.length ?? 0;
}

/** The batch still runs at the first poll; after it the batch ends and the webhook comes. */
async function eventsWithOnePoll(system: System, held: HeldWebhooks, analysis: WaitingAnalysis): Promise<number> {
  const { batchId } = analysis;
  const polled = async () => (await system.vendors.call('batchCalls', { batchId, sinceMs: 0 }))[0];
  await poll('the first poll', polled, firstPollWithinMs);
  // The webhook must not fall into the poll's own workflow tasks, or they could not be told apart.
  await sleep(pollEndsWithinMs);
  await system.vendors.call('finishBatch', { batchId });
  return eventsAfterWebhook(system, held, analysis);
}

/** From the end of a batch (its webhook, which goes no further) to the accepted push. */
async function withoutWebhook(system: System, held: HeldWebhooks, analysis: WaitingAnalysis): Promise<number> {
  await heldWebhook(held, analysis.batchId);
  const endedAtMs = nowMs();
  const push = await acceptedPush(system, analysis.userId, firstPollWithinMs);
  return push.endedAtMs - endedAtMs;
}

function eventsRow(events: number[]): Row {
  const most = percentile(events, 1);
  return {
    part: 'd',
    what: `history events of a one-place analysis, webhook before the first poll (${events.length} analyses)`,
    target: `<= ${targetEvents}`,
    measured: `median ${median(events)}, most ${most}`,
    met: most <= targetEvents,
    numbers: { medianEvents: median(events), mostEvents: most },
  };
}

function perPollRow(added: number[]): Row {
  const most = percentile(added, 1);
  return {
    part: 'd',
    what: `history events that a poll adds which finds the batch running (${added.length} analyses)`,
    target: `<= ${targetEventsPerPoll}`,
    measured: `median ${median(added)}, most ${most}`,
    // Three of the events come and go without any poll too: push and clean-up end in one workflow task or in two.
    met: median(added) <= targetEventsPerPoll,
    numbers: { medianEventsPerPoll: median(added), mostEventsPerPoll: most },
  };
}

function noticedRow(noticedMs: number): Row {
  return {
    part: 'd',
    what: `webhook never comes, batch ends at once: end of batch to accepted push (latest of ${analysesPolled} analyses)`,
    target: `<= ${targetNoticedSeconds} s`,
    measured: `${(noticedMs / 1000).toFixed(1)} s`,
    met: noticedMs <= targetNoticedSeconds * 1000,
    numbers: { noticedMs },
  };
}

function paidRow(groundedCalls: number, batchLines: number, priceMicroUsd: number): Row {
  return {
    part: 'd',
    what: 'paid Gemini calls per one-place analysis, by the simulated bill',
    target: '1 grounding + 1 batch line',
    measured: `${groundedCalls} generateContent with grounding + ${batchLines} batch line`,
    met: groundedCalls === 1 && batchLines === 1,
    numbers: { groundedCalls, batchLines, priceMicroUsd },
  };
}
