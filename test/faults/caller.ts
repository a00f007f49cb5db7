import { AsyncLocalStorage } from 'node:async_hooks';
import type { Call } from '../../src/simulator/core/call.ts';
import type { BatchCourse } from './plan.ts';

/** Who makes a call: an activity attempt of a run, or the API for a chat. */
export type Caller = {
  /** Stable from run to run of one seed: chat, workflow and activity, without ids that depend on time. */
  label: string;
  chat: number | undefined;
  workflowId?: string;
  runId?: string;
  activity?: string;
  attempt?: number;
};

/** What runs on behalf of whom; `call` is set inside a request to the simulator. */
export type Scope = {
  caller: Caller;
  call?: { route: string; retryKey: string | undefined };
  /** The course that the batch job made by this request takes. */
  course?: BatchCourse;
};

const scopes = new AsyncLocalStorage<Scope>();
const callerHeader = 'x-hyoban-caller';
const callers: Caller[] = [];
let underWay = 0;

/** Runs on behalf of a caller: every request out of `run` carries it. */
export function asCaller<T>(caller: Caller, run: () => T): T {
  return scopes.run({ caller }, run);
}

export const currentScope = (): Scope | undefined => scopes.getStore();

/** Inside the simulator, from the request on to all that follows from it. */
export function enterCall(caller: Caller, route: string, call: Call): void {
  scopes.enterWith({ caller, call: { route, retryKey: call.headers['x-line-retry-key'] } });
}

/** The caller that a request carries; undefined for the API's, which carry none. */
export function callerOf(headers: Record<string, string>): Caller | undefined {
  const number = headers[callerHeader];
  return number === undefined ? undefined : callers[Number(number)];
}

/** Requests under way that no activity makes: while there are any, the story is not at rest. */
export const requestsUnderWay = () => underWay;

/** Counts something else of the API that is under way, a call to Temporal. */
export async function countUnderWay<T>(work: () => Promise<T>): Promise<T> {
  underWay++;
  try {
    return await work();
  } finally {
    underWay--;
  }
}

/** Forgets the callers of earlier stories. */
export function forgetCallers(): void {
  callers.length = 0;
}

/**
 * Puts the caller on every request of this process and tells `onRequest` about those without one. Both SDKs look up the
 * global `fetch` at each call.
 */
export function installFetch(onRequest: (url: string, body: unknown) => void): void {
  const inner = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const caller = scopes.getStore()?.caller;
    if (!caller?.activity) {
      onRequest(input instanceof Request ? input.url : String(input), init?.body);
      return countUnderWay(() => inner(input, init));
    }
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set(callerHeader, String(callers.push(caller) - 1));
    return inner(input, { ...init, headers });
  };
}
