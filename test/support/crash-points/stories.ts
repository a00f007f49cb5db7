import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { z } from 'zod';
import type { FaultEffect } from '../../../src/simulator/core/faults.ts';
import { type HistoryEvent, scheduledIn } from '../../../src/temporal/run-history.ts';
import { batchUpdated, nearbyWorkflowId } from '../../../src/workflows/contract.ts';
import { analysisOf, findRestaurants, taipei, untilStage } from '../analyses.ts';
import { buttonFor, createPerson, type Person, present } from '../person.ts';
import { geminiOf } from './gemini-of.ts';
import type { MortalStack } from './mortal-stack.ts';

/** What a story comes to when nobody dies, and when somebody does: the same. */
export type Story = {
  /** Brings the story up to the moment from which on everything counts. */
  begin: (stack: MortalStack) => Promise<{ person: Person; go: () => Promise<WorkflowHandle> }>;
  /** How the run ends. */
  status: 'COMPLETED' | 'CANCELLED';
  /** What the bot says from that moment on, each message by how it came and its type. */
  says: string[];
  /** States in which the batch jobs end. */
  jobs: string[];
  /** What the run has paid. */
  ledger: string[];
};

/** The moments from which a worker may die, by name. */
export const stories = {
  /** A location is shared. */
  search: { begin: search, status: 'COMPLETED', says: ['reply flex'], jobs: [], ledger: searched() },
  /** LINE does not take the reply any more. */
  'search, reply refused': {
    async begin(stack) {
      const { person, go } = await search(stack);
      const refusal = { kind: 'status', status: 400, body: { message: 'Invalid reply token' } } as const;
      stack.line.faults.add({ route: 'reply', effect: refusal, times: 1 });
      return { person, go };
    },
    ...{ status: 'COMPLETED', says: ['push flex'], jobs: [], ledger: searched() },
  },
  /** One restaurant, and nothing goes wrong. */
  analysis: {
    begin: async (stack) => tapped(stack),
    ...{ status: 'COMPLETED', says: ['push flex', 'reply text'], jobs: ['SUCCEEDED'] },
    ledger: ['batchLine confirmed', 'collectReviews confirmed'],
  },
  /** Gemini's webhook stays away, so that a poll finds the end of the job. */
  'analysis without a webhook': {
    async begin(stack) {
      stack.gemini.faults.add({ route: 'webhook', effect: { kind: 'behaviour', name: 'lost' }, times: 1 });
      return tapped(stack);
    },
    ...{ status: 'COMPLETED', says: ['push flex', 'reply text'], jobs: ['SUCCEEDED'] },
    ledger: ['batchLine confirmed', 'collectReviews confirmed'],
  },
  /** The answer to the create is lost, and Gemini's webhook names the job. */
  'lost create': {
    async begin(stack) {
      stack.gemini.faults.add({ route: 'batchGenerateContent', effect: { kind: 'lost-answer' }, times: 1 });
      stack.gemini.faults.add({ route: 'webhook', effect: { kind: 'behaviour', name: 'lost' }, times: 1 });
      const person = createPerson(stack.line, 'en');
      const data = await findRestaurants(person);
      const go = async () => {
        await person.tap(data);
        await person.untilReceived(2);
        const handle = analysisOf(stack, person, data);
        // Time that skips would overtake a webhook of the simulator.
        await untilHistory(handle, (events) => events.some(({ timerStartedEventAttributes: timer }) => timer));
        const { name: batchName } = present(stack.gemini.batches().at(-1));
        await handle.signal(batchUpdated, { webhookId: 'w', batchName });
        await untilHistory(handle, (events) => scheduledIn(events, 'adoptBatch').length > 0);
        return ended(handle);
      };
      return { person, go };
    },
    ...{ status: 'COMPLETED', says: ['push flex', 'reply text'], jobs: ['SUCCEEDED'] },
    ledger: ['batchLine confirmed', 'collectReviews confirmed'],
  },
  /** The person cancels a run of whose name there are two jobs. */
  'cancel of two jobs': {
    async begin(stack) {
      stack.mortal.beforeNext('createBatch', (input) => makeTwins(stack, input));
      const { person, data, handle } = await analysisUntil(stack, 'waiting');
      const working = present((await person.untilReceived(2)).at(-1));
      const go = async () => {
        await person.tap(buttonFor(working, 'cancel'));
        await person.untilReceived(3);
        return ended(handle);
      };
      return { person, data, go };
    },
    ...{ status: 'CANCELLED', says: ['reply text'], jobs: ['CANCELLED', 'CANCELLED'] },
    ledger: ['batchLine unknown', 'batchLine unknown', 'collectReviews confirmed'],
  },
  /** Somebody else's worker has made two jobs of the run's name. */
  'two jobs of one name': {
    begin: async (stack) => {
      stack.mortal.beforeNext('createBatch', (input) => makeTwins(stack, input));
      stack.mortal.beforeNext('checkBatch', async () =>
        stack.gemini.setBatchState(present(stack.gemini.batches().at(-2)).name, 'SUCCEEDED'),
      );
      return tapped(stack);
    },
    ...{ status: 'COMPLETED', says: ['push flex', 'reply text'], jobs: ['CANCELLED', 'SUCCEEDED'] },
    ledger: ['batchLine confirmed', 'batchLine unknown', 'collectReviews confirmed'],
  },
  /** The batch fails, so that the ordinary call answers. */
  'failed batch': {
    begin: async (stack) => {
      batchFault(stack, 'job-failed');
      return tapped(stack);
    },
    ...{ status: 'COMPLETED', says: ['push flex', 'reply text'], jobs: ['FAILED'] },
    ledger: ['answerNow confirmed', 'batchLine unknown', 'collectReviews confirmed'],
  },
  /** The batch of several restaurants fails. */
  'failed batch of all': {
    begin: async (stack) => {
      batchFault(stack, 'job-failed');
      return tapped(stack, 'all');
    },
    ...{ status: 'COMPLETED', says: ['push flex', 'reply text'], jobs: ['FAILED'] },
    ledger: [
      ...['answerNow confirmed', 'answerNow confirmed', 'answerNow confirmed', 'answerNow confirmed'],
      ...['batchLine unknown', 'batchLine unknown', 'batchLine unknown', 'batchLine unknown'],
      ...['collectReviews confirmed', 'collectReviews confirmed', 'collectReviews confirmed'],
    ],
  },
  /** The person cancels while the batch is waited for. */
  cancel: {
    async begin(stack) {
      const { person, handle } = await waitingAnalysis(stack);
      const working = present((await person.untilReceived(2)).at(-1));
      const go = async () => {
        await person.tap(buttonFor(working, 'cancel'));
        await person.untilReceived(3);
        return ended(handle);
      };
      return { person, go };
    },
    ...{ status: 'CANCELLED', says: ['reply text'], jobs: ['CANCELLED'] },
    ledger: ['batchLine unknown', 'collectReviews confirmed'],
  },
  /** The answer to the reply with a held answer is lost; its token is refused then. */
  'held, reply unknown': {
    async begin(stack) {
      const { person, go } = await held(stack);
      stack.line.faults.add({ route: 'reply', effect: { kind: 'lost-answer' }, times: 1 });
      return { person, go };
    },
    ...{ status: 'COMPLETED', says: ['reply flex'], jobs: ['SUCCEEDED'] },
    ledger: ['batchLine confirmed', 'collectReviews confirmed'],
  },
  /** LINE's monthly quota is used up, and the person asks for the answer. */
  held: {
    begin: held,
    ...{ status: 'COMPLETED', says: ['reply flex'], jobs: ['SUCCEEDED'] },
    ledger: ['batchLine confirmed', 'collectReviews confirmed'],
  },
} satisfies Record<string, Story>;

