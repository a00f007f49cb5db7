import { setTimeout as sleep } from 'node:timers/promises';
import { everyone } from './everyone.ts';
import type { System } from './system.ts';

/** A person who has been shown restaurants, and the data of the first "analyse" button. */
export type Seated = { userId: string; button: string };

/** Where person `index` is: a grid of some 40 by 40 points in Taipei, about 100 m apart. */
export function placeOf(index: number): { latitude: number; longitude: number } {
  return { latitude: 25.02 + (index % 40) * 0.001, longitude: 121.52 + (Math.floor(index / 40) % 40) * 0.001 };
}

/** Friends of the bot who have shared their location and got restaurants, through the whole bot. */
export async function seatPeople(system: System, count: number): Promise<Seated[]> {
  const { vendors } = system;
  const userIds = await vendors.call('addPeople', { count });
  await everyone(userIds, async (userId, index) => vendors.call('shareLocation', { userId, ...placeOf(index) }));
  const seated = await untilSeated(system, userIds, 60_000);
  if (seated.length < count) throw new Error(`Only ${seated.length} of ${count} people got restaurants`);
  return seated;
}

/** Those of these people who have been shown restaurants: all of them, or who has been when the time is over. */
export async function untilSeated({ vendors }: System, userIds: string[], withinMs: number): Promise<Seated[]> {
  for (const deadline = Date.now() + withinMs; ; await sleep(100)) {
    const seated = await vendors.call('analyseButtons', { userIds });
    if (seated.length === userIds.length || Date.now() > deadline) return seated;
  }
}
