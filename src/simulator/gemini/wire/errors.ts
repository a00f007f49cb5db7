import type { Answer } from '../../core/server.ts';

const statusOf = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL: 500,
} as const;

/** Canonical error codes that the simulator answers with. */
export type ErrorStatus = keyof typeof statusOf;

/** A Google error body with its HTTP status; `details` follow google.rpc. */
export function googleError(status: ErrorStatus, message: string, details?: readonly unknown[]): Answer {
  const code = statusOf[status];
  return { status: code, body: { error: { code, message, status, ...(details ? { details } : {}) } } };
}

const frontEndErrors: Record<number, readonly [status: string, message: string]> = {
  405: ['UNIMPLEMENTED', 'The request method is inappropriate for the URL.'],
  408: ['DEADLINE_EXCEEDED', 'Your client took too long to issue its request.'],
  414: ['INVALID_ARGUMENT', 'The requested URL is too large to process.'],
  417: ['FAILED_PRECONDITION', 'The expectation given in the Expect request-header field could not be met.'],
  431: ['INVALID_ARGUMENT', "Your client's headers are too large to process."],
  500: ['INTERNAL', 'Internal error encountered.'],
};

/** What HTTP itself forbids, and errors of the simulator's own; Google may answer some of the former with a page of HTML. */
export function httpError(code: number): Answer {
  const malformed = ['INVALID_ARGUMENT', 'Your client has issued a malformed or illegal request.'] as const;
  const [status, message] = frontEndErrors[code] ?? malformed;
  return { status: code, body: { error: { code, message, status } } };
}

/** 400 with a message about one field, as the front end words it. */
export function invalidField(field: string, problem: string): Answer {
  return googleError('INVALID_ARGUMENT', `* ${field}: ${problem}\n`);
}

/** A member of a request that does not fit: `field` in snake_case, left out at the top. */
export type Violation = { field?: string; description: string };

/** 400 of the front end, which names every member that does not fit. */
export function badRequest(violations: readonly Violation[]): Answer {
  const message = violations.map(({ description }) => description).join('\n');
  const detail = { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: violations };
  return googleError('INVALID_ARGUMENT', message, [detail]);
}

/** 400 for a body that is too large. */
export function tooLarge(limitBytes: number): Answer {
  return googleError('INVALID_ARGUMENT', `Request payload size exceeds the limit: ${limitBytes} bytes.`);
}

/** 403 for a call without a key. */
export const keyMissing = googleError(
  'PERMISSION_DENIED',
  "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
);

/** 400 for a key that Google does not know, as in "Troubleshooting guide". */
export const keyInvalid = googleError('INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
  {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: 'API_KEY_INVALID',
    domain: 'googleapis.com',
    metadata: { service: 'generativelanguage.googleapis.com' },
  },
  {
    '@type': 'type.googleapis.com/google.rpc.LocalizedMessage',
    locale: 'en-US',
    message: 'API key not valid. Please pass a valid API key.',
  },
]);

/** A used-up limit in a QuotaFailure detail. */
export type QuotaViolation = {
  quotaMetric: string;
  /** Holds `PerDay` when waiting is no use today. */
  quotaId: string;
  quotaDimensions?: Record<string, string>;
  quotaValue: string;
};

const quotaMessage =
  'You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.';
const quotaHelp = {
  '@type': 'type.googleapis.com/google.rpc.Help',
  links: [
    { description: 'Learn more about Gemini API quotas', url: 'https://ai.google.dev/gemini-api/docs/rate-limits' },
  ],
};
const quotaFailure = (violation: QuotaViolation) => ({
  '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
  violations: [violation],
});

/** 429: always the Help detail, QuotaFailure and RetryInfo only when given; batch creation has been seen without both. */
export function quotaExceeded(retryDelaySeconds?: number, violation?: QuotaViolation): Answer {
  const retryInfo = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retryDelaySeconds}s` };
  const hasDelay = retryDelaySeconds !== undefined;
  return googleError(
    'RESOURCE_EXHAUSTED',
    hasDelay ? `${quotaMessage}\nPlease retry in ${retryDelaySeconds}s.` : quotaMessage,
    [quotaHelp, ...(violation ? [quotaFailure(violation)] : []), ...(hasDelay ? [retryInfo] : [])],
  );
}

/** 429 for a project whose files take up all of its storage. */
export function storageFull(limitBytes: number): Answer {
  const quotaMetric = 'generativelanguage.googleapis.com/file_storage_bytes';
  const quotaId = 'FileStorageBytesPerProject';
  const violation = { quotaMetric, quotaId, quotaValue: String(limitBytes) };
  const message = `${quotaMessage}\n* Quota exceeded for metric: ${quotaMetric}, limit: ${limitBytes}`;
  return googleError('RESOURCE_EXHAUSTED', message, [quotaFailure(violation), quotaHelp]);
}

/** 404 for a model that does not exist or cannot do this. */
export function modelNotFound(model: string, version: string, method: string): Answer {
  return googleError(
    'NOT_FOUND',
    `models/${model} is not found for API version ${version}, or is not supported for ${method}. Call ListModels to see the list of available models and their supported methods.`,
  );
}
