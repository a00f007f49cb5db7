import { ApiError } from '@google/genai';
import { z } from 'zod';
import { type GeminiCall, GeminiCallError, UnusableAnswer } from '../../src/gemini/call.ts';
import { classifyGeminiError } from '../../src/gemini/errors.ts';

const google = (status: number, message: string, details?: object[], code = 'X') =>
  new ApiError({ status, message: JSON.stringify({ error: { code: status, message, status: code, details } }) });

const retryInfo = (retryDelay: string) => ({ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay });
const quotaFailure = (quotaId: string) => ({
  '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
  violations: [{ quotaMetric: 'm', quotaId, quotaValue: '10' }],
});
const badKey = {
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason: 'API_KEY_INVALID',
  domain: 'googleapis.com',
};
const fetchFailed = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
const during = (call: GeminiCall, error: unknown) => new GeminiCallError(call, error);

describe('an error of Gemini', () => {
  test.each([
    [
      'a minute quota',
      google(429, 'Quota', [quotaFailure('RequestsPerMinutePerProject')]),
      'GeminiRateLimited',
      'retryable',
    ],
    ['a day quota', google(429, 'Quota', [quotaFailure('RequestsPerDayPerProject')]), 'GeminiDayQuota', 'permanent'],
    ['a bad key', google(400, 'Whatever', [badKey], 'INVALID_ARGUMENT'), 'GeminiBadKey', 'permanent'],
    [
      'a bad key by its message',
      google(400, 'API key not valid. Please pass a valid API key.'),
      'GeminiBadKey',
      'permanent',
    ],
    ['a missing key', google(403, "Method doesn't allow unregistered callers"), 'GeminiBadKey', 'permanent'],
    ['a leaked key', google(403, 'Your API key was reported as leaked.'), 'GeminiBadKey', 'permanent'],
    [
      'a file that is gone',
      google(403, 'You do not have permission to access the File x or it may not exist.'),
      'GeminiFileGone',
      'permanent',
    ],
    ['no billing', google(400, 'Billing', undefined, 'FAILED_PRECONDITION'), 'GeminiPrecondition', 'permanent'],
    [
      'a bad request',
      google(400, 'Invalid JSON payload received.', undefined, 'INVALID_ARGUMENT'),
      'GeminiBadRequest',
      'permanent',
    ],
    ['a MIME type', google(400, 'Unsupported MIME type: jsonl'), 'GeminiUnsupportedMime', 'permanent'],
    [
      'an unknown model',
      google(404, 'models/x is not found for API version v1beta, or …'),
      'GeminiModelUnknown',
      'permanent',
    ],
    ['an unknown batch', google(404, 'Requested entity was not found.'), 'GeminiNotFound', 'permanent'],
    ['a full model', google(503, 'This model is currently experiencing high demand.'), 'GeminiOverloaded', 'retryable'],
    ['a server fault', google(500, 'Internal'), 'GeminiServerError', 'retryable'],
    [
      'a page of a proxy',
      new ApiError({ status: 502, message: '<html>502 Bad Gateway</html>' }),
      'GeminiServerError',
      'retryable',
    ],
    ['the server’s own timeout', google(504, 'Deadline exceeded'), 'GeminiTimeout', 'unknown'],
    ['a status that no page names', google(418, 'I am a teapot'), 'GeminiBadRequest', 'permanent'],
  ])('%s', (_name, error, code, kind) => {
    expect(classifyGeminiError(error)).toMatchObject({ code, kind, sent: expect.anything() });
    expect(classifyGeminiError(during('collectReviews', error))).toMatchObject({ code, kind });
  });

  test.each([
    ['RetryInfo', google(429, 'Quota', [retryInfo('58s')]), 58_000],
    ['a broken part of a second', google(429, 'Quota', [retryInfo('0.0501s')]), 51],
    ['the message, when there is no RetryInfo', google(429, 'Quota.\nPlease retry in 58.05s.'), 58_050],
    ['RetryInfo of a 503', google(503, 'Full', [retryInfo('7s')]), 7000],
    ['nothing, when it is not a duration', google(429, 'Quota', [retryInfo('soon')]), undefined],
    ['nothing, when it is zero', google(429, 'Quota', [retryInfo('0s')]), undefined],
    ['nothing, when it is negative', google(429, 'Quota', [retryInfo('-5s')]), undefined],
    ['nothing, when it is more than a day', google(429, 'Quota', [retryInfo('99999s')]), undefined],
    ['nothing, when it is a number beyond all', google(429, 'Quota', [retryInfo(`${'9'.repeat(400)}s`)]), undefined],
  ])('asks to wait by %s', (_name, error, retryAfterMs) => {
    expect(classifyGeminiError(error).retryAfterMs).toBe(retryAfterMs);
  });

  test('a day quota is marked, and its short RetryInfo is not believed', () => {
    const failure = classifyGeminiError(
      google(429, 'Quota', [quotaFailure('GenerateRequestsPerDayX'), retryInfo('3s')]),
    );
    expect(failure).toMatchObject({ kind: 'permanent', apology: 'DayQuota' });
    expect(failure.retryAfterMs).toBeUndefined();
  });

  test.each([
    '',
    'null',
    '[]',
    '{"error":"text"}',
    '{"error":{"details":"x"}}',
    '{"error":{"details":[1,{"@type":5}]}}',
  ])('a body of another form is no obstacle: %s', (message) => {
    expect(classifyGeminiError(new ApiError({ status: 429, message })).code).toBe('GeminiRateLimited');
  });
});

