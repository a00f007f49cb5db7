import { STATUS_CODES } from 'node:http';
import type { Answer } from '../core/server.ts';

/** One entry of `details` in an error answer. */
export type ErrorDetail = { message: string; property: string };

/** An error answer of the shape in "Error responses" of the Messaging API reference. */
export function errorAnswer(
  status: number,
  message: string,
  more: { details?: ErrorDetail[]; headers?: Record<string, string>; body?: Record<string, unknown> } = {},
): Answer {
  const details = more.details && more.details.length > 0 ? { details: more.details } : {};
  return { status, body: { message, ...details, ...more.body }, headers: more.headers };
}

/** What HTTP itself forbids, and errors of the simulator's own. The wording on LINE is unconfirmed. */
export function httpError(status: number): Answer {
  return errorAnswer(status, STATUS_CODES[status] ?? 'Bad Request');
}

/** An error of the rich menu endpoints, whose `details` are there although they are empty. */
export function richMenuError(status: number, message: string): Answer {
  return errorAnswer(status, message, { body: { details: [] } });
}

/** 400 for fields of the request body. */
export function fieldErrors(details: ErrorDetail[]): Answer {
  return errorAnswer(400, `The request body has ${details.length} error(s)`, { details });
}

/** 400 for the content of one message object. */
export function messageErrors(index: number, details: ErrorDetail[]): Answer {
  return errorAnswer(400, `A message (messages[${index}]) in the request body is invalid`, { details });
}

/** 400 for a property of a wrong type or form. */
export function malformedProperty(property: string): Answer {
  return errorAnswer(400, `The property, ${property}, in the request body is invalid (line: -, column: -)`);
}

/** 400 for a value in the path or the query. */
export function invalidParameter(name: string): Answer {
  return errorAnswer(400, `The value for the '${name}' parameter is invalid`);
}

/** 404 of users, groups, rich menus and unknown paths. */
export function notFound(): Answer {
  return errorAnswer(404, 'Not found');
}

/** 401 for a missing or unknown channel access token. */
export function unauthorized(): Answer {
  return errorAnswer(
    401,
    'Authentication failed due to the following reason: invalid token. Confirm that the access token in the authorization header is valid.',
  );
}

/** 429 of the rate limit. */
export function rateLimited(): Answer {
  return errorAnswer(429, 'The API rate limit has been exceeded. Try again later.');
}

/** 429 of the monthly quota. */
export function monthlyLimit(): Answer {
  return errorAnswer(429, 'You have reached your monthly limit.');
}

/** 400 for a used, expired or unknown reply token. */
export function invalidReplyToken(): Answer {
  return errorAnswer(400, 'Invalid reply token');
}

/** 413 for a body over 2 MB. */
export function bodyTooLarge(): Answer {
  return errorAnswer(413, 'The request body is too large');
}
