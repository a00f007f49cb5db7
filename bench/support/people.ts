import type { System } from './system.ts';

/** A person who has been shown restaurants, and the data of the first "analyse" button. */
export type Seated = { userId: string; button: string };

/** Where person `index` is: a grid of some 40 by 40 points in Taipei, about 100 m apart. */
export function placeOf(index: number): { latitude: number; longitude: number } {
  return { latitude: 25.02 + (index % 40) * 0.001, longitude: 121.52 + (Math.floor(index / 40) % 40) * 0.001 };
}

/** Friends of the bot who have shared their location and got restaurants, through the whole bot. */
export async function seatPeople({ vendors }: System, count: number): Promise<Seated[]> {
  const userIds = await vendors.call('addPeople', { count });
  return Promise.all(
    userIds.map(async (userId, index) => {
      await vendors.call('shareLocation', { userId, ...placeOf(index) });
      return { userId, button: await vendors.call('choices', { userId }) };
    }),
  );
}
