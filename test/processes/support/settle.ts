import { setTimeout as sleep } from 'node:timers/promises';
import type { Rig } from './rig.ts';
import { countRunning } from './runs.ts';

const lookEveryMs = 500;
/** The index of runs is a moment behind, so that a zero is believed only when it stays. */
const quietLooks = 4;

/** Waits until no request of a user runs any more; false when the time is over. */
export async function untilQuiet(rig: Rig, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  for (let quiet = 0; quiet < quietLooks; await sleep(lookEveryMs)) {
    if (Date.now() > deadline) return false;
    const running = await countRunning(rig).catch(() => undefined);
    quiet = running === 0 ? quiet + 1 : 0;
  }
  await rig.vendors.gemini.webhooks.settled();
  return true;
}

/** Waits until a look finds something. @throws Error that says what did not happen. */
export async function eventually<T>(
  what: string,
  withinMs: number,
  look: () => Promise<T | undefined> | T | undefined,
) {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(50)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`This did not happen within ${withinMs} ms: ${what}`);
}
