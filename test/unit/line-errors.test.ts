import { HTTPFetchError } from '@line/bot-sdk';
import { z } from 'zod';
import { classifyLineError } from '../../src/line/errors.ts';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new HTTPFetchError(`${status}`, {
    status,
    statusText: '',
    headers: new Headers(headers),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const socketError = (code: string, more: object = {}) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code, ...more }) });

test.each([
  [400, { message: 'Invalid reply token' }, 'LineInvalidReplyToken', 'permanent', false],
  [400, { message: 'Failed to send messages' }, 'LineUnreachableRecipient', 'permanent', false],
  [400, { message: 'The request body has 1 error(s)' }, 'LineBadRequest', 'permanent', false],
  [400, 'not even JSON', 'LineBadRequest', 'permanent', false],
  [401, { message: 'Authentication failed' }, 'LineUnauthorized', 'retryable', false],
  [403, { message: 'Access to this API is not available for your account' }, 'LineForbidden', 'retryable', false],
  [404, { message: 'Not found' }, 'LineUnreachableRecipient', 'permanent', false],
  [409, { message: 'The retry key is already accepted' }, 'LineAlreadyAccepted', 'permanent', true],
  [413, '', 'LineBadRequest', 'permanent', false],
  [415, '', 'LineBadRequest', 'permanent', false],
  [429, { message: 'You have reached your monthly limit.' }, 'LineMonthlyQuota', 'permanent', false],
  [429, { message: 'The API rate limit has been exceeded. Try again later.' }, 'LineRateLimited', 'retryable', false],
  [429, '', 'LineRateLimited', 'retryable', false],
  [408, '', 'LineServerError', 'unknown', 'maybe'],
  [500, { message: 'Internal Server Error' }, 'LineServerError', 'unknown', 'maybe'],
  [502, '<html>502 Bad Gateway</html>', 'LineServerError', 'unknown', 'maybe'],
  [503, 'Invalid reply token', 'LineServerError', 'unknown', 'maybe'],
])('status %i with %j is %s', (status, body, code, kind, sent) => {
  expect(classifyLineError(answer(status, body))).toMatchObject({ code, kind, sent, status });
});

test('the request id of LINE is kept for the log', () => {
  expect(classifyLineError(answer(400, '', { 'x-line-request-id': 'r-1' })).requestId).toBe('r-1');
});

test.each([
  ['3', 3000],
  ['0', undefined],
  ['-1', undefined],
  ['0.5', undefined],
  ['99999', undefined],
  ['Tue, 01 Dec 2026 12:00:00 GMT', undefined],
  ['soon', undefined],
])('Retry-After %j asks to wait %s ms', (header, retryAfterMs) => {
  expect(classifyLineError(answer(429, '', { 'retry-after': header })).retryAfterMs).toBe(retryAfterMs);
});

test.each([
  ['a refused connection', socketError('ECONNREFUSED'), 'LineUnreachable'],
  ['an unknown host', socketError('ENOTFOUND'), 'LineUnreachable'],
  ['a timeout of the connection', socketError('UND_ERR_CONNECT_TIMEOUT'), 'LineUnreachable'],
  ['a connect that timed out', socketError('ETIMEDOUT', { syscall: 'connect' }), 'LineUnreachable'],
  ['a certificate that has run out', socketError('CERT_HAS_EXPIRED'), 'LineUnreachable'],
  [
    'a host none of whose addresses answers',
    new TypeError('fetch failed', {
      cause: new AggregateError([
        Object.assign(new Error('v6'), { code: 'ECONNREFUSED' }),
        Object.assign(new Error('v4'), { code: 'ECONNREFUSED' }),
      ]),
    }),
    'LineUnreachable',
  ],
  ['a reset', socketError('ECONNRESET'), 'LineConnectionLost'],
  ['a closed socket', socketError('UND_ERR_SOCKET'), 'LineConnectionLost'],
  ['a read that timed out', socketError('ETIMEDOUT', { syscall: 'read' }), 'LineConnectionLost'],
  ['a timeout', new DOMException('late', 'TimeoutError'), 'LineTimeout'],
  ['an abort', new DOMException('gone', 'AbortError'), 'LineAborted'],
  ['a 2xx that is not JSON', new SyntaxError('Unexpected token'), 'LineUnreadableAnswer'],
  ['a 2xx of another shape', new z.ZodError([]), 'LineUnreadableAnswer'],
  ['any other error', new Error('?'), 'LineUnexpected'],
  ['no error at all', undefined, 'LineUnexpected'],
  ['a thrown text', 'oops', 'LineUnexpected'],
])('%s is told apart', (_what, error, code) => {
  expect(classifyLineError(error).code).toBe(code);
});

test('only a connection that never was is safe to repeat for a reply', () => {
  expect(classifyLineError(socketError('ECONNREFUSED'))).toMatchObject({ kind: 'retryable', sent: false });
  expect(classifyLineError(socketError('ECONNRESET'))).toMatchObject({ kind: 'unknown', sent: 'maybe' });
  expect(classifyLineError(new SyntaxError('cut'))).toMatchObject({ kind: 'unknown', sent: true });
});
