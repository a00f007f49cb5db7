import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { JournalEntry } from '../../../src/simulator/core/journal.ts';
import type { BatchView } from '../../../src/simulator/gemini/batches/batch.ts';
import { textOf } from '../../support/person.ts';
import { isCancelled, messagesOf, saysAway, type Visit } from './customers.ts';
import { repliesTo } from './replies.ts';
import { processesOf, type Rig } from './rig.ts';
import { type EndedRun, readRuns } from './runs.ts';
import { traceOf } from './trace.ts';

/** What a check of the promises found: sentences about what is broken, and figures that say how much was at stake. */
export type Findings = { broken: string[]; figures: Record<string, number> };

const nearbyResult = z.object({
  outcome: z.string(),
  delivery: z.string(),
  places: z.array(z.object({ name: z.string() })),
});
const liveStates = new Set(['PENDING', 'RUNNING']);
const endedBadly = new Set(['FAILED', 'EXPIRED', 'CANCELLED']);

/** Checks every promise that whole-process faults can break, once all has come to rest. */
export async function checkPromises(rig: Rig, visits: readonly Visit[]): Promise<Findings> {
  const runs = await readRuns(rig);
  const findings = [
    await checkRuns(rig, runs),
    checkVisits(rig, visits),
    checkRetryKeys(rig),
    checkBatches(rig.vendors.gemini.batches()),
    checkBill(rig, runs),
    await checkSecrecy(rig, runs, visits),
  ];
  return {
    broken: findings.flatMap(({ broken }) => broken),
    figures: Object.assign({}, ...findings.map(({ figures }) => figures)),
  };
}

/** Every accepted request has ended in exactly one final answer that LINE accepted, but for those that were cancelled. */
async function checkRuns(rig: Rig, runs: EndedRun[]): Promise<Findings> {
  const broken: string[] = [];
  for (const run of runs) {
    const problem = run.type === 'analysis' ? problemOfAnalysis(rig, run) : problemOfNearby(rig, run);
    const handle = rig.installation.client.workflow.getHandle(run.workflowId, run.runId);
    if (problem) broken.push(`${run.workflowId} (${run.status}): ${problem}. Its history: ${await traceOf(handle)}`);
  }
  const analyses = runs.filter(({ type }) => type === 'analysis');
  const count = (status: string) => analyses.filter((run) => run.status === status).length;
  const nearby = runs.filter(({ type }) => type === 'nearby');
  const delivered = (how: string) =>
    nearby.filter(({ result }) => nearbyResult.safeParse(result).data?.delivery === how).length;
  const figures = {
    ...{ analyses: analyses.length, reports: count('COMPLETED'), apologies: count('FAILED') },
    ...{ cancelled: count('CANCELLED'), searches: nearby.length, searchesPushed: delivered('pushed') },
    searchesUnclear: delivered('unclear'),
  };
  return { broken, figures };
}

function problemOfAnalysis(rig: Rig, { runId, status, failureType }: EndedRun): string | undefined {
  const reports = acceptedPushes(rig, runId, 'report');
  const apologies = acceptedPushes(rig, runId, 'apology');
  const answers = `${reports} reports and ${apologies} apologies were accepted`;
  switch (status) {
    case 'COMPLETED':
      return reports === 1 && apologies === 0 ? undefined : answers;
    case 'FAILED':
      return reports === 0 && apologies === 1 ? undefined : `${failureType}: ${answers}`;
    case 'CANCELLED':
      return reports + apologies === 0 ? undefined : answers;
    default:
      return `it has not ended; ${answers}`;
  }
}

function problemOfNearby(rig: Rig, { workflowId, runId, status, result }: EndedRun): string | undefined {
  if (status !== 'COMPLETED') return 'it did not complete';
  const { outcome, delivery } = nearbyResult.parse(result);
  const eventId = workflowId.slice('nearby:'.length);
  const replies = repliesWith(rig, eventId);
  const pushes = acceptedPushes(rig, runId, 'choices');
  const said = `${outcome}, ${delivery}: ${replies} replies and ${pushes} pushes were accepted (replies with its token: ${toldReplies(rig, eventId)})`;
  // Nobody knew whether the reply had arrived: then the same restaurants may be seen twice, and silence must not be.
  if (delivery === 'unclear') return replies <= 1 && pushes === 1 ? undefined : said;
  return replies + pushes === 1 ? undefined : said;
}

function acceptedPushes({ vendors, installation }: Rig, runId: string, kind: string): number {
  const key = installation.digests.retryKey(runId, kind);
  return vendors.journal
    .entries()
    .filter((entry) => entry.route === 'push' && entry.status === 200 && retryKeyOf(entry) === key).length;
}

/** How every reply with the token of an event was answered, for a search that broke a promise. */
function toldReplies({ vendors }: Rig, eventId: string): string {
  const all = repliesTo(vendors.journal.entries(), eventId);
  return all.map((entry) => `${saysAway(entry.requestBody) ? '"tap again" ' : ''}${entry.status}`).join(', ') || 'none';
}

/** Replies that the worker made with the token of an event; what the API says with it ("tap again") is no answer. */
function repliesWith({ vendors }: Rig, eventId: string): number {
  return repliesTo(vendors.journal.entries(), eventId).filter(
    ({ status, requestBody }) => status === 200 && !saysAway(requestBody),
  ).length;
}

