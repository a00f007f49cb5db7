import type { ServerResponse } from 'node:http';
import { goneOf, pause } from './fault-pause.ts';

const mostDrops = 20;

/** Sends status and headers at once and the body evenly over `durationMs` of real time; stops when the caller goes away. */
export async function dripBody(
  response: ServerResponse,
  answer: { status: number; headers: Record<string, string>; bytes: Buffer },
  durationMs: number,
): Promise<void> {
  const { status, headers, bytes } = answer;
  const gone = goneOf(response);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.flushHeaders();
  const drops = Math.max(1, Math.min(mostDrops, bytes.length));
  for (let sent = 0; sent < drops; sent++) {
    await pause(durationMs / drops, gone);
    if (gone.aborted) return;
    response.write(bytes.subarray(edgeOf(bytes, sent / drops), edgeOf(bytes, (sent + 1) / drops)));
  }
  response.end();
}

function edgeOf(bytes: Buffer, share: number): number {
  return Math.round(bytes.length * share);
}
