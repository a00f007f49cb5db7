import { setTimeout as sleep } from 'node:timers/promises';
import type { SweepResult } from '../../../src/workflows/contract.ts';
import { asCaller, forgetCallers, requestsUnderWay } from '../caller.ts';
import { createDirector } from '../director.ts';
import { type People, watchPeople } from '../people.ts';
import type { Plan } from '../plan.ts';
import { leadBatches, type Performance, watchBill, watchChats } from '../play.ts';
import { lineWebhookUrl } from '../stage.ts';
import { actAsPerson } from './acts.ts';
import { type ListedRun, listRuns, until } from './open-runs.ts';
import { type Deed, deleteRun, operate } from './operators.ts';
import type { DevStage } from './stage.ts';
import type { DevStep, DevStory } from './story.ts';

/** A sweep and what it said; undefined when it failed. */
export type Sweep = { atMs: number; endedAtMs: number; aheadMs: number; result: SweepResult | undefined };

/** What was seen of a story on a real server. */
export type DevPerformance = Performance & {
  story: DevStory;
  people: People;
  deeds: (Deed & { chat: number })[];
  /** What operators did, for the timeline. */
  operated: { atMs: number; chat: number; text: string }[];
  sweeps: Sweep[];
  /** When each run that the API started was seen to start, by run id. */
  runStarts: Map<string, number>;
};

/** Longest that a step waits for its moment. */
const momentMs = 4000;
/** Longest that a story goes on after its last step: pauses between attempts are some seconds each. */
const tailMs = 30_000;
/** Young jobs are left alone by the sweep; these are old. */
const quarterOfAnHourMs = 16 * 60_000;

/** Plays a story to its end on the stage, sweeps as if a quarter of an hour had passed, and returns what was seen. */
export async function playDevStory(stage: DevStage, story: DevStory, plan: Plan): Promise<DevPerformance> {
  const { line, gemini } = stage;
  forgetCallers();
  stage.clock.simulator.reset();
  line.reset();
  gemini.reset();
  line.setWebhookUrl(lineWebhookUrl(stage.apis[story.settings].url));
  line.setQuota({ limit: story.quota?.pushes, used: 0 });
  const people = watchPeople(story, stage.installation.digests);
  const startedAtMs = Date.now();
  const { apiCallerOf, personOf } = people;
  const director = createDirector({ plan, startedAtMs, nowMs: Date.now, apiCallerOf, personOf });
  const seen: DevPerformance = {
    ...{
      story,
      director,
      people,
      startedAtMs,
      endedAtMs: 0,
      steps: [],
      runs: [],
      attempts: [],
      shown: [],
      charges: [],
    },
    ...{ deeds: [], operated: [], sweeps: [], runStarts: new Map() },
  };
  addPeople(stage, story);
  stage.cast({
    ...{ cache: plan.cache, director, people },
    runs: () => seen.runs,
    onRun(run) {
      seen.runs.push(run);
      seen.runStarts.set(run.runId, Date.now());
    },
    onAttempt: (attempt) => void seen.attempts.push({ ...attempt, atMs: Date.now() }),
  });
  const stopWatching = [watchChats(stage, seen), watchBill(stage, seen), leadBatches(stage, seen)];
  await Promise.all(story.parts.map(async (_, chat) => playChat(stage, seen, chat)));
  let isAtRest = await untilRest(stage, seen);
  for (let round = 0; round < 2; round++) {
    await sweep(stage, seen, quarterOfAnHourMs);
    if (isAtRest) isAtRest = await untilRest(stage, seen);
  }
  for (const stop of stopWatching) stop();
  seen.endedAtMs = Date.now();
  return seen;
}

function addPeople({ line }: DevStage, { chats, parts }: DevStory): void {
  for (const [chat, { userId, displayName, language }] of chats.entries()) {
    const { members = [] } = parts[chat] ?? {};
    if (members.length === 0) line.addUser({ userId, displayName, language, friendship: 'friend' });
    for (const [index, id] of members.entries()) {
      line.addUser({ userId: id, displayName: `${displayName}-${index}`, language, friendship: 'friend' });
    }
    if (members.length > 0) line.addGroup({ groupId: userId, kind: 'group', memberIds: members });
  }
}

async function playChat(stage: DevStage, seen: DevPerformance, chat: number): Promise<void> {
  for (const step of seen.story.parts[chat]?.steps ?? []) {
    await until(async () => hasCome(stage, seen, chat, step.moment), momentMs);
    await sleep(step.afterMs);
    await play(stage, seen, chat, step);
  }
}

