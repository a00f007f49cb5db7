import type { startLine } from './line-simulator.ts';

type Stage = Pick<Awaited<ReturnType<typeof startLine>>, 'line'>;
type Json = Record<string, unknown>;

/** How a plain request differs from a JSON request with the right token; a header that is undefined is left out. */
type Request = { body?: unknown; headers?: Record<string, string | undefined> };

/** Sends plain requests to LINE, for what the SDK does not send or does not show. */
export function callerOf({ line }: Stage) {
  return async (method: string, path: string, { body, headers = {} }: Request = {}) => {
    const all = {
      authorization: `Bearer ${line.channelAccessToken}`,
      'content-type': body === undefined ? undefined : 'application/json',
      ...headers,
    };
    const response = await fetch(`${line.url}${path}`, {
      method,
      headers: Object.fromEntries(
        Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
      body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const json: Json = response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : {};
    return { status: response.status, headers: response.headers, text, body: json };
  };
}

/** The head of a PNG, which is all that LINE's simulator reads of a rich menu's image. */
export function pngHead(width: number, height: number, sizeBytes = 64): Blob {
  const bytes = Buffer.alloc(sizeBytes);
  bytes.write('89504e470d0a1a0a0000000d49484452', 'hex');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return new Blob([bytes], { type: 'image/png' });
}
