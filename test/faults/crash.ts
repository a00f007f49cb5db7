import { AsyncLocalStorage } from 'node:async_hooks';
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityDependencies } from '../../src/activities/dependencies.ts';
import type { Activities } from '../../src/activities/index.ts';
import { asCaller, type Caller } from './caller.ts';

/** What the wraps ask. */
export type CrashOptions = {
  /** The caller of an attempt, from its workflow and its input. */
  callerOf: (input: unknown) => Caller;
  /** Before an attempt begins: brings the clock up to date. */
  onStart: (attempt: { attempt: number; scheduledAtMs: number }) => Promise<void>;
  /** Before its end is told: nothing may be left for which time has to stop. */
  onEnd: () => Promise<void>;
  crash: (point: string) => boolean;
  /** How long after the death of an attempt Temporal begins the next one. */
  pauseAfterDeathMs: (attempt: Info) => Promise<number>;
  /** Whether Temporal begins no further attempt, for the run has asked for the activity's end. */
  isLast: (attempt: Info) => Promise<boolean>;
  onAttempt: (attempt: AttemptRecord) => void;
};

/** What an attempt knows of itself. */
export type Info = ReturnType<typeof activityInfo>;

/** One attempt of an activity, for the timeline. */
export type AttemptRecord = { caller: Caller; outcome: string };

class WorkerDied extends Error {
  override name = 'WorkerDied';
  constructor(point: string) {
    super(`The worker died ${point}`);
  }
}

/** Ends the attempt under way as if its worker had died. */
const deaths = new AsyncLocalStorage<(point: string) => void>();

/**
 * Wraps every activity: the worker may die before it began, after it did everything, or, through `wrapClients`, before and
 * after each call of a client within. What a dead worker would still have done is never done: the attempt goes on
 * nowhere, and Temporal hears of it when it would have: after the start-to-close timeout and the pause of the policy.
 */
export function wrapActivities(activities: Activities, options: CrashOptions): Activities {
  const wrapped = Object.entries(activities).map(([name, activity]) => [
    name,
    async (...input: unknown[]) => {
      const info = activityInfo();
      await options.onStart({ attempt: info.attempt, scheduledAtMs: info.currentAttemptScheduledTimestampMs });
      const caller = options.callerOf(input[0]);
      const end = (outcome: string) => options.onAttempt({ caller, outcome });
      try {
        const run = () => (activity as (...given: unknown[]) => Promise<unknown>)(...input);
        const result = await asCaller(caller, () => untilDeath(name, run, options.crash));
        end('done');
        return result;
      } catch (error) {
        end(error instanceof Error ? `failed: ${'type' in error ? String(error.type) : error.name}` : 'failed');
        const failure = error instanceof WorkerDied ? await noticedLate(error, info, options) : error;
        throw (await options.isLast(info)) ? withoutNext(failure) : failure;
      } finally {
        await options.onEnd();
      }
    },
  ]);
  return Object.fromEntries(wrapped) as Activities;
}

async function untilDeath(name: string, run: () => Promise<unknown>, crash: (point: string) => boolean) {
  if (crash(`activity:${name}:before`)) throw new WorkerDied(`before ${name}`);
  const death = Promise.withResolvers<never>();
  death.promise.catch(() => undefined);
  const result = await Promise.race([deaths.run((point) => death.reject(new WorkerDied(point)), run), death.promise]);
  if (crash(`activity:${name}:after`)) throw new WorkerDied(`after ${name}`);
  return result;
}

type Clients = Pick<ActivityDependencies, 'gemini' | 'line'>;

/** Lets the worker die before and after each call that the activities make to a vendor. */
export function wrapClients({ gemini, line }: Clients, crash: (point: string) => boolean): Clients {
  return { gemini: mortal('gemini', gemini, crash), line: mortal('line', line, crash) };
}

function mortal<T extends object>(side: string, client: T, crash: (point: string) => boolean): T {
  const wrapped = Object.entries(client).map(([method, call]) => [
    method,
    async (...input: unknown[]) => {
      const die = deaths.getStore();
      const end = isShared(method) ? failing : endless;
      if (die && crash(`${side}:${method}:before`)) return end(die, `before ${method}`);
      const result = await (call as (...given: unknown[]) => Promise<unknown>)(...input);
      if (die && crash(`${side}:${method}:after`)) return end(die, `after ${method}`);
      return result;
    },
  ]);
  return Object.fromEntries(wrapped) as T;
}

/** A call for whose answer attempts that live wait as well: in a worker that died there would be none. */
const isShared = (method: string) => method === 'getProfile';

async function failing(die: (point: string) => void, point: string): Promise<never> {
  die(point);
  throw new Error(`The worker died ${point}`);
}

function endless(die: (point: string) => void, point: string): Promise<never> {
  die(point);
  return new Promise(() => undefined);
}

/** A dead worker says nothing: Temporal notices when the attempt's start-to-close timeout has passed. */
async function noticedLate({ name, message }: WorkerDied, info: Info, options: CrashOptions) {
  const nextRetryDelay = info.startToCloseTimeoutMs + (await options.pauseAfterDeathMs(info));
  return ApplicationFailure.create({ type: name, message, nextRetryDelay });
}

function withoutNext(failure: unknown): unknown {
  if (!(failure instanceof ApplicationFailure) || failure.nonRetryable) return failure;
  const { message, type, details, cause } = failure;
  return ApplicationFailure.create({
    ...{ message, type: type ?? undefined, details: details ?? undefined, cause },
    nonRetryable: true,
  });
}
