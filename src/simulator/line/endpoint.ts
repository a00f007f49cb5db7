import { maxNesting, nestingOf } from '../core/nesting.ts';
import type { Answer, Call, Route } from '../core/server.ts';
import type { LineContext } from './context.ts';
import { bodyTooLarge, errorAnswer, monthlyLimit, rateLimited, unauthorized } from './errors.ts';
import type { LineBehaviour } from './known-faults.ts';
import { type RateLimit, rateLimits } from './state/rate-limits.ts';
import { isRecord } from './validation/values.ts';

/** One request after the checks that all endpoints share. */
export type LineRequest = { call: Call; body: unknown; requestId: string; retryKey: string | undefined };

/** An endpoint of the Messaging API. */
export type Endpoint = {
  /** Name for journal and faults. */
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  pattern: RegExp;
  limit?: RateLimit;
  /** `json` is parsed, `bytes` and `none` are left alone; default `none`. */
  body?: 'json' | 'bytes' | 'none';
  /** Whether `X-Line-Retry-Key` is allowed. */
  retryKey?: boolean;
  /** False for the OAuth endpoints. */
  needsToken?: boolean;
  handle: (request: LineRequest) => Answer | Promise<Answer>;
};

const mostBodyBytes = 2 * 1024 * 1024;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Turns an endpoint into a route that makes the shared checks first: token, size, type, JSON, retry key, rate. */
export function toRoute(context: LineContext, endpoint: Endpoint): Route {
  const { name, method, pattern } = endpoint;
  return {
    name,
    method,
    pattern,
    async handle(call) {
      const requestId = context.state.ids.requestId();
      const answer = await answerChecked(context, endpoint, call, requestId);
      const sent = take(context, name, 'accepted-then-500') ? errorAnswer(500, 'Internal Server Error') : answer;
      return { ...sent, headers: { 'x-line-request-id': requestId, ...sent.headers } };
    },
  };
}

async function answerChecked(context: LineContext, endpoint: Endpoint, call: Call, requestId: string): Promise<Answer> {
  if (endpoint.needsToken !== false && !hasToken(context, call)) return unauthorized();
  if (call.rawBody.length > mostBodyBytes) return bodyTooLarge();
  const parsed = endpoint.body === 'json' ? parsedBody(context, call) : { body: undefined };
  if ('answer' in parsed) return parsed.answer;
  const given = call.headers['x-line-retry-key'];
  const retryKey = given === undefined ? undefined : scopedRetryKey(context, endpoint, given);
  const refused =
    checkedRetryKey(endpoint, given) ?? accepted(context, endpoint, retryKey) ?? limited(context, endpoint);
  return refused ?? endpoint.handle({ call, body: parsed.body, requestId, retryKey });
}

function hasToken(context: LineContext, call: Call): boolean {
  const token = /^Bearer (\S+)$/i.exec(call.headers.authorization ?? '')?.[1];
  if (token === undefined) return false;
  return context.state.accessTokens.find(token) !== undefined;
}

function parsedBody(context: LineContext, call: Call): { body: unknown } | { answer: Answer } {
  const contentType = call.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    return {
      answer: errorAnswer(context.settings.contentTypeStatus, `The content type, ${contentType}, is not supported`),
    };
  }
  const text = call.rawBody.toString('utf8');
  if (nestingOf(text) > maxNesting) return { answer: notJson('line: 1, column: 1') };
  try {
    const body: unknown = JSON.parse(text);
    if (isRecord(body)) return { body: withoutNulls(body) };
    return { answer: notJson('line: 1, column: 1') };
  } catch (error) {
    const [, line = '1', column = '1'] = /line (\d+) column (\d+)/.exec(String(error)) ?? [];
    return { answer: notJson(`line: ${line}, column: ${column}`) };
  }
}

function notJson(place: string): Answer {
  return errorAnswer(400, `The request body could not be parsed as JSON (${place})`);
}

/** A property that is null counts as absent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const present = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(present.map(([key, inner]) => [key, withoutNulls(inner)]));
}

function checkedRetryKey(endpoint: Endpoint, key: string | undefined): Answer | undefined {
  if (key === undefined) return undefined;
  if (!endpoint.retryKey) return errorAnswer(400, 'The X-Line-Retry-Key header is not supported by this endpoint');
  return uuid.test(key) ? undefined : errorAnswer(400, 'The value of the X-Line-Retry-Key header is invalid');
}

function scopedRetryKey(context: LineContext, endpoint: Endpoint, key: string): string {
  const scope = context.settings.retryKeyScope === 'endpoint' ? endpoint.name : '';
  return `${scope}:${key.toLowerCase()}`;
}

/** 409 for a key that was accepted before; counts toward the rate limit as every request ("Retry failed API requests"). */
function accepted(context: LineContext, endpoint: Endpoint, retryKey: string | undefined): Answer | undefined {
  const before = retryKey === undefined ? undefined : context.state.retryKeys.use(retryKey);
  if (!before) return undefined;
  isWithinRate(context, endpoint);
  return errorAnswer(409, 'The retry key is already accepted', {
    headers: { 'x-line-accepted-request-id': before.requestId },
    body: before.sentMessages ? { sentMessages: before.sentMessages } : {},
  });
}

function limited(context: LineContext, endpoint: Endpoint): Answer | undefined {
  if (take(context, endpoint.name, 'rate-limited')) return rateLimited();
  if (take(context, endpoint.name, 'monthly-limit')) return monthlyLimit();
  return isWithinRate(context, endpoint) ? undefined : rateLimited();
}

function isWithinRate({ state }: LineContext, { name, limit = rateLimits.usual }: Endpoint): boolean {
  return state.withinRate(name, limit);
}

function take({ faults }: LineContext, route: string, name: LineBehaviour): boolean {
  return faults.takeBehaviour(route, name) !== undefined;
}
