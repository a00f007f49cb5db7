import { AsyncLocalStorage } from 'node:async_hooks';
import { activityInfo } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { WorkerWraps } from '../../../src/worker/start.ts';

/** Where the first attempt of an activity ends: before or after its first call of a name like `gemini.createBatch`. */
export type DeathPoint = { activity: string; call: string; moment: 'before' | 'after' };

/** One attempt of an activity: the calls that went out, and how it ended. */
export type Attempt = {
  activity: string;
  attempt: number;
  input: unknown;
  calls: string[];
  end: 'under way' | 'done' | 'failed' | 'died';
  /** Where it died, as `after gemini.createBatch`. */
  diedAt?: string;
};

/** What the time around a death looks like. */
export type MortalOptions = {
  /** Before an attempt begins. */
  onStart: (attempt: Info) => Promise<void>;
  /** An attempt has died: how long after that Temporal begins the next one. */
  onDeath: (attempt: Info) => Promise<{ retryAfterMs: number }>;
};

/** What an attempt knows of itself. */
type Info = ReturnType<typeof activityInfo>;

/** A worker that dies where it is told to. */
export type MortalWorker = {
  wraps: WorkerWraps;
  /** Stands before the calls that activities make to Temporal through this client. */
  watch: (client: Client) => void;
  /** Has the next first attempt die that comes there, `isMeant` by its input. */
  dieAt: (point: DeathPoint, isMeant?: (input: unknown) => boolean) => void;
  /** Runs something once, before the next first attempt of an activity begins. */
  beforeNext: (activity: string, run: (input: unknown) => Promise<void>) => void;
  /** Every attempt so far, oldest first. */
  attempts: () => readonly Attempt[];
  /** Names of the worker's activities. */
  activities: () => readonly string[];
  /** Whether a death is still to come. */
  isDoomed: () => boolean;
  /** Takes back every death, and everything else, that is still to come. */
  spare: () => void;
};

type Life = { attempt: Attempt; die: (point: string) => void };

/** The calls to Temporal that activities make. */
const temporalCalls = [
  'requestCancelWorkflowExecution',
  'signalWorkflowExecution',
  'listWorkflowExecutions',
  'getWorkflowExecutionHistory',
  'describeWorkflowExecution',
  'deleteWorkflowExecution',
];

/** Makes the wraps of a worker whose attempts end as if its process had died: what comes after in them is never done. */
export function createMortalWorker({ onStart, onDeath }: MortalOptions): MortalWorker {
  const lives = new AsyncLocalStorage<Life>();
  const attempts: Attempt[] = [];
  let dooms: { point: DeathPoint; isMeant: (input: unknown) => boolean }[] = [];
  const hooks = new Map<string, (input: unknown) => Promise<void>>();
  let names: string[] = [];

  function diesNow({ attempt }: Life, call: string, moment: DeathPoint['moment']): boolean {
    if (attempt.attempt !== 1) return false;
    const doom = dooms.find(
      ({ point, isMeant }) =>
        point.activity === attempt.activity && point.call === call && point.moment === moment && isMeant(attempt.input),
    );
    dooms = dooms.filter((other) => other !== doom);
    return doom !== undefined;
  }

  async function through<T>(call: string, run: () => Promise<T>): Promise<T> {
    const life = lives.getStore();
    if (!life) return run();
    if (diesNow(life, call, 'before')) return endOf(life, call, 'before');
    life.attempt.calls.push(call);
    const result = await run();
    return diesNow(life, call, 'after') ? endOf(life, call, 'after') : result;
  }

  async function attemptOf(activity: string, input: unknown, run: () => Promise<unknown>): Promise<unknown> {
    const info = activityInfo();
    await onStart(info);
    const hook = info.attempt === 1 ? hooks.get(activity) : undefined;
    if (hook) hooks.delete(activity);
    await hook?.(input);
    const attempt: Attempt = { activity, attempt: info.attempt, input, calls: [], end: 'under way' };
    attempts.push(attempt);
    const death = Promise.withResolvers<never>();
    const die = (point: string) => {
      Object.assign(attempt, { end: 'died', diedAt: point });
      lives
        .exit(() => onDeath(info))
        .then(({ retryAfterMs }) => death.reject(workerDied(point, retryAfterMs)), death.reject);
    };
    try {
      const result = await Promise.race([lives.run({ attempt, die }, run), death.promise]);
      // What a dead attempt comes to in the end is nobody's.
      if (hasDied(attempt)) return await death.promise;
      attempt.end = 'done';
      return result;
    } catch (error) {
      if (hasDied(attempt)) return await death.promise;
      attempt.end = 'failed';
      throw error;
    }
  }

  return {
    wraps: {
      clients: ({ gemini, line }) => ({
        gemini: wrapped(gemini, (method, _input, run) => through(`gemini.${method}`, run)),
        line: wrapped(line, (method, _input, run) => through(`line.${method}`, run)),
      }),
      activities(activities) {
        names = Object.keys(activities);
        return wrapped(activities, attemptOf);
      },
    },
    watch(client) {
      const service: object = client.workflowService;
      for (const method of temporalCalls) {
        const inner: unknown = Reflect.get(service, method);
        if (typeof inner !== 'function') throw new Error(`Temporal's client has no ${method}`);
        const value = (...input: unknown[]) =>
          through(`temporal.${method}`, () => Promise.resolve(Reflect.apply(inner, service, input)));
        Object.defineProperty(service, method, { value, configurable: true });
      }
    },
    dieAt: (point, isMeant = () => true) => void dooms.push({ point, isMeant }),
    beforeNext: (activity, run) => void hooks.set(activity, run),
    attempts: () => attempts,
    activities: () => names,
    isDoomed: () => dooms.length > 0,
    spare() {
      dooms = [];
      hooks.clear();
    },
  };
}

const hasDied = ({ end }: Attempt) => end === 'died';

/** The same object, each of its methods called through `around`. */
function wrapped<T extends object>(
  target: T,
  around: (name: string, input: unknown, run: () => Promise<unknown>) => Promise<unknown>,
): T {
  return new Proxy(target, {
    get(inner, name) {
      const method: unknown = Reflect.get(inner, name);
      if (typeof method !== 'function' || typeof name !== 'string') return method;
      return (...input: unknown[]) =>
        around(name, input[0], () => Promise.resolve(Reflect.apply(method, inner, input)));
    },
  });
}

/** A profile is waited for by all who ask for it, so that its call has to fail; any other stands still for ever. */
function endOf({ die }: Life, call: string, moment: string): Promise<never> {
  die(`${moment} ${call}`);
  if (call === 'line.getProfile') return Promise.reject(new Error('The worker has died'));
  return new Promise(() => undefined);
}

/** What Temporal is told in place of a timeout. */
function workerDied(point: string, nextRetryDelay: number): ApplicationFailure {
  return ApplicationFailure.create({ type: 'WorkerDied', message: `The worker died ${point}`, nextRetryDelay });
}
