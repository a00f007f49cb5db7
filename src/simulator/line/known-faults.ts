import { z } from 'zod';
import type { Behaviour, KnownFaults } from '../core/fault-checks.ts';

const webhook = ['webhook'];

const ofOneRoute = {
  'no-language': { routes: ['profile'] },
  lost: { routes: webhook },
  late: { routes: webhook, value: z.number().min(0) },
  'duplicate-webhook': { routes: webhook },
  'wrong-signature': { routes: webhook },
  standby: { routes: webhook },
  'no-user-id': { routes: webhook },
} satisfies Record<string, Behaviour>;

const ofAnyRoute = ['rate-limited', 'monthly-limit', 'accepted-then-500'] as const;

/** Names of the behaviour faults of LINE. */
export type LineBehaviour = keyof typeof ofOneRoute | (typeof ofAnyRoute)[number];

/** What can go wrong on LINE, given the routes that it has. */
export function lineFaults(endpoints: readonly { name: string }[]): KnownFaults {
  const routes = [...new Set(endpoints.map(({ name }) => name))];
  const anywhere = Object.fromEntries(ofAnyRoute.map((name) => [name, { routes }]));
  return { side: 'LINE', routes, behaviours: { ...anywhere, ...ofOneRoute } };
}
