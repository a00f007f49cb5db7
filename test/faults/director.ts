import type { Call } from '../../src/simulator/core/call.ts';
import type { FaultEffect, Faults } from '../../src/simulator/core/faults.ts';
import { type Caller, callerOf, currentScope, enterCall } from './caller.ts';
import type { CrashPoint, Plan } from './plan.ts';

/** A fault that struck, for the timeline and the counts. */
type StruckFault = { atMs: number; where: string; kind: string; caller: string };

/** Lets the faults of one seed strike: counts who calls what how often, and asks the plan. */
export type Director = {
  faults: { line: Faults; gemini: Faults };
  /** Whether this attempt dies here. */
  crash: (point: CrashPoint) => boolean;
  temporalFault: (caller: string, method: string) => 'not-sent' | 'answer-lost' | undefined;
  struck: () => readonly StruckFault[];
  plan: Plan;
  /** The n-th time, from 0, that this key is asked for. */
  nth: (key: string) => number;
};

/** What the director needs to know of the world. */
export type DirectorOptions = {
  plan: Plan;
  nowMs: () => number;
  startedAtMs: number;
  /** Who stands behind a call without a caller on it: the API, for a chat that the call itself names. */
  apiCallerOf: (route: string, call: Call) => Caller;
  /** The caller behind an event that LINE sends, by user id. */
  personOf: (userId: string) => Caller;
};

/** Makes the director of one seed. */
export function createDirector(options: DirectorOptions): Director {
  const { plan, nowMs } = options;
  const counts = new Map<string, number>();
  const struck: StruckFault[] = [];

  function nth(key: string): number {
    const n = counts.get(key) ?? 0;
    counts.set(key, n + 1);
    return n;
  }

  function note(where: string, kind: string, caller: string) {
    struck.push({ atMs: nowMs(), where, kind, caller });
  }

  const isAway = (side: 'line' | 'gemini') => {
    const sinceMs = nowMs() - options.startedAtMs;
    return plan.outages.some((outage) => outage.side === side && sinceMs >= outage.fromMs && sinceMs < outage.toMs);
  };

  const { pointOutage } = plan;
  let pointOutageBeganAtMs: number | undefined;

  /** The answer of a vendor that went away at the call that this seed chose. */
  function pointOutageAt(side: 'line' | 'gemini', route: string, caller: Caller): FaultEffect | undefined {
    if (pointOutage?.side !== side) return undefined;
    const { status } = pointOutage;
    const isPoint = caller.activity === pointOutage.activity && route === pointOutage.route;
    if (isPoint) pointOutageBeganAtMs ??= nowMs();
    if (pointOutageBeganAtMs === undefined || nowMs() >= pointOutageBeganAtMs + pointOutage.lengthMs) return undefined;
    // What a free read may meet would be a final word to other calls.
    return isPoint || status === 429 || status === 503 ? { kind: 'status', status } : undefined;
  }

  /** LINE's answer to a formatted message that it does not take ("Error responses" of the reference). */
  function refusedFlex(call: Call, caller: Caller): FaultEffect | undefined {
    if (!plan.refusedFlexOf.has(caller.activity ?? '') || !call.rawBody.includes('"type":"flex"')) return undefined;
    const details = [{ message: 'May not be rendered', property: 'messages[0].contents' }];
    const body = { message: 'The request body has 1 error(s)', details };
    return { kind: 'status', status: 400, body };
  }

  /** A job with a course of its own has to be kept from the simulator's. */
  function takesOwnCourse(key: string): boolean {
    const scope = currentScope();
    if (scope) scope.course = plan.batchCourse(key);
    return scope?.course !== undefined;
  }

  function faultsOf(side: 'line' | 'gemini'): Faults {
    return {
      add: () => undefined,
      list: () => [],
      reset: () => undefined,
      take(route, call) {
        const caller = callerOf(call.headers) ?? options.apiCallerOf(route, call);
        enterCall(caller, route, call);
        if (isAway(side)) {
          note(`${side}.${route}`, 'outage', caller.label);
          return { kind: 'status', status: 503 };
        }
        const chosen = pointOutageAt(side, route, caller) ?? (side === 'line' ? refusedFlex(call, caller) : undefined);
        if (chosen) {
          note(`${side}.${route}`, pointOutage ? 'point-outage' : 'refused-flex', caller.label);
          return chosen;
        }
        const n = nth(`${side}:${caller.label}:${route}`);
        const effect = plan.socketFault(side, route, `${caller.label}:${n}`);
        if (effect) note(`${side}.${route}`, nameOf(effect), caller.label);
        return effect;
      },
      takeBehaviour(route, name, about) {
        // Other names of the same route, asked for after it.
        if (route === 'batch' || route.includes(':')) return undefined;
        const known = currentScope()?.caller;
        const caller = side === 'line' && route === 'webhook' && about ? options.personOf(about) : known;
        if (!caller) return undefined;
        const n = nth(`${side}:${caller.label}:${route}:${name}`);
        if (name === 'stuck-pending' && takesOwnCourse(`${caller.label}:${n}`)) return { value: undefined };
        const found = plan.behaviour(side, route, name, `${caller.label}:${n}`);
        if (found) note(`${side}.${route}`, name, caller.label);
        return found;
      },
    };
  }

  return {
    faults: { line: faultsOf('line'), gemini: faultsOf('gemini') },
    crash(point) {
      const caller = currentScope()?.caller;
      if (!caller) return false;
      const dies = plan.crash(point, `${caller.label}:${nth(`crash:${caller.label}:${point}`)}`);
      if (dies) note(point, 'crash', caller.label);
      return dies;
    },
    temporalFault(caller, method) {
      const fault = plan.temporalFault(`${caller}:${method}:${nth(`temporal:${caller}:${method}`)}`);
      if (fault) note(`temporal.${method}`, fault, caller);
      return fault;
    },
    struck: () => struck,
    plan,
    nth,
  };
}

function nameOf(effect: { kind: string; status?: number }): string {
  return effect.status === undefined ? effect.kind : `${effect.kind}-${effect.status}`;
}

/** Faults that ask whoever directs the present seed; without one, none strike. */
export function switchedFaults(side: 'line' | 'gemini', present: () => Director | undefined): Faults {
  return {
    add: () => undefined,
    list: () => [],
    reset: () => undefined,
    take: (route, call) => present()?.faults[side].take(route, call),
    takeBehaviour: (route, name, about) => present()?.faults[side].takeBehaviour(route, name, about),
  };
}