describe('an error while a batch is created', () => {
  test.each([
    ['429 is about the batch quota', google(429, 'Quota'), 'GeminiBatchQuota', 'retryable'],
    [
      '429 of the day stays one of the day',
      google(429, 'Q', [quotaFailure('BatchPerDay')]),
      'GeminiDayQuota',
      'permanent',
    ],
    ['500 may have made the job', google(500, 'Internal'), 'GeminiServerError', 'unknown'],
    ['503 may have made the job', google(503, 'Full'), 'GeminiOverloaded', 'unknown'],
    ['504 may have made the job', google(504, 'Late'), 'GeminiTimeout', 'unknown'],
    [
      'a cut answer may have made the job',
      new SyntaxError('Unexpected end of JSON input'),
      'GeminiUnreadableAnswer',
      'unknown',
    ],
    ['a lost connection may have made the job', fetchFailed('UND_ERR_SOCKET'), 'GeminiConnectionLost', 'unknown'],
    ['a refused connection has not', fetchFailed('ECONNREFUSED'), 'GeminiUnreachable', 'retryable'],
    ['a refusal has not', google(400, 'Bad'), 'GeminiBadRequest', 'permanent'],
  ])('%s', (_name, error, code, kind) => {
    expect(classifyGeminiError(during('createBatch', error))).toMatchObject({ code, kind });
  });
});

describe('an error without an answer', () => {
  const zodError = z.string().safeParse(1).error;
  test.each([
    ['a refused connection', fetchFailed('ECONNREFUSED'), 'GeminiUnreachable', 'retryable', false],
    ['no address', fetchFailed('ENOTFOUND'), 'GeminiUnreachable', 'retryable', false],
    ['a connect timeout', fetchFailed('UND_ERR_CONNECT_TIMEOUT'), 'GeminiUnreachable', 'retryable', false],
    ['a reset', fetchFailed('ECONNRESET'), 'GeminiConnectionLost', 'unknown', 'maybe'],
    ['an end within the body', new TypeError('terminated'), 'GeminiConnectionLost', 'unknown', 'maybe'],
    [
      'the SDK’s timeout',
      new DOMException('This operation was aborted', 'AbortError'),
      'GeminiTimeout',
      'unknown',
      'maybe',
    ],
    ['a signal’s timeout', new DOMException('Timed out', 'TimeoutError'), 'GeminiTimeout', 'unknown', 'maybe'],
    ['broken JSON', new SyntaxError('Unexpected token'), 'GeminiUnreadableAnswer', 'unknown', true],
    ['JSON of another form', zodError, 'GeminiUnreadableAnswer', 'unknown', true],
    ['anything else', new TypeError('x is not a function'), 'GeminiUnexpected', 'unknown', 'maybe'],
    ['no error at all', 'oops', 'GeminiUnexpected', 'unknown', 'maybe'],
    ['nothing', undefined, 'GeminiUnexpected', 'unknown', 'maybe'],
  ])('%s', (_name, error, code, kind, sent) => {
    expect(classifyGeminiError(error)).toMatchObject({ code, kind, sent });
    expect(classifyGeminiError(during('searchPlaces', error))).toMatchObject({ code, kind, sent });
  });

  test('the caller’s own abort is told from a timeout', () => {
    const error = new GeminiCallError('answerNow', new DOMException('stop', 'AbortError'), { aborted: true });
    expect(classifyGeminiError(error)).toMatchObject({ code: 'GeminiAborted', kind: 'unknown' });
  });
});

describe('the same error means something else for', () => {
  const classes: GeminiCall[] = ['getBatch', 'uploadJsonl', 'collectReviews', 'createBatch'];
  const kindsOf = (error: unknown) => classes.map((call) => classifyGeminiError(during(call, error)).kind);
  const [later, never, unknown] = ['retryable', 'permanent', 'unknown'];
  test.each([
    // looks, uploads, paid reads, creates
    ['503', google(503, 'Full'), [later, later, later, unknown], 'no'],
    ['a refused connection', fetchFailed('ECONNREFUSED'), [later, later, later, later], 'no'],
    ['429', google(429, 'Quota'), [later, later, later, later], 'no'],
    ['429 of the day', google(429, 'Q', [quotaFailure('PerDay')]), [later, later, never, never], 'no'],
    ['500', google(500, 'Internal'), [later, later, later, unknown], 'maybe'],
    ['504', google(504, 'Late'), [unknown, unknown, unknown, unknown], 'maybe'],
    ['a lost connection', fetchFailed('ECONNRESET'), [unknown, unknown, unknown, unknown], 'maybe'],
    ['an answer that is cut', new SyntaxError('end'), [unknown, unknown, unknown, unknown], 'maybe'],
    ['401', google(401, 'No'), [later, later, never, never], 'no'],
    ['403', google(403, 'No'), [later, later, never, never], 'no'],
    ['a key that has expired', google(400, 'API key expired.'), [later, later, never, never], 'no'],
    ['no billing', google(400, 'Billing', undefined, 'FAILED_PRECONDITION'), [later, later, never, never], 'no'],
    ['400', google(400, 'Bad', undefined, 'INVALID_ARGUMENT'), [later, never, never, never], 'no'],
    ['404', google(404, 'Requested entity was not found.'), [never, never, never, never], 'no'],
    ['an answer without sources', new UnusableAnswer('GeminiNoSources'), [later, later, later, later], 'yes'],
  ])('%s, by class of call', (_name, error, kinds, billed) => {
    expect(kindsOf(error)).toEqual(kinds);
    expect(classifyGeminiError(during('collectReviews', error)).billed).toBe(billed);
  });

  test.each([google(401, 'No'), google(403, 'No'), google(400, 'Billing', undefined, 'FAILED_PRECONDITION')])(
    'an operator: %s',
    (error) => expect(classifyGeminiError(during('getBatch', error)).needsOperator).toBe(true),
  );
});
