import type { FastifyReply, FastifyRequest } from 'fastify';
import { ZodError, z } from 'zod';
import { ActionRefused } from '../line/person/refused.ts';

const httpError = z.looseObject({ statusCode: z.number().int().min(400).max(499), message: z.string() });

/** Answers every error as `{ message }`: bad input 400, what a person cannot do now 409, Fastify's own by their status, the rest 500. */
export async function answerError(
  error: unknown,
  _request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (error instanceof ZodError) return reply.code(400).send({ message: sentenceOf(error) });
  if (error instanceof ActionRefused) return reply.code(409).send({ message: error.message });
  const known = httpError.safeParse(error);
  if (known.success) return reply.code(known.data.statusCode).send({ message: known.data.message });
  return reply.code(500).send({ message: error instanceof Error ? error.message : String(error) });
}

function sentenceOf(error: ZodError): string {
  const [first] = error.issues;
  if (!first) return 'The request is not valid.';
  const where = first.path.join('.');
  return where ? `${where}: ${first.message}.` : `${first.message}.`;
}
