import { z } from 'zod';
import { BadInput } from './bad-input.ts';
import { mark } from './fault-marks.ts';
import type { Fault, Faults } from './faults.ts';

/** Where a behaviour can strike, and what value it may have; none unless given. */
export type Behaviour = { routes: readonly string[]; value?: z.ZodType };

/** What can go wrong on one side. */
export type KnownFaults = {
  side: 'LINE' | 'Gemini';
  /** Names of the routes that requests go to. */
  routes: readonly string[];
  /** By name. */
  behaviours: Readonly<Record<string, Behaviour>>;
};

/**
 * The same faults, but a fault that could never strike is not taken, and the behaviours that strike while a request is
 * handled get into its journal entry.
 *
 * @throws BadInput from `add`, with a sentence about an unknown route or name, or a value that does not fit.
 */
export function checkedFaults(faults: Faults, known: () => KnownFaults): Faults {
  return {
    add(fault) {
      const problem = problemOf(fault, known());
      if (problem !== undefined) throw new BadInput(problem);
      faults.add(fault);
    },
    take: (route, call) => faults.take(route, call),
    takeBehaviour(route, name, about) {
      const taken = faults.takeBehaviour(route, name, about);
      if (taken) mark(route, name);
      return taken;
    },
    list: () => faults.list(),
    reset: (seed) => faults.reset(seed),
  };
}

function problemOf({ route, effect }: Fault, known: KnownFaults): string | undefined {
  const { side, routes, behaviours } = known;
  const allRoutes = [...new Set([...routes, ...Object.values(behaviours).flatMap((behaviour) => behaviour.routes)])];
  if (route !== '*' && !allRoutes.includes(route)) {
    return `There is no route ${JSON.stringify(route)} on ${side}; there are ${listed(['*', ...allRoutes])}.`;
  }
  if (effect.kind !== 'behaviour') {
    if (route === '*' || routes.includes(route)) return undefined;
    return `The route ${route} is met by effects of the kind behaviour alone, not ${effect.kind}.`;
  }
  const behaviour = Object.hasOwn(behaviours, effect.name) ? behaviours[effect.name] : undefined;
  if (!behaviour) {
    return `There is no behaviour ${JSON.stringify(effect.name)} on ${side}; there are ${listed(Object.keys(behaviours))}.`;
  }
  if (route !== '*' && !behaviour.routes.includes(route)) {
    return `The behaviour ${effect.name} strikes on ${listed(behaviour.routes)}, not on ${route}.`;
  }
  return valueProblem(effect.name, effect.value, behaviour.value);
}

function valueProblem(name: string, value: unknown, schema: z.ZodType | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (!schema) return `The behaviour ${name} has no value.`;
  const { error } = schema.safeParse(value);
  return error && `The value of the behaviour ${name} does not fit: ${z.prettifyError(error)}.`;
}

function listed(names: readonly string[]): string {
  return names.join(', ');
}