/** Name of a story. */
export type StoryName = keyof typeof stories;

function searched(): string[] {
  return ['extractNames confirmed', 'searchPlaces confirmed'];
}

async function search({ line, temporal }: MortalStack) {
  const person = createPerson(line, 'en');
  const go = async () => {
    const { webhookEventId } = await person.shareLocation(...taipei);
    return ended(temporal.skippingClient.workflow.getHandle(nearbyWorkflowId(webhookEventId)));
  };
  return { person, go };
}

async function tapped(stack: MortalStack, which: 'first' | 'all' = 'first') {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person, which);
  const go = async () => {
    await person.tap(data);
    // The API's own reply comes before time skips: its token lives for a minute.
    await person.untilReceived(2);
    return ended(analysisOf(stack, person, data));
  };
  return { person, go };
}

async function held(stack: MortalStack) {
  stack.line.faults.add({ route: 'push', effect: { kind: 'behaviour', name: 'monthly-limit' }, times: 1 });
  const { person, data, handle } = await analysisUntil(stack, 'held');
  await person.untilReceived(2);
  const go = async () => {
    await person.tap(data);
    return ended(handle);
  };
  return { person, go };
}

/** A person whose analysis waits for a job that stays pending. */
export async function waitingAnalysis(stack: MortalStack) {
  batchFault(stack, 'stuck-pending');
  const started = await analysisUntil(stack, 'waiting');
  return { ...started, job: present(stack.gemini.batches().at(-1)) };
}

/** The API's budgets are real time: on a machine that stood still somebody else tries it again. */
async function analysisUntil(stack: MortalStack, stage: 'waiting' | 'held') {
  return startedUntil(stack, stage)
    .catch(() => startedUntil(stack, stage))
    .catch(() => startedUntil(stack, stage));
}

async function startedUntil(stack: MortalStack, stage: 'waiting' | 'held') {
  const person = createPerson(stack.line, 'en');
  const data = await findRestaurants(person);
  await person.tap(data);
  const handle = analysisOf(stack, person, data);
  await untilStage(handle, stage);
  return { person, data, handle };
}

/** Waits for the end, whatever it is; time skips meanwhile. */
async function ended(handle: WorkflowHandle): Promise<WorkflowHandle> {
  await handle.result().catch(() => undefined);
  return handle;
}

function batchFault({ gemini }: MortalStack, name: string, times = 1): void {
  const effect: FaultEffect = { kind: 'behaviour', name };
  gemini.faults.add({ route: 'batchGenerateContent', effect, times });
}

/** Waits until a run's history is so; time does not skip meanwhile. */
async function untilHistory(handle: WorkflowHandle, isSo: (events: HistoryEvent[]) => boolean): Promise<void> {
  for (let ask = 0; ask < 400; ask++) {
    const { events } = await handle.fetchHistory();
    if (isSo(events ?? [])) return;
    await sleep(50);
  }
  throw new Error('The run did not come so far');
}

const creation = z.object({ ownerRunId: z.string(), submission: z.number(), fileName: z.string() });

/** As two attempts would leave them that both posted. */
async function makeTwins(stack: MortalStack, input: unknown): Promise<void> {
  const { ownerRunId, submission, fileName } = creation.parse(input);
  const displayName = stack.temporal.installation.digests.batchDisplayName(ownerRunId, submission);
  const client = geminiOf(stack);
  batchFault(stack, 'stuck-pending', 2);
  await client.createBatch({ displayName, fileName });
  // Of two jobs of the same millisecond the older is the one whose name comes first.
  await stack.simulator.clock.advance(10);
  await client.createBatch({ displayName, fileName });
}
