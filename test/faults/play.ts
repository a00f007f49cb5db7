import type { BillEntry } from '../../src/simulator/gemini/bill.ts';
import type { ChatItem } from '../../src/simulator/line/simulator.ts';
import { doAction } from './acts.ts';
import { asCaller, currentScope, forgetCallers, requestsUnderWay, type Scope } from './caller.ts';
import type { AttemptRecord } from './crash.ts';
import { createDirector, type Director } from './director.ts';
import { watchPeople } from './people.ts';
import type { Plan } from './plan.ts';
import { lineWebhookUrl, type Stage } from './stage.ts';
import type { Story } from './story.ts';
import type { RunRef } from './visibility.ts';

/** Something that appeared in a chat by one accepted request, and who had made it. */
export type Shown = {
  atMs: number;
  chat: number;
  items: ChatItem[];
  route: string;
  retryKey: string | undefined;
  caller: string;
  runId: string | undefined;
  activity: string | undefined;
};

/** One charge and who caused it. */
export type Charge = BillEntry & { caller: string; runId: string | undefined; activity: string | undefined };

/** One step as it was played. */
type PlayedStep = { atMs: number; chat: number; text: string };

/** What was seen while a story was played; what Temporal knows is read afterwards. */
export type Performance = {
  story: Story;
  director: Director;
  startedAtMs: number;
  endedAtMs: number;
  steps: PlayedStep[];
  runs: RunRef[];
  attempts: (AttemptRecord & { atMs: number })[];
  shown: Shown[];
  charges: Charge[];
};

/** The test server stopped answering to the story; nothing can be said of the seed. */
export class StageStuck extends Error {
  override name = 'StageStuck';
}

const hourMs = 3_600_000;
/** Longest that anything of a story may honestly go on after its last step: pushes for 23 h, jobs for 48 h. */
const tailMs = 51 * hourMs;
/** Held reports wait for a week, and for the turn of LINE's month. */
const heldTailMs = 9 * 24 * hourMs;
/** Real time without a stop after which the server is taken to have lost a task. */
const stuckAfterMs = 20_000;

/** Plays a story to its end on the stage and returns what was seen. @throws StageStuck */
export async function playStory(stage: Stage, story: Story, plan: Plan): Promise<Performance> {
  const { clock, line, gemini } = stage;
  forgetCallers();
  line.reset();
  line.setQuota({ limit: undefined });
  gemini.reset();
  line.setWebhookUrl(lineWebhookUrl(stage.apis[story.settings].url));
  await clock.refresh();
  if (story.quota) await waitForQuotaDay(stage, story.quota.daysBeforeTurn);
  line.setQuota({ limit: story.quota?.pushes, used: 0 });
  const people = watchPeople(story, stage.installation.digests);
  const startedAtMs = clock.nowMs();
  const director = createDirector({
    plan,
    startedAtMs,
    nowMs: clock.nowMs,
    apiCallerOf: people.apiCallerOf,
    personOf: people.personOf,
  });
  const seen: Performance = {
    ...{ story, director, startedAtMs, endedAtMs: 0, steps: [], runs: [], attempts: [], shown: [], charges: [] },
  };
  for (const { userId, displayName, language } of story.chats) {
    line.addUser({ userId, displayName, language, friendship: 'friend' });
  }
  stage.cast({
    cache: plan.cache,
    director,
    people,
    runs: () => seen.runs,
    onRun(run) {
      if (!seen.runs.some(({ runId }) => runId === run.runId)) seen.runs.push(run);
    },
    onAttempt: (attempt) => void seen.attempts.push({ ...attempt, atMs: clock.nowMs() }),
  });
  const stopWatching = [watchChats(stage, seen), watchBill(stage, seen), leadBatches(stage, seen)];

  let at = startedAtMs;
  for (const [chat, person] of story.chats.entries()) {
    at = startedAtMs;
    for (const step of person.steps) {
      at += step.afterMs;
      clock.simulator.schedule(at, () =>
        asCaller(people.personOf(person.userId), async () => {
          const text = await doAction({ stage, story, people, chat, person }, step.action);
          seen.steps.push({ atMs: clock.nowMs(), chat, text });
        }),
      );
    }
    clock.stopAt(at + (story.quota ? heldTailMs : tailMs));
  }
  await clock.stopsHold();
  await runUntilNothingIsLeft(stage);
  for (const stop of stopWatching) stop();
  seen.endedAtMs = clock.nowMs();
  return seen;
}

