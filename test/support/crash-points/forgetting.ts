import { setTimeout as sleep } from 'node:timers/promises';
import { type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client';
import { listRunsOfChat } from '../../../src/temporal/chat-runs.ts';
import { nearbyWorkflowId } from '../../../src/workflows/contract.ts';
import { taipei } from '../analyses.ts';
import { until } from '../person.ts';
import { forgetRows, type ListRow } from './list-rows.ts';
import type { MortalStack } from './mortal-stack.ts';
import type { Attempt } from './mortal-worker.ts';
import { waitingAnalysis } from './stories.ts';

/** What is left of a chat that was forgotten by workers that died. */
export type Forgotten = {
  rows: readonly ListRow[];
  moment: 'before' | 'after';
  attempts: Attempt[];
  /** Whether the job at Google is gone. */
  jobIsGone: boolean;
  /** The bot's messages, by how they came. */
  says: (string | undefined)[];
  /** How the runs ended that were open; undefined: deleted. */
  statuses: (string | undefined)[];
};

type Chat = Awaited<ReturnType<typeof waitingAnalysis>> &
  Pick<Forgotten, 'rows' | 'moment'> & { chatKey: string; open: WorkflowHandle[] };

/** A chat is looked at again and again, and each look is an activity of its own that may die. */
const rowsOfChats = [
  [forgetRows.list, forgetRows.jobs],
  [forgetRows.signal, forgetRows.deleteJob],
  [forgetRows.deleteRun],
  [forgetRows.cancel],
];

const moments = ['before', 'after'] as const;

/** Longer than the first two looks take. */
const searchMs = 8000;

/** Eight chats, each with a closed search and an open analysis, are forgotten at once; each has its own deaths. */
export async function forgetEverybody(stack: MortalStack): Promise<Forgotten[]> {
  const { mortal, gemini, temporal } = stack;
  const { client, digests } = temporal.installation;
  const chats: Chat[] = [];
  for (const moment of moments) {
    for (const rows of rowsOfChats) {
      const started = await waitingAnalysis(stack);
      const chatKey = digests.chatKey(started.person.userId);
      chats.push({ ...started, rows, moment, chatKey, open: [started.handle] });
    }
  }
  for (const { person, open } of chats.filter(({ rows }) => rows.includes(forgetRows.cancel))) {
    gemini.faults.add({ route: 'generateContent', effect: { kind: 'delay', delayMs: searchMs }, times: 1 });
    const { webhookEventId } = await person.shareLocation(...taipei);
    open.push(client.workflow.getHandle(nearbyWorkflowId(webhookEventId)));
  }
  for (const { chatKey, open } of chats) await untilListed(stack, chatKey, open.length);
  for (const { rows, moment, chatKey } of chats) {
    for (const { activity, point } of rows) {
      mortal.dieAt({ activity, call: point, moment }, (input) => isOfChat(input, chatKey));
    }
  }
  for (const { person } of chats) await person.type('forget me');
  const jobIsGone = (name: string) => !gemini.batches().some((job) => job.name === name);
  await until('the jobs are gone', gemini.subscribe, () => chats.every(({ job }) => jobIsGone(job.name)));
  await untilNobodyDies(stack);
  return Promise.all(
    chats.map(async ({ rows, moment, chatKey, job, person, open }) => ({
      ...{ rows, moment, jobIsGone: jobIsGone(job.name), statuses: await Promise.all(open.map(statusOf)) },
      attempts: mortal
        .attempts()
        .filter(({ activity, input }) => activity === 'forgetRuns' && isOfChat(input, chatKey)),
      says: person.received().map(({ via }) => via),
    })),
  );
}

const isOfChat = (input: unknown, chatKey: string) =>
  typeof input === 'object' && input !== null && 'chatKey' in input && input.chatKey === chatKey;

/** The index is a moment behind. */
async function untilListed({ temporal }: MortalStack, chatKey: string, open: number): Promise<void> {
  for (let ask = 0; ask < 200; ask++) {
    const runs = await listRunsOfChat(temporal.installation.client, chatKey);
    const running = runs.filter(({ status }) => status === 'RUNNING').length;
    if (running === open && runs.length === open + 1) return;
    await sleep(50);
  }
  throw new Error('The index does not list the runs of a chat');
}

/** The last attempts, after those that died, end a moment later. */
async function untilNobodyDies({ mortal }: MortalStack): Promise<void> {
  const isOver = () => {
    const looks = mortal.attempts().filter(({ activity }) => activity === 'forgetRuns');
    const dead = looks.filter(({ end }) => end === 'died').length;
    const done = looks.filter(({ attempt, end }) => attempt === 2 && end === 'done').length;
    return !mortal.isDoomed() && dead === done;
  };
  for (let ask = 0; ask < 400 && !isOver(); ask++) await sleep(50);
}

async function statusOf(handle: WorkflowHandle): Promise<string | undefined> {
  try {
    return (await handle.describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
