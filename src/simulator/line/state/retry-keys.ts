import type { SimulatorClock } from '../../core/clock.ts';
import type { SentMessage } from '../sending.ts';

const lifeMs = 24 * 60 * 60 * 1000;

/** What is remembered of an accepted request. */
type AcceptedRequest = { requestId: string; sentMessages: SentMessage[] | undefined };

/** The accepted `X-Line-Retry-Key`s of the channel. */
export type RetryKeys = {
  find: (key: string) => AcceptedRequest | undefined;
  accept: (key: string, accepted: AcceptedRequest) => void;
};

/** Makes the store. A key is known for 24 hours ("Retry failed API requests"). */
export function createRetryKeys(clock: SimulatorClock): RetryKeys {
  const keys = new Map<string, AcceptedRequest & { untilMs: number }>();
  return {
    find(key) {
      const found = keys.get(key.toLowerCase());
      return found && clock.nowMs() < found.untilMs ? found : undefined;
    },
    accept(key, accepted) {
      keys.set(key.toLowerCase(), { ...accepted, untilMs: clock.nowMs() + lifeMs });
    },
  };
}
