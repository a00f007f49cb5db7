import { type IncomingMessage, type ServerResponse, validateHeaderName, validateHeaderValue } from 'node:http';
import type { Call } from './call.ts';
import type { SimulatorClock } from './clock.ts';
import { answerWithFault, bytesOf } from './fault-answers.ts';
import { collectingMarks } from './fault-marks.ts';
import { goneOf } from './fault-pause.ts';
import { dripBody } from './fault-slow-body.ts';
import type { FaultEffect, Faults } from './faults.ts';
import { type BrokenRequest, createHttpServer, type SideServer } from './http-server.ts';
import type { Journal } from './journal.ts';
import { readable, redacted, withoutCredentials } from './journaled.ts';
import { foreignRequest } from './own-requests.ts';
import type { ReceivedBody } from './request-body.ts';
import { readTarget, type Target } from './request-target.ts';

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
  /** The vendor's answer to what HTTP itself forbids (400, 405, 408, 414, 417, 431), and its 500. */
  httpError: (status: number) => Answer;
  /** Told of every error that a route threw; default: standard error. */
  report?: (error: unknown) => void;
};

/** A request with its route, body and what HTTP itself has against it. */
type Found = { call: Call; route: Route | undefined; refusal: Answer | undefined; body: ReceivedBody };

/**
 * Builds the HTTP server of one side: finds the route, applies faults, keeps the journal. Whatever comes in is answered in
 * the vendor's words, also what is hardly HTTP, and an error of a route is the vendor's 500 with its cause in the journal.
 * Paths under `/_sim/` are left out of the journal.
 */
export function createSideServer(options: SideOptions): SideServer {
  return createHttpServer({
    bodyLimitBytes: options.bodyLimitBytes,
    handle: (request, response, body) => answerCall(options, find(options, request, body), request, response),
    handleBroken: (broken) => answerBroken(options, broken),
  });
}

async function answerCall(
  options: SideOptions,
  { call, route, refusal, body }: Found,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const journaled = !call.path.startsWith('/_sim/');
  const atMs = options.clock.nowMs();
  let effect: FaultEffect | undefined;
  let cause: unknown;
  const marks: string[] = [];
  const broken = (error: unknown): Answer => {
    cause = error;
    (options.report ?? onStandardError)(error);
    return options.httpError(500);
  };
  const handle = async () => {
    if (body.state === 'too-large') return options.tooLarge();
    try {
      return refusal ?? (await (route ? route.handle(call) : options.notFound(call)));
    } catch (error) {
      return broken(error);
    }
  };
  let answer: Answer | undefined;
  try {
    effect = journaled && route && body.state !== 'cut-off' ? options.faults.take(route.name, call) : undefined;
    if (effect) marks.push(effect.kind);
    call.delivered = deliveryOf(response, effect);
    const made =
      body.state === 'cut-off'
        ? undefined
        : await collectingMarks(marks, () => answerWithFault(handle, effect, goneOf(response)));
    answer = made && sendable({ ...made, headers: { ...options.answerHeaders?.(), ...made.headers } });
  } catch (error) {
    answer = broken(error);
  }
  if (journaled) {
    options.journal.add({
      atMs,
      side: options.side,
      method: call.method,
      path: withoutCredentials(request.url ?? ''),
      route: route?.name,
      matched: route !== undefined,
      requestHeaders: redacted(call.headers),
      requestBody: readable(body.bytes),
      status: answer?.status,
      responseBody: answer?.bytes ? readable(answer.bytes) : answer?.body,
      fault: marks.length > 0 ? marks.join(', ') : undefined,
      error: cause === undefined ? undefined : causeOf(cause),
    });
  }
  if (!answer) return void request.socket.resetAndDestroy();
  if (effect?.kind === 'lost-answer') return void request.socket.destroy();
  await send(response, answer, effect?.kind === 'slow-body' ? effect.durationMs : undefined);
}

/** Answers what never became a request; such bytes meet no fault. */
function answerBroken(options: SideOptions, { method, target, status, headers }: BrokenRequest): Answer {
  const made = options.httpError(status);
  const answer = { ...made, headers: { ...options.answerHeaders?.(), ...made.headers } };
  options.journal.add({
    atMs: options.clock.nowMs(),
    side: options.side,
    method,
    path: withoutCredentials(target),
    route: undefined,
    matched: false,
    requestHeaders: redacted(headers),
    requestBody: undefined,
    status: answer.status,
    responseBody: answer.body,
  });
  return answer;
}

const onStandardError = (error: unknown) => void process.stderr.write(`${causeOf(error)}\n`);

/** The cause of a 500 as the journal keeps it. */
function causeOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function deliveryOf(response: ServerResponse, effect: FaultEffect | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    response.once('close', () => resolve(response.writableFinished && effect?.kind !== 'broken-json'));
  });
}

function find(options: SideOptions, request: IncomingMessage, body: ReceivedBody): Found {
  const { method = '' } = request;
  const target = readTarget(request.url ?? '');
  const call = callOf(request, typeof target === 'number' ? undefined : target, body.bytes);
  if (typeof target === 'number') return { call, route: undefined, refusal: options.httpError(target), body };
  const route = routeOf(options.routes, method, call);
  return { call, route, refusal: protocolProblem(options, request) ?? foreignControl(call, request), body };
}

/** HTTP/1.1 asks for a host, and nothing but `100-continue` can be expected (RFC 9110, 10.1.1). */
function protocolProblem({ httpError }: SideOptions, { httpVersion, headers }: IncomingMessage): Answer | undefined {
  if (headers.host === undefined && httpVersion === '1.1') return httpError(400);
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue') return httpError(417);
  return undefined;
}

/** The control routes are for this machine alone; the vendor's own ask for its credentials, under any host name. */
function foreignControl({ path }: Call, { method = '', headers }: IncomingMessage): Answer | undefined {
  const foreign = path.startsWith('/_sim/') ? foreignRequest(method, headers) : undefined;
  return foreign && { status: foreign.status, body: { message: foreign.message } };
}

function callOf(request: IncomingMessage, target: Target | undefined, rawBody: Buffer): Call {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const scheme = headers['x-forwarded-proto'] ?? 'http';
  return {
    method: request.method ?? '',
    path: target?.path ?? request.url ?? '',
    params: {},
    query: target?.query ?? new URLSearchParams(),
    headers,
    rawBody,
    origin: `${scheme}://${headers['x-forwarded-host'] ?? headers.host ?? 'localhost'}`,
  };
}

function routeOf(routes: Route[], method: string, call: Call): Route | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const match = route.pattern.exec(call.path);
    if (!match) continue;
    call.params = Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([key, value]) => [key, decoded(value ?? '')]),
    );
    if (!route.accepts || route.accepts(call)) return route;
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The answer if it can be written. Throws when a header or the body cannot be. */
function sendable(answer: Answer): Answer {
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
  bytesOf(answer);
  return answer;
}

async function send(response: ServerResponse, answer: Answer, overMs?: number): Promise<void> {
  const headers = { 'content-type': 'application/json; charset=UTF-8', ...answer.headers };
  const bytes = bytesOf(answer);
  if (overMs !== undefined) return dripBody(response, { status: answer.status, headers, bytes }, overMs);
  response.writeHead(answer.status, { ...headers, 'content-length': bytes.length });
  response.end(bytes);
}
