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
  /** The people who have added the bot and not blocked it since. */
  friends: () => UserRecord[];
  /** Whether a push or reply of the bot gets to this person now. */
  reachable: (user: UserRecord) => boolean;
};

const nonFriendWindowMs = 7 * 24 * 60 * 60 * 1000;

/** Makes an empty set of people. Who is reachable follows "Send push message" of the Messaging API reference. */
export function createUsers(ids: Ids, clock: SimulatorClock): Users {
  const users = new Map<string, UserRecord>();
  return {
    add({ userId = ids.userId(), displayName = `User ${users.size + 1}`, friendship = 'friend', ...more }) {
      const record: UserRecord = { userId, displayName, friendship, ...given(more) };
      users.set(userId, record);
      return record;
    },
    get: (userId) => users.get(userId),
    list: () => [...users.values()],
    friends: () => [...users.values()].filter((user) => user.friendship === 'friend'),
    reachable(user) {
      if (user.friendship === 'friend') return true;
      if (user.friendship !== 'never-friend' || user.lastWroteAtMs === undefined) return false;
      return clock.nowMs() - user.lastWroteAtMs <= nonFriendWindowMs;
    },
  };
}

type Details = Pick<SimulatedUser, 'language' | 'pictureUrl' | 'statusMessage' | 'profileConsent'>;

/** The details without those that are absent, so that they stay absent in JSON. */
function given({ language, pictureUrl, statusMessage, profileConsent }: Details): Details {
  return {
    ...(language === undefined ? {} : { language }),
    ...(pictureUrl === undefined ? {} : { pictureUrl }),
    ...(statusMessage === undefined ? {} : { statusMessage }),
    ...(profileConsent === undefined ? {} : { profileConsent }),
  };
}
