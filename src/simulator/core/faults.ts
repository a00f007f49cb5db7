import type { Call } from './call.ts';
import { type SeededRandom, seededRandom } from './random.ts';

/**
 * What goes wrong at the socket:
 * - `status`: answered without being handled;
 * - `delay`: handled and answered late;
 * - `reset`: connection reset before the request was handled;
 * - `lost-answer`: handled, then the connection dropped;
 * - `broken-json`: handled, the answer cut;
 * - `html`: a 502 page of some proxy, not handled;
 * - `slow-body`: handled, status and headers at once, the body in drops;
 * - `behaviour`: a fault of the vendor's own kind (a blocked prompt, a failed job), read by the route.
 */
export type FaultEffect =
  | { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
  | { kind: 'delay'; delayMs: number }
  | { kind: 'reset' }
  | { kind: 'lost-answer' }
  | { kind: 'broken-json' }
  | { kind: 'html' }
  | { kind: 'slow-body'; durationMs: number }
  | { kind: 'behaviour'; name: string; value?: unknown };

/** A fault on a route: for the next `times` calls, or with a seeded `probability` on each. */
export type Fault = {
  /** Name of the route, as in the journal; `*` is every route of the side. */
  route: string;
  effect: FaultEffect;
  times?: number;
  probability?: number;
};

/** The faults of one side; whoever starts it may bring some of their own in place of `createFaults`. */
export type Faults = {
  add: (fault: Fault) => void;
  /** The socket-level fault that this call meets, if any; counts it as used. */
  take: (route: string, call: Call) => FaultEffect | undefined;
  /**
   * The value of a behaviour fault, if one strikes here; counts it as used. `about` is what the route `webhook` tells
   * of: `batches/…` on Gemini, the id of the user, group or room on LINE.
   */
  takeBehaviour: (route: string, name: string, about?: string) => { value: unknown } | undefined;
  list: () => readonly Fault[];
  reset: (seed?: number) => void;
};

/** A fault in force, with a stream of numbers for each route, so that calls of one do not disturb another. */
type InForce = { fault: Fault; draw: (route: string) => number };

/**
 * Makes an empty set of faults. Whether the n-th call of a route meets the n-th fault that was added follows from
 * `seed` alone, whatever else is called meanwhile.
 */
export function createFaults(seed: number): Faults {
  let currentSeed = seed;
  let added = 0;
  let inForce: InForce[] = [];

  function takeWhere(route: string, fits: (effect: FaultEffect) => boolean): FaultEffect | undefined {
    for (const entry of inForce) {
      const { fault, draw } = entry;
      if (!covers(fault.route, route) || !fits(fault.effect)) continue;
      if (fault.probability !== undefined && draw(route) >= fault.probability) continue;
      if (fault.times !== undefined && --fault.times <= 0) inForce = inForce.filter((other) => other !== entry);
      return fault.effect;
    }
    return undefined;
  }

  return {
    add(fault) {
      const once = fault.times === undefined && fault.probability === undefined ? { times: 1 } : {};
      inForce.push({ fault: { ...fault, ...once }, draw: drawsOf(currentSeed, ++added) });
    },
    take: (route) => takeWhere(route, (effect) => effect.kind !== 'behaviour'),
    takeBehaviour(route, name) {
      const effect = takeWhere(route, (e) => e.kind === 'behaviour' && e.name === name);
      return effect?.kind === 'behaviour' ? { value: effect.value } : undefined;
    },
    list: () => inForce.map(({ fault }) => fault),
    reset(newSeed) {
      currentSeed = newSeed ?? seed;
      added = 0;
      inForce = [];
    },
  };
}

function drawsOf(seed: number, ordinal: number): InForce['draw'] {
  const streams = new Map<string, SeededRandom>();
  return (route) => {
    const stream = streams.get(route) ?? seededRandom(seed, `fault:${ordinal}:${route}`);
    streams.set(route, stream);
    return stream();
  };
}

/** Narrower and second names of a route are asked for after the first one, which `*` has covered by then. */
const isSecondName = (route: string) => route === 'batch' || route.includes(':');

function covers(faultRoute: string, route: string): boolean {
  return faultRoute === '*' ? !isSecondName(route) : faultRoute === route;
}