const retryKeyOf = ({ requestHeaders }: JournalEntry) => requestHeaders['x-line-retry-key'];
/** Nobody waits in silence, and nothing begins to be sent after the bot has said that it stopped. */
function checkVisits(rig: Rig, visits: readonly Visit[]): Findings {
  const broken = visits.flatMap((visit) => {
    const { userId, end } = visit;
    const messages = messagesOf(rig, userId);
    const stopped = messages.findIndex(isCancelled);
    const afterCancel = stopped >= 0 && messages.slice(stopped).some(({ via }) => via === 'push');
    return [
      ...(end === 'no answer' || end === 'no choices'
        ? [`a person waited in vain, ${end}: ${toldVisit(rig, visit)}`]
        : []),
      ...(afterCancel ? ['a push came after "I stopped"'] : []),
    ];
  });
  const deliveries = visits.flatMap((visit) => visit.deliveries);
  const figures = {
    people: visits.length,
    lineWebhooks: deliveries.length,
    lineWebhooksRedelivered: deliveries.filter(({ attempts }) => attempts > 1).length,
    repeatedByHand: Math.max(0, deliveries.length - visits.length * 2),
  };
  return { broken, figures };
}

/** How the webhooks of a person were taken and what the person saw, for one who waited in vain. */
function toldVisit(rig: Rig, { userId, deliveries }: Visit): string {
  const taken = deliveries.map(({ what, status, reason, attempts }) => `${what} ${status ?? reason} ×${attempts}`);
  const seen = messagesOf(rig, userId).map((item) => `${item.via} "${textOf(item).slice(0, 40)}"`);
  return `webhooks ${taken.join(', ')}; saw ${seen.join(', ') || 'nothing'}`;
}

function checkRetryKeys({ vendors }: Rig): Findings {
  const pushes = vendors.journal.entries().filter(({ route }) => route === 'push');
  const keys = pushes.filter(({ status }) => status === 200).map(retryKeyOf);
  const doubled = keys.length - new Set(keys).size;
  const broken = doubled > 0 ? [`${doubled} pushes were accepted under a retry key that LINE had accepted before`] : [];
  return { broken, figures: { pushesAnswered409: pushes.filter(({ status }) => status === 409).length } };
}

/** One job per submission is left to run, whatever crashed. */
function checkBatches(batches: BatchView[]): Findings {
  const bySubmission = Object.groupBy(batches, ({ displayName }) => displayName ?? '');
  const broken = Object.entries(bySubmission).flatMap(([name, jobs = []]) => {
    const kept = jobs.filter(({ state }) => !endedBadly.has(state));
    return kept.length > 1 ? [`${name}: ${kept.length} jobs were left to run`] : [];
  });
  const live = batches.filter(({ state }) => liveStates.has(state)).length;
  const figures = {
    batchJobs: batches.length,
    batchJobsCancelled: batches.filter(({ state }) => state === 'CANCELLED').length,
  };
  return { broken: [...broken, ...(live > 0 ? [`${live} batch jobs still run at Gemini`] : [])], figures };
}

/** Confirmed entries are on the bill, and every billed call has an entry. */
function checkBill({ vendors }: Rig, runs: EndedRun[]): Findings {
  const bill = vendors.gemini.bill();
  const calls = bill.filter(({ kind }) => kind === 'generateContent').length;
  const lines = bill.filter(({ kind }) => kind === 'batchLine').length;
  const sum = (pick: (run: EndedRun) => number) => runs.reduce((total, run) => total + pick(run), 0);
  const confirmed = sum(({ paid }) => paid.confirmed);
  const unknown = sum(({ paid }) => paid.unknown);
  const lineEntries = sum(({ paid }) => paid.batchLines);
  const confirmedMicroUsd = sum(({ paid }) => paid.confirmedMicroUsd);
  const billedMicroUsd = bill.reduce((total, { priceMicroUsd }) => total + priceMicroUsd, 0);
  const broken = [
    ...(confirmed > calls ? [`the ledgers confirm ${confirmed} calls, billed were ${calls}`] : []),
    ...(calls > confirmed + unknown ? [`${calls} calls were billed, the ledgers have ${confirmed} + ${unknown}`] : []),
    ...(lines > lineEntries ? [`${lines} batch lines were billed, the ledgers have ${lineEntries}`] : []),
    ...(confirmedMicroUsd > billedMicroUsd ? ['the ledgers confirm more money than was billed'] : []),
  ];
  return {
    broken,
    figures: { billedCalls: calls, ledgerConfirmed: confirmed, ledgerUnknown: unknown, billedLines: lines },
  };
}

/** No LINE id and no restaurant's name outside encrypted payloads: not in logs, ids, job names or the database file. */
async function checkSecrecy(rig: Rig, runs: EndedRun[], visits: readonly Visit[]): Promise<Findings> {
  const names = runs.flatMap(({ result }) => nearbyResult.safeParse(result).data?.places.map(({ name }) => name) ?? []);
  const secrets = [...new Set([...names, ...visits.map(({ userId }) => userId)])];
  const logs = processesOf(rig).flatMap((process) => process.log.lines().map((line) => `${process.name}: ${line}`));
  const ids = [
    ...runs.map(({ workflowId }) => workflowId),
    ...rig.vendors.gemini.batches().map((b) => b.displayName ?? ''),
  ];
  const told = [...logs, ...ids].filter((text) => secrets.some((secret) => text.includes(secret)));
  const files = await Promise.all(
    ['', '-wal'].map(async (end) => readFile(`${rig.databaseFile}${end}`).catch(() => Buffer.of())),
  );
  const stored = secrets.filter((secret) => files.some((file) => file.includes(secret)));
  const broken = [
    ...told.slice(0, 3).map((text) => `a log line or id tells a name or LINE id: ${text.slice(0, 300)}`),
    ...(stored.length > 0 ? [`${stored.length} names or LINE ids stand in the clear in the database file`] : []),
  ];
  return { broken, figures: { secretsLookedFor: secrets.length, logLines: logs.length } };
}
