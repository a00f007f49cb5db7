import type { SimulatorClock } from '../../core/clock.ts';
import type { SentMessage } from '../sending.ts';

const lifeMs = 24 * 60 * 60 * 1000;

/** What is remembered of an accepted request. */
type AcceptedRequest = { requestId: string; sentMessages: SentMessage[] | undefined };

/** The `X-Line-Retry-Key`s of the channel. */
export type RetryKeys = {
  /** Notes that a request came with this key; gives the accepted request that had it before. */
  use: (key: string) => AcceptedRequest | undefined;
  accept: (key: string, accepted: AcceptedRequest) => void;
};

/** Makes the store. A key lives for 24 hours from the first request with it, accepted or not ("Retry failed API requests"). */
export function createRetryKeys(clock: SimulatorClock): RetryKeys {
  const keys = new Map<string, { untilMs: number; accepted?: AcceptedRequest }>();
  const alive = (key: string) => {
    const found = keys.get(key);
    return found && clock.nowMs() < found.untilMs ? found : undefined;
  };
  return {
    use(key) {
      const known = alive(key);
      if (!known) keys.set(key, { untilMs: clock.nowMs() + lifeMs });
      return known?.accepted;
    },
    accept(key, accepted) {
      const { untilMs } = alive(key) ?? { untilMs: clock.nowMs() + lifeMs };
      keys.set(key, { untilMs, accepted });
    },
  };
}
