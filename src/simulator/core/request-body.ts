import type { IncomingMessage } from 'node:http';

/** The body of a request: its bytes, or what became of it. */
export type ReceivedBody = { bytes: Buffer; state: 'whole' | 'too-large' | 'cut-off' };

/** What is read and thrown away behind the limit, so that a caller who is still sending sees the answer. */
const drainedBytes = 64 * 1024 * 1024;

/** Reads the body of a request up to a limit; a caller who goes away leaves what had come. */
export async function receiveBody(request: IncomingMessage, limitBytes: number): Promise<ReceivedBody> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(chunk)) continue;
      sizeBytes += chunk.length;
      if (sizeBytes <= limitBytes) chunks.push(chunk);
      else chunks.length = 0;
      if (sizeBytes > limitBytes + drainedBytes) break;
    }
  } catch {
    return { bytes: Buffer.concat(chunks), state: 'cut-off' };
  }
  return { bytes: Buffer.concat(chunks), state: sizeBytes > limitBytes ? 'too-large' : 'whole' };
}
