import rateLimit from '@fastify/rate-limit';
import type { FastifyError, FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import type { NoticeKind } from '../../report/texts/catalogue.ts';
import type { ApiContext } from '../context.ts';
import { sendNotice, wantsPage } from '../notice.ts';
import { limitPerMinute } from '../rate-limit.ts';

/** Unknown paths a minute from one address, against probing. */
const unknownPathsPerMinute = 60;

/**
 * One form for every error, `{ error: sentence }`, or a page for who asks with a browser; what happened inside stays
 * inside.
 */
export const errors = plugin(async (app: FastifyInstance, { api }: { api: ApiContext }) => {
  const { defaultLanguage } = api.settings;
  await app.register(rateLimit, { global: false });
  app.setNotFoundHandler({ preHandler: limitPerMinute(app, unknownPathsPerMinute) }, async (request, reply) =>
    wantsPage(request)
      ? sendNotice(request, reply, 'not-found', defaultLanguage)
      : reply.code(404).send({ error: 'There is nothing here.' }),
  );
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) api.logger.error({ route: request.routeOptions.url, err: error }, 'a request failed');
    if (wantsPage(request)) return sendNotice(request, reply, noticeFor(status), defaultLanguage);
    return reply.code(status).send({ error: status >= 500 ? 'Something went wrong here.' : sentenceOf(error, status) });
  });
});

function noticeFor(status: number): NoticeKind {
  if (status === 429) return 'too-many';
  return status >= 500 ? 'went-wrong' : 'not-found';
}

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
