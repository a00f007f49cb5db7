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

/** 400 with a message about one field, as the front end words it. */
export function invalidField(field: string, problem: string): Answer {
  return googleError('INVALID_ARGUMENT', `* ${field}: ${problem}\n`);
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

/** 429 of the batch queue: the Help detail, and RetryInfo only when a delay is given. */
export function quotaExceeded(retryDelaySeconds?: number): Answer {
  const help = {
    '@type': 'type.googleapis.com/google.rpc.Help',
    links: [
      { description: 'Learn more about Gemini API quotas', url: 'https://ai.google.dev/gemini-api/docs/rate-limits' },
    ],
  };
  const message =
    'You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.';
  if (retryDelaySeconds === undefined) return googleError('RESOURCE_EXHAUSTED', message, [help]);
  const retryInfo = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retryDelaySeconds}s` };
  const withDelay = `${message}\nPlease retry in ${retryDelaySeconds}s.`;
  return googleError('RESOURCE_EXHAUSTED', withDelay, [help, retryInfo]);
}

/** 404 for a model that does not exist or cannot do this. */
export function modelNotFound(model: string, version: string, method: string): Answer {
  return googleError(
    'NOT_FOUND',
    `models/${model} is not found for API version ${version}, or is not supported for ${method}. Call ListModels to see the list of available models and their supported methods.`,
  );
}
