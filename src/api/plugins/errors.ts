import rateLimit from '@fastify/rate-limit';
import type { FastifyError, FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import type { Logger } from '../../logging.ts';

/** Unknown paths a minute from one address, against probing. */
const unknownPathsPerMinute = 60;

/** One form for every error, `{ error: sentence }`; what happened inside stays inside. */
export const errors = plugin(async (app: FastifyInstance, { logger }: { logger: Logger }) => {
  await app.register(rateLimit, { global: false });
  app.setNotFoundHandler(
    { preHandler: app.rateLimit({ max: unknownPathsPerMinute, timeWindow: '1 minute' }) },
    async (_request, reply) => reply.code(404).send({ error: 'There is nothing here.' }),
  );
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) logger.error({ route: request.routeOptions.url, err: error }, 'a request failed');
    return reply.code(status).send({ error: status >= 500 ? 'Something went wrong here.' : sentenceOf(error, status) });
  });
});

function sentenceOf(error: FastifyError, status: number): string {
  switch (status) {
    case 413:
      return 'The body is too large.';
    case 415:
      return 'The content type must be application/json.';
    case 429:
      return 'Too many requests; please wait a minute.';
    default:
      return error.message;
  }
}
