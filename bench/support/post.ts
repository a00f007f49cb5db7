import { Agent, request } from 'node:http';
import { nowMs } from './clock.ts';
import type { Webhook } from './mailbox.ts';

/** How a request went; `status` is undefined when no answer came in time. Times are those of `nowMs`. */
export type Posted = { status: number | undefined; sentAtMs: number; endedAtMs: number };

/** LINE waits 2 s for the answer to a webhook ("Receive messages (webhook)"). */
const answerTimeoutMs = 2000;
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

/** Posts a webhook to the API over a kept-alive connection and reads the whole answer. Never rejects. */
export async function post(apiUrl: string, { path, headers, body }: Webhook): Promise<Posted> {
  const sentAtMs = nowMs();
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const outgoing = request(`${apiUrl}${path}`, {
    method: 'POST',
    agent,
    headers: { ...headers, 'content-length': body.length },
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  outgoing.on('error', () => resolve(undefined));
  outgoing.on('response', (answer) => {
    answer.on('error', () => resolve(undefined));
    answer.on('end', () => resolve(answer.statusCode));
    answer.resume();
  });
  outgoing.end(body);
  const status = await promise;
  return { status, sentAtMs, endedAtMs: nowMs() };
}

/** Closes the connections that are kept alive. */
export const closeConnections = () => agent.destroy();
