import { seededRandom } from './random.ts';

/**
 * What goes wrong at the socket:
 * - `status`: answered without being handled;
 * - `delay`: handled and answered late;
 * - `reset`: connection dropped before the request was handled;
 * - `lost-answer`: handled, then the connection dropped;
 * - `broken-json`: handled, answered 200 with cut JSON;
 * - `html`: a 502 page of some proxy, not handled;
 * - `behaviour`: a fault of the vendor's own kind (a blocked prompt, a failed job), read by the route.
 */
export type FaultEffect =
  | { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
  | { kind: 'delay'; delayMs: number }
  | { kind: 'reset' }
  | { kind: 'lost-answer' }
  | { kind: 'broken-json' }
  | { kind: 'html' }
  | { kind: 'behaviour'; name: string; value?: unknown };

/** A fault on a route: for the next `times` calls, or with a seeded `probability` on each. */
export type Fault = {
  /** Name of the route, as in the journal; `*` is every route of the side. */
  route: string;
  effect: FaultEffect;
  times?: number;
  probability?: number;
};

/** The faults in force for one side. */
export type Faults = {
  add: (fault: Fault) => void;
  /** The socket-level fault that this call meets, if any; counts it as used. */
  take: (route: string) => FaultEffect | undefined;
  /** The value of a behaviour fault for this call, if any; counts it as used. */
  takeBehaviour: (route: string, name: string) => { value: unknown } | undefined;
  list: () => readonly Fault[];
  reset: (seed?: number) => void;
};

/** Makes an empty set of faults whose probabilities follow `seed`. */
export function createFaults(seed: number): Faults {
  let faults: Fault[] = [];
  let random = seededRandom(seed, 'faults');

  function takeWhere(route: string, fits: (effect: FaultEffect) => boolean): FaultEffect | undefined {
    for (const fault of faults) {
      if ((fault.route !== '*' && fault.route !== route) || !fits(fault.effect)) continue;
      if (fault.probability !== undefined && random() >= fault.probability) continue;
      if (fault.times !== undefined && --fault.times <= 0) faults = faults.filter((f) => f !== fault);
      return fault.effect;
    }
    return undefined;
  }

  return {
    add(fault) {
      faults.push(fault.times === undefined && fault.probability === undefined ? { ...fault, times: 1 } : { ...fault });
    },
    take: (route) => takeWhere(route, (effect) => effect.kind !== 'behaviour'),
    takeBehaviour(route, name) {
      const effect = takeWhere(route, (e) => e.kind === 'behaviour' && e.name === name);
      return effect?.kind === 'behaviour' ? { value: effect.value } : undefined;
    },
    list: () => faults,
    reset(newSeed) {
      faults = [];
      random = seededRandom(newSeed ?? seed, 'faults');
    },
  };
}