async function play(stage: DevStage, seen: DevPerformance, chat: number, { action }: DevStep): Promise<void> {
  const { story, people } = seen;
  const atMs = Date.now();
  switch (action.kind) {
    case 'sweep':
      return sweep(stage, seen, 0);
    case 'reset':
    case 'terminate':
    case 'cancel-outside':
    case 'delete': {
      const workflowId = newestAnalysis(stage, seen, chat);
      const { deed, text } = await operate(stage, workflowId ?? '', action).catch((error: Error) => ({
        deed: undefined,
        text: `could not ${action.kind}: ${error.message}`,
      }));
      if (deed) seen.deeds.push({ ...deed, chat });
      if (deed?.made) seen.runs.push(deed.made);
      seen.operated.push({ atMs, chat, text });
      return;
    }
    default: {
      const { userId = '' } = story.chats[chat] ?? {};
      const text = await asCaller(people.personOf(userId), async () =>
        actAsPerson({ stage, story, people, chat }, action),
      );
      seen.steps.push({ atMs, chat, text });
    }
  }
}

/** The workflow that was started last for a chat. */
function newestAnalysis({ installation }: DevStage, { runs, story }: DevPerformance, chat: number): string | undefined {
  const { userId = '' } = story.chats[chat] ?? {};
  const start = `analysis:${installation.digests.chatKey(userId)}:`;
  return runs.findLast(({ workflowId }) => workflowId.startsWith(start))?.workflowId;
}

async function hasCome(
  stage: DevStage,
  seen: DevPerformance,
  chat: number,
  moment: DevStep['moment'],
): Promise<boolean> {
  const { userId = '' } = seen.story.chats[chat] ?? {};
  const workflowId = newestAnalysis(stage, seen, chat);
  switch (moment) {
    case 'now':
      return true;
    case 'choices':
      return stage.line.chat(userId).items.some(({ from }) => from === 'bot');
    case 'started':
      return workflowId !== undefined || foundNothing(seen, chat);
    case 'ended': {
      if (!workflowId) return foundNothing(seen, chat);
      const described = await stage.operators.client.workflow
        .getHandle(workflowId)
        .describe()
        .catch(() => undefined);
      return described?.status.name !== 'RUNNING';
    }
  }
}

/** Whether there was nothing to tap: the search had found no restaurants, or failed. */
function foundNothing({ steps }: DevPerformance, chat: number): boolean {
  return steps.some((step) => step.chat === chat && step.text.startsWith('finds no'));
}

async function sweep(stage: DevStage, seen: DevPerformance, aheadMs: number): Promise<void> {
  const atMs = Date.now();
  const result = await stage.sweep(aheadMs).catch(() => undefined);
  seen.sweeps.push({ atMs, endedAtMs: Date.now(), aheadMs, result });
  const said = result ? `orphans ${result.orphans.length}, unanswered ${result.unanswered.length}` : 'failed';
  seen.operated.push({ atMs, chat: -1, text: `sweeps${aheadMs > 0 ? ' later' : ''}: ${said}` });
}

/** Waits until nothing of the story goes on any more but what is held, or until that takes too long. */
async function untilRest(stage: DevStage, seen: DevPerformance): Promise<boolean> {
  let quiet = 0;
  return until(async () => {
    const dueMs = stage.clock.simulator.nextDueMs() ?? Infinity;
    const isBusy = requestsUnderWay() > 0 || stage.attemptsUnderWay() > 0 || dueMs < Date.now() + 3000;
    const open = (await listRuns(stage.operators.client, seen.startedAtMs)).filter(isAwaited);
    quiet = isBusy || open.length > 0 ? 0 : quiet + 1;
    return quiet >= 3;
  }, tailMs);
}

const isAwaited = ({ isOpen, isHeld }: ListedRun) => isOpen && !isHeld;

/** Takes away what a story leaves on the server, so that the next one's sweeps do not find it. */
export async function clearAway(stage: DevStage, { startedAtMs }: DevPerformance): Promise<void> {
  const { client } = stage.operators;
  stage.cast(undefined);
  await until(
    async () => {
      const left = await listRuns(client, startedAtMs);
      for (const run of left) await deleteRun(client, run);
      return left.length === 0 && stage.attemptsUnderWay() === 0;
    },
    10_000,
    100,
  );
}
