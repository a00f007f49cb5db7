import { createInstallation } from '../../../src/temporal/installation.ts';
import { startWorkerFrom } from '../../../src/worker/start.ts';
import { pauseAfter, retryPolicyOf } from '../retry-policy.ts';
import { type Stack, type StackOptions, startStack } from '../stack.ts';
import type { TestTemporal } from '../temporal.ts';
import { createMortalWorker, type MortalOptions, type MortalWorker } from './mortal-worker.ts';

/** The whole bot, with a worker that dies where it is told to. */
export type MortalStack = Stack & { mortal: MortalWorker };

/** Starts it on a server whose clock is far ahead of ours, or on one that lives in real time. */
export async function startMortalStack(
  temporal: TestTemporal,
  options: StackOptions,
  time: 'skips' | 'real',
): Promise<MortalStack> {
  const stack = await startStack(temporal, { ...options, withoutWorker: true });
  const mortal = createMortalWorker(time === 'skips' ? skippingTime(stack) : realTime);
  // A client of its own: what the tests and the API ask Temporal is not the worker's.
  const installation = createInstallation(stack.config);
  mortal.watch(installation.client);
  const codePath = process.env.HYOBAN_TEST_BUNDLE;
  const worker = await startWorkerFrom(stack.config, installation, codePath ? { codePath } : undefined, mortal.wraps);
  return {
    ...stack,
    mortal,
    async stop() {
      await stack.api.stop();
      await worker.stop();
      await installation.client.connection.close();
      await stack.stop();
    },
  };
}

/** Nobody waits a minute for a death to be noticed. */
const realTime: MortalOptions = {
  onStart: async () => undefined,
  onDeath: async () => ({ retryAfterMs: 50 }),
};

/**
 * A death is noticed after the start-to-close timeout, and the vendors' clock goes with the server's: reply tokens and
 * files grow as old as they would.
 */
function skippingTime({ simulator, syncClock, temporal }: Stack): MortalOptions {
  return {
    async onStart({ attempt, currentAttemptScheduledTimestampMs }) {
      if (attempt > 1) return syncClock();
      const behindMs = currentAttemptScheduledTimestampMs - simulator.clock.nowMs();
      if (behindMs > 0) await simulator.clock.advance(behindMs);
    },
    async onDeath(info) {
      const { startToCloseTimeoutMs: noticedAfterMs, attempt } = info;
      const policy = await retryPolicyOf(temporal.installation.client, info);
      // Temporal hears at once of a death without a next attempt; the vendors have waited.
      if (attempt === policy.maximumAttempts) await simulator.clock.advance(noticedAfterMs);
      return { retryAfterMs: noticedAfterMs + pauseAfter(policy, attempt) };
    },
  };
}
