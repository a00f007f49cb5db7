import type { z } from 'zod';
import { BadInput, readBody } from './bad-input.ts';
import type { Call } from './call.ts';
import type { Answer, Route } from './server.ts';

/** Thrown when something cannot be done as things stand, e.g. end a job that has ended; the message is a sentence. */
export class Refused extends Error {}

/** Answers with the JSON that `handle` returns; `path` is a pattern below `/_sim/`. */
export function controlRoute(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  handle: (call: Call) => unknown,
  status: 200 | 201 = 200,
): Route {
  return {
    name: `control ${method} ${path}`,
    method,
    pattern: new RegExp(`^/_sim/${path}$`),
    handle: (call) => inSentences(async () => ({ status, body: (await handle(call)) ?? {} })),
  };
}

/** A POST route whose JSON must fit the schema. */
export function controlPost<T>(
  path: string,
  schema: z.ZodType<T>,
  handle: (input: T, call: Call) => unknown,
  status?: 200 | 201,
): Route {
  return controlRoute('POST', path, (call) => handle(readBody(schema, call.rawBody), call), status);
}

/** 404 for what else is called under `/_sim/`; stands behind all control routes. */
export const unknownControls: Route[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({
  name: 'control',
  method,
  pattern: /^\/_sim\//,
  handle: ({ path }) => ({ status: 404, body: { message: `There is no control route ${method} ${path}.` } }),
}));

async function inSentences(handle: () => Promise<Answer>): Promise<Answer> {
  try {
    return await handle();
  } catch (error) {
    if (error instanceof BadInput) return { status: 400, body: { message: error.message } };
    if (error instanceof Refused) return { status: 409, body: { message: error.message } };
    throw error;
  }
}
