import type { SimulatorClock } from '../../core/clock.ts';
import type { SimulatedUser } from '../simulator.ts';
import type { Ids } from './ids.ts';

/** A person, and when they last wrote to the bot 1:1 (simulated ms). */
type UserRecord = SimulatedUser & { lastWroteAtMs?: number };

/** The people of this LINE. */
export type Users = {
  add: (user: Partial<SimulatedUser>) => UserRecord;
  get: (userId: string) => UserRecord | undefined;
  list: () => UserRecord[];
  /** Whether a message of the bot gets to this person now. */
  reachable: (user: UserRecord) => boolean;
};

const nonFriendWindowMs = 7 * 24 * 60 * 60 * 1000;

/** Makes an empty set of people. Who is reachable follows "Send push message" of the Messaging API reference. */
export function createUsers(ids: Ids, clock: SimulatorClock): Users {
  const users = new Map<string, UserRecord>();
  return {
    add(user) {
      const userId = user.userId ?? ids.userId();
      const record: UserRecord = {
        userId,
        displayName: user.displayName ?? `User ${users.size + 1}`,
        friendship: user.friendship ?? 'friend',
        ...(user.language === undefined ? {} : { language: user.language }),
      };
      users.set(userId, record);
      return record;
    },
    get: (userId) => users.get(userId),
    list: () => [...users.values()],
    reachable(user) {
      if (user.friendship === 'friend') return true;
      if (user.friendship !== 'never-friend' || user.lastWroteAtMs === undefined) return false;
      return clock.nowMs() - user.lastWroteAtMs <= nonFriendWindowMs;
    },
  };
}
