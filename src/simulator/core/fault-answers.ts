import { pause } from './fault-pause.ts';
import type { FaultEffect } from './faults.ts';
import type { Answer } from './server.ts';

/**
 * The answer to a request that meets a fault; undefined when the connection goes without one.
 *
 * @param gone aborts when the caller has gone away, which ends a delay.
 */
export async function answerWithFault(
  handle: () => Promise<Answer>,
  effect: FaultEffect | undefined,
  gone: AbortSignal,
): Promise<Answer | undefined> {
  switch (effect?.kind) {
    case undefined:
    case 'lost-answer':
    case 'slow-body':
    case 'behaviour':
      return handle();
    case 'status':
      return { status: effect.status, body: effect.body ?? {}, headers: effect.headers };
    case 'delay': {
      const answer = await handle();
      await pause(effect.delayMs, gone);
      return answer;
    }
    case 'reset':
      return undefined;
    case 'broken-json': {
      const answer = await handle();
      const bytes = bytesOf(answer);
      return { ...answer, body: undefined, bytes: bytes.subarray(0, Math.max(1, bytes.length - 2)) };
    }
    case 'html':
      return {
        status: 502,
        bytes: Buffer.from('<html><body><h1>502 Bad Gateway</h1></body></html>'),
        headers: { 'content-type': 'text/html' },
      };
  }
}

/** The body of an answer as it is sent. */
export function bytesOf(answer: Answer): Buffer {
  return answer.bytes ?? Buffer.from(JSON.stringify(answer.body ?? {}));
}
