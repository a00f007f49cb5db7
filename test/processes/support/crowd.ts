import { type SeededRandom, seededRandom } from '../../../src/simulator/core/random.ts';
import type { Customer, Habit } from './customers.ts';
import type { Rig } from './rig.ts';

/** How many people come, and within what time. */
export type CrowdOptions = { seed: number; people: number; arriveWithinMs: number; offsetMs?: number };

const cancels = 0.08;
const wantsItNow = 0.08;

/** People who speak English, each at a point of their own; the same for one seed. */
export function createCrowd({ vendors }: Rig, options: CrowdOptions): Customer[] {
  const { seed, people, arriveWithinMs, offsetMs = 0 } = options;
  const random = seededRandom(seed, 'crowd');
  return Array.from({ length: people }, (_, index) => ({
    userId: vendors.line.addUser({ displayName: 'Test', language: 'en', friendship: 'friend' }).userId,
    arrivesAfterMs: offsetMs + (index * arriveWithinMs) / people + random() * 500,
    location: { latitude: 25.02 + random() * 0.04, longitude: 121.52 + random() * 0.04 },
    choice: Math.floor(random() * 3),
    habit: habitOf(random),
  }));
}

function habitOf(random: SeededRandom): Habit {
  const at = random();
  if (at < cancels) return 'cancels';
  return at < cancels + wantsItNow ? 'wants it now' : 'waits';
}

/** Makes every second answer of the vendors slow, so that processes die while they wait for one. */
export function slowVendors({ vendors }: Rig): void {
  vendors.gemini.faults.add({ route: '*', ...slowly(400, 0.5) });
  vendors.line.faults.add({ route: 'push', ...slowly(700, 0.7) });
  vendors.line.faults.add({ route: 'reply', ...slowly(500, 0.5) });
}

const slowly = (delayMs: number, probability: number) => ({ effect: { kind: 'delay' as const, delayMs }, probability });
