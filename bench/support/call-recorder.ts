import { subscribe } from 'node:diagnostics_channel';
import { IncomingMessage } from 'node:http';
import { nowMs } from './clock.ts';

/** A call that the HTTP servers of this process have answered; times are those of `nowMs`. */
export type RecordedCall = { path: string; retryKey: string | undefined; startedAtMs: number; endedAtMs: number };

/**
 * Times every call from its headers being read to its answer being handed to the operating system, through Node's own
 * diagnostics channels, so that the servers need not know.
 *
 * @param wanted paths that are kept.
 */
export function recordCalls(wanted: RegExp, onEnd: (call: RecordedCall) => void): void {
  const startedAtMs = new WeakMap<IncomingMessage, number>();
  subscribe('http.server.request.start', (message) => {
    const request = requestOf(message);
    if (request && wanted.test(request.url ?? '')) startedAtMs.set(request, nowMs());
  });
  subscribe('http.server.response.finish', (message) => {
    const request = requestOf(message);
    const started = request && startedAtMs.get(request);
    if (!request || started === undefined) return;
    const retryKey = request.headers['x-line-retry-key']?.toString();
    onEnd({ path: request.url ?? '', retryKey, startedAtMs: started, endedAtMs: nowMs() });
  });
}

function requestOf(message: unknown): IncomingMessage | undefined {
  if (typeof message !== 'object' || message === null || !('request' in message)) return undefined;
  return message.request instanceof IncomingMessage ? message.request : undefined;
}
