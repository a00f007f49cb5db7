import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits in real time, no longer than the caller. */
export async function pause(durationMs: number, gone: AbortSignal): Promise<void> {
  await sleep(durationMs, undefined, { signal: gone }).catch(() => undefined);
}

/** Aborts when the answer has been sent or its caller has gone away. */
export function goneOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}