/** Moves the clock to so many days before LINE's month turns, at midnight UTC+9. */
async function waitForQuotaDay({ clock }: Stage, days: number): Promise<void> {
  const tokyo = new Date(clock.nowMs() + 9 * hourMs);
  const turnMs = Date.UTC(tokyo.getUTCFullYear(), tokyo.getUTCMonth() + 2, 1) - 9 * hourMs;
  clock.stopAt(turnMs - days * 24 * hourMs);
  await clock.stopsHold();
  await clock.release();
  if ((await clock.nextStop(stuckAfterMs)) === undefined) throw new StageStuck('Time does not go on');
}

/** Goes from stop to stop; ends, with time standing still, after the last one. */
async function runUntilNothingIsLeft({ clock }: Stage): Promise<void> {
  await clock.release();
  for (;;) {
    const stop = await clock.nextStop(stuckAfterMs);
    if (stop === undefined) throw new StageStuck('Time does not go on');
    await clock.refresh();
    await clock.simulator.runDue();
    await rest();
    await clock.stopsHold();
    if (clock.stopsToCome() === 0) return;
    await clock.release();
  }
}

/** Waits until neither the API nor the simulator has anything under way that time must not overtake. */
async function rest(): Promise<void> {
  for (let quiet = 0; quiet < 4; quiet++) {
    if (requestsUnderWay() > 0) quiet = 0;
    await new Promise((resolve) => (requestsUnderWay() > 0 ? setTimeout(resolve, 1) : setImmediate(resolve)));
  }
}

/** Notes what appears in the chats, with the request that brought it: the simulator shows it within that request. */
export function watchChats({ line, clock }: Stage, seen: Performance): () => void {
  const known = new Map<string, number>();
  let last: { scope: Scope; shown: Shown } | undefined;
  return line.subscribe((chatId) => {
    const { items } = line.chat(chatId);
    const fresh = items.slice(known.get(chatId) ?? 0);
    known.set(chatId, items.length);
    const fromBot = fresh.filter((item) => item.from !== 'user');
    const scope = currentScope();
    if (fromBot.length === 0 || !scope?.call) return;
    const { caller, call } = scope;
    const chat = seen.story.chats.findIndex(({ userId }) => userId === chatId);
    // Several messages of one request come one by one.
    if (last?.scope === scope) {
      last.shown.items.push(...fromBot);
      return;
    }
    const shown = {
      ...{ atMs: clock.nowMs(), chat, items: fromBot, ...call, caller: caller.label },
      ...{ runId: caller.runId, activity: caller.activity },
    };
    last = { scope, shown };
    seen.shown.push(shown);
  });
}

/** Notes each charge, with who caused it. */
export function watchBill({ gemini }: Stage, seen: Performance): () => void {
  return gemini.subscribe(() => {
    const caller = currentScope()?.caller;
    for (const entry of gemini.bill().slice(seen.charges.length)) {
      const who = { caller: caller?.label ?? 'nobody', runId: caller?.runId, activity: caller?.activity };
      seen.charges.push(Object.assign(entry, who));
    }
  });
}

/** Gives jobs the course that the plan has for them; the simulator's own is the same for all. */
export function leadBatches({ gemini, clock }: Stage, { director }: Performance): () => void {
  const known = new Set<string>();
  return gemini.subscribe(() => {
    const scope = currentScope();
    if (!scope?.course) return;
    const { afterMs, end } = scope.course;
    const batch = gemini.batches().findLast(({ id }) => !known.has(id));
    if (!batch) return;
    scope.course = undefined;
    known.add(batch.id);
    const createdAtMs = batch.createdAtMs - director.plan.skew.gemini;
    clock.simulator.schedule(createdAtMs + afterMs, async () => {
      const isLive = gemini.batches().some(({ id, endedAtMs }) => id === batch.id && endedAtMs === undefined);
      if (isLive) await gemini.setBatchState(batch.id, end);
    });
  });
}
