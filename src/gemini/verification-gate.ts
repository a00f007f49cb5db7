import { GeminiWebhookRejected } from './webhook-rejected.ts';

const maxRunning = 2;
const maxWaiting = 64;

/** Runs one verification when its turn comes. */
export type VerificationGate = <T>(verify: () => Promise<T>) => Promise<T>;

/**
 * Bounds how many signatures are verified at once. Verifications run in Node's thread pool of four, which file reads and
 * name look-ups need as well.
 *
 * @throws GeminiWebhookRejected `busy` when too many wait already.
 */
export function createVerificationGate(): VerificationGate {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (verify) => {
    if (running < maxRunning) running++;
    else if (waiting.length >= maxWaiting) throw new GeminiWebhookRejected('busy');
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await verify();
    } finally {
      // The turn is handed on, so that nobody comes between.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
