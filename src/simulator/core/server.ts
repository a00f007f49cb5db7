import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Call } from './call.ts';
import type { SimulatorClock } from './clock.ts';
import { answerWithFault, bytesOf } from './fault-answers.ts';
import { collectingMarks } from './fault-marks.ts';
import { goneOf } from './fault-pause.ts';
import { dripBody } from './fault-slow-body.ts';
import type { FaultEffect, Faults } from './faults.ts';
import type { Journal } from './journal.ts';

export type { Call };

/** What a route answers: JSON in `body`, or bytes. */
export type Answer = { status: number; body?: unknown; bytes?: Buffer; headers?: Record<string, string> };

/** A route of one side: a name for journal and faults, a method, and a pattern with named groups. */
export type Route = {
  name: string;
  method: string;
  pattern: RegExp;
  /** Tells apart routes of one path; default: takes every call that fits method and pattern. */
  accepts?: (call: Call) => boolean;
  handle: (call: Call) => Answer | Promise<Answer>;
};

/** What a side needs besides its routes. */
export type SideOptions = {
  side: 'line' | 'gemini';
  routes: Route[];
  notFound: (call: Call) => Answer;
  clock: SimulatorClock;
  journal: Journal;
  faults: Faults;
  /** Added to every answer, e.g. a fresh request id. */
  answerHeaders?: () => Record<string, string>;
  bodyLimitBytes: number;
  tooLarge: () => Answer;
};

/** Builds the HTTP server of one side: finds the route, applies faults, keeps the journal. Paths under `/_sim/` are left out of the journal. */
export function createSideServer(options: SideOptions): FastifyInstance {
  const server = Fastify({ bodyLimit: options.bodyLimitBytes, forceCloseConnections: true });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.setErrorHandler(async (error: { statusCode?: number; message: string }, _request, reply) => {
    const answer = error.statusCode === 413 ? options.tooLarge() : { status: 500, body: { message: error.message } };
    return send(reply, answer, options.answerHeaders?.() ?? {});
  });
  server.all('/*', async (request, reply) => answerCall(options, request, reply));
  return server;
}

async function answerCall(options: SideOptions, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const found = findRoute(options.routes, request);
  const journaled = !request.url.startsWith('/_sim/');
  const routeName = found.route?.name;
  const effect = journaled && routeName ? options.faults.take(routeName, found.call) : undefined;
  const atMs = options.clock.nowMs();
  found.call.delivered = deliveryOf(reply, effect);
  const marks: string[] = effect ? [effect.kind] : [];
  const handle = async () => (found.route ? found.route.handle(found.call) : options.notFound(found.call));
  const answer = await collectingMarks(marks, () => answerWithFault(handle, effect, goneOf(reply.raw)));
  const headers = { ...options.answerHeaders?.(), ...answer?.headers };
  if (journaled) {
    options.journal.add({
      atMs,
      side: options.side,
      method: request.method,
      path: withoutCredentials(request.url),
      route: routeName,
      matched: found.route !== undefined,
      requestHeaders: redacted(found.call.headers),
      requestBody: readable(found.call.rawBody),
      status: answer?.status,
      responseBody: answer?.bytes ? readable(answer.bytes) : answer?.body,
      fault: marks.length > 0 ? marks.join(', ') : undefined,
    });
  }
  if (!answer) return dropped(request, reply, 'resetAndDestroy');
  if (effect?.kind === 'lost-answer') return dropped(request, reply, 'destroy');
  return send(reply, answer, headers, effect?.kind === 'slow-body' ? effect.durationMs : undefined);
}

function dropped(request: FastifyRequest, reply: FastifyReply, how: 'destroy' | 'resetAndDestroy'): FastifyReply {
  request.raw.socket[how]();
  return reply.hijack();
}

function deliveryOf(reply: FastifyReply, effect: FaultEffect | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    reply.raw.once('close', () => resolve(reply.raw.writableFinished && effect?.kind !== 'broken-json'));
  });
}

function findRoute(routes: Route[], request: FastifyRequest): { route: Route | undefined; call: Call } {
  const url = new URL(request.url, 'http://simulator');
  const call: Call = {
    method: request.method,
    path: url.pathname,
    params: {},
    query: url.searchParams,
    headers: headersOf(request),
    rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    origin: `${request.headers['x-forwarded-proto']?.toString() ?? 'http'}://${request.headers['x-forwarded-host']?.toString() ?? request.headers.host ?? 'localhost'}`,
  };
  for (const route of routes) {
    if (route.method !== request.method) continue;
    const match = route.pattern.exec(url.pathname);
    if (!match) continue;
    call.params = Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([key, value]) => [key, decoded(value ?? '')]),
    );
    if (route.accepts && !route.accepts(call)) continue;
    return { route, call };
  }
  return { route: undefined, call };
}

function headersOf(request: FastifyRequest): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function send(
  reply: FastifyReply,
  answer: Answer,
  givenHeaders: Record<string, string>,
  overMs?: number,
): Promise<FastifyReply> {
  const headers = { 'content-type': 'application/json; charset=UTF-8', ...givenHeaders };
  const bytes = bytesOf(answer);
  if (overMs === undefined) return reply.code(answer.status).headers(headers).send(bytes);
  reply.hijack();
  await dripBody(reply.raw, { status: answer.status, headers, bytes }, overMs);
  return reply;
}

const secretHeaders = new Set(['authorization', 'x-goog-api-key']);

function redacted(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, secretHeaders.has(k) ? '(redacted)' : v]));
}

function withoutCredentials(url: string): string {
  return url.replace(/([?&]key=)[^&]*/, '$1(redacted)');
}

const journaledBodyLimitBytes = 256 * 1024;

function readable(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (bytes.length > journaledBodyLimitBytes) return `(${bytes.length} bytes)`;
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
