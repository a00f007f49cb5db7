import { type Client, type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import type { BotEvent, BotRun } from '../simulator/phone/bot.ts';
import type { Tone } from '../simulator/phone/timeline/step.ts';
import { type Stage, stages } from '../workflows/contract.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { tellHistory } from './run-events.ts';
import { type Sleep, timeOf } from './run-sleeps.ts';

/** Where the runs are, and how a link to one of them is made. */
export type RunsOptions = {
  client: Client;
  taskQueue: string;
  /** Runs that ended before are left out, milliseconds since the epoch. */
  sinceMs: number;
  linkTo: (workflowId: string, runId: string) => string | undefined;
};

const shownRuns = 12;

/** Reads runs from Temporal. */
export type RunReader = {
  /** The newest runs, newest first. */
  read: () => Promise<BotRun[]>;
  /** Whether a run was waiting to be asked for its answer when it was read last. */
  holdsAnswer: () => boolean;
};

/** Makes a reader; a history is fetched only when it has grown. */
export function createRunReader({ client, taskQueue, sinceMs, linkTo }: RunsOptions): RunReader {
  const known = new Map<string, BotRun>();
  const retries = new Map<string, Map<string, BotEvent>>();
  // The sweep comes round again and again and belongs to nobody's chat.
  const query = `TaskQueue = '${taskQueue}' AND WorkflowType != 'sweep'`;

  async function readRun(workflowId: string, runId: string): Promise<BotRun | undefined> {
    const before = known.get(runId);
    if (before && !before.isRunning) return before;
    const handle = client.workflow.getHandle(workflowId, runId);
    const described = await handle.describe();
    const seen = retries.get(runId) ?? new Map<string, BotEvent>();
    retries.set(runId, seen);
    for (const retry of retriesOf(described)) if (!seen.has(retry.id)) seen.set(retry.id, retry);
    const hasGrown = before?.eventCount !== described.historyLength;
    const told = hasGrown ? tellHistory((await handle.fetchHistory()).events ?? []) : undefined;
    const run = {
      runId,
      workflowId,
      type: described.type,
      title: before?.title ?? (await described.staticSummary()) ?? workflowId,
      ...standingOf(described, told ? told.asleep : before?.timer),
      startedAtMs: described.startTime.getTime(),
      endedAtMs: described.closeTime?.getTime(),
      eventCount: described.historyLength,
      url: linkTo(workflowId, runId),
      events: [...(told?.events ?? before?.events ?? []).filter(({ id }) => !seen.has(id)), ...seen.values()],
    };
    known.set(runId, run);
    return run;
  }

  async function read(): Promise<BotRun[]> {
    const runs: (BotRun | undefined)[] = [];
    for await (const { workflowId, runId, closeTime } of client.workflow.list({ query, pageSize: shownRuns })) {
      if (closeTime && closeTime.getTime() < sinceMs) continue;
      runs.push(await readRun(workflowId, runId).catch(goneIsNoError));
      if (runs.length >= shownRuns) break;
    }
    return runs.filter((run) => run !== undefined).toSorted((a, b) => b.startedAtMs - a.startedAtMs);
  }

  const holdsAnswer = () => [...known.values()].some((run) => run.isRunning && run.standing === stageWords.held[0]);
  return { read, holdsAnswer };
}

function goneIsNoError(error: unknown): undefined {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}

const stageWords: Record<Stage, [standing: string, tone: Tone]> = {
  collecting: ['collecting reviews', 'plain'],
  submitting: ['handing in the batch job', 'plain'],
  queued: ['Gemini takes no more jobs now', 'warn'],
  waiting: ['waiting for the batch job', 'asleep'],
  'answering-now': ['asking by ordinary call', 'plain'],
  delivering: ['delivering', 'plain'],
  held: ['report kept: LINE takes no push', 'warn'],
  delivered: ['delivered', 'good'],
  apologised: ['apologised', 'bad'],
  cancelled: ['cancelled', 'warn'],
};

/** What the timer of a stage is for. */
const timerWords: Partial<Record<Stage, string>> = { waiting: 'next look', queued: 'next try', held: 'kept until' };

type Standing = Pick<BotRun, 'isRunning' | 'standing' | 'tone' | 'timer'>;

function standingOf(described: WorkflowExecutionDescription, asleep: Omit<Sleep, 'isOpen'> | undefined): Standing {
  const named = described.typedSearchAttributes.get(searchAttributes.stage);
  const stage = stages.find((candidate) => candidate === named);
  switch (described.status.name) {
    case 'RUNNING': {
      const [standing, tone] = stage ? stageWords[stage] : [named ?? 'running', 'plain' as const];
      const label = (stage && timerWords[stage]) ?? 'timer';
      const timer = asleep && { label, setAtMs: asleep.setAtMs, firesAtMs: asleep.firesAtMs };
      return { isRunning: true, standing, tone, timer };
    }
    case 'COMPLETED':
      return { isRunning: false, standing: 'completed', tone: 'good' };
    case 'CANCELLED':
      return { isRunning: false, standing: 'cancelled', tone: 'warn' };
    case 'FAILED':
      return { isRunning: false, standing: stage === 'apologised' ? 'failed, apologised' : 'failed', tone: 'bad' };
    default:
      return { isRunning: false, standing: described.status.name.toLowerCase().replaceAll('_', ' '), tone: 'bad' };
  }
}

type Pending = temporal.api.workflow.v1.IPendingActivityInfo;

/** Attempts that failed and are tried again: the history knows of them only at the end. */
function retriesOf({ raw }: WorkflowExecutionDescription): BotEvent[] {
  return (raw.pendingActivities ?? []).filter(({ attempt }) => (attempt ?? 1) > 1).map(retryOf);
}

function retryOf({ activityId, activityType, attempt = 2, scheduledTime }: Pending): BotEvent {
  const waitSeconds = scheduledTime ? Math.round((timeOf(scheduledTime) - Date.now()) / 1000) : 0;
  return {
    id: `retry-${activityId}-${attempt}`,
    atMs: Date.now(),
    text: `${activityType?.name ?? 'An activity'} failed and is tried again, attempt ${attempt}`,
    meta: waitSeconds > 0 ? `in ${waitSeconds} s` : 'at once',
    tone: 'warn',
    minor: false,
  };
}
