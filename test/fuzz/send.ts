import { Agent, type ClientRequest, request as httpRequest } from 'node:http';
import type { FuzzRequest } from './request.ts';

/** How a request went; without a status there was no answer. */
export type Answer = { status?: number; error?: string; tookMs: number };

const tickMs = 1000;
/** Ticks and not a time: while this process itself stands still, nobody is waiting. */
const answerTimeoutTicks = 10;
const bodyLimitBytes = 1024 * 1024;
const pieceBytes = 700;

/** Keeps connections, as the vendors do. */
export const createAgent = (connections: number) => new Agent({ keepAlive: true, maxSockets: connections });

/** Sends a request with Node's own client and waits for the answer. */
export async function send(url: string, wish: FuzzRequest, agent: Agent): Promise<Answer> {
  const startedAt = performance.now();
  const answer = await attempt(url, wish, agent);
  return { ...answer, tookMs: performance.now() - startedAt };
}

async function attempt(url: string, wish: FuzzRequest, agent: Agent): Promise<Omit<Answer, 'tookMs'>> {
  const { hostname, port } = new URL(url);
  const { method, path, transport } = wish;
  const isHonest = transport === 'plain' || transport === 'chunked';
  const headers = { ...wish.headers, ...lengthHeader(wish) };
  // A connection that a lie has spoilt is not used again.
  const request = httpRequest({ hostname, port, path, method, headers, agent: isHonest ? agent : false });
  const answered = new Promise<Omit<Answer, 'tookMs'>>((resolve) => {
    request.once('response', (response) => {
      response.resume();
      response.once('close', () => resolve({ status: response.statusCode }));
    });
    request.once('error', (error: NodeJS.ErrnoException) => resolve({ error: error.code ?? error.message }));
  });
  write(request, wish);
  const answer = await orNoAnswer(answered);
  request.destroy();
  return answer.error && isExcused(wish, answer.error, request) ? { error: 'excused' } : answer;
}

async function orNoAnswer(answered: Promise<Omit<Answer, 'tookMs'>>): Promise<Omit<Answer, 'tookMs'>> {
  let ticks = 0;
  const { promise: tooLate, resolve } = Promise.withResolvers<Omit<Answer, 'tookMs'>>();
  const ticking = setInterval(() => {
    ticks += 1;
    if (ticks === answerTimeoutTicks) resolve({ error: 'no answer' });
  }, tickMs);
  return Promise.race([answered, tooLate]).finally(() => clearInterval(ticking));
}

function lengthHeader({ transport, body }: FuzzRequest): Record<string, string> {
  switch (transport) {
    case 'plain':
      return { 'content-length': String(body.length) };
    case 'chunked':
      return { 'transfer-encoding': 'chunked' };
    case 'cut':
      return { 'content-length': String(body.length + 100) };
    case 'overlong':
      return { 'content-length': String(Math.floor(body.length / 2)) };
  }
}

function write(request: ClientRequest, { transport, body }: FuzzRequest): void {
  switch (transport) {
    case 'plain':
      request.end(body);
      return;
    case 'overlong':
      request.write(body);
      request.end();
      return;
    case 'cut':
      request.write(body, () => request.destroy());
      return;
    case 'chunked':
      for (let at = 0; at < body.length; at += Math.max(pieceBytes, body.length / 50))
        request.write(body.subarray(at, at + Math.max(pieceBytes, body.length / 50)));
      request.end();
  }
}

/** Ends of connections that the request itself asked for: lies, bodies over the limit, idle connections that met. */
function isExcused({ transport, body, headers }: FuzzRequest, error: string, request: ClientRequest): boolean {
  if (error === 'no answer') return false;
  return (
    transport === 'cut' ||
    transport === 'overlong' ||
    body.length > bodyLimitBytes ||
    'upgrade' in headers ||
    request.reusedSocket
  );
}
