import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';

/** Gives JSON bodies to the routes of one scope as the bytes that came, since signatures are made over those. */
export const rawJsonBody = plugin(async (app: FastifyInstance) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  // A request without a body and without a type meets no parser: its body is empty, not undefined.
  app.addHook('preHandler', async (request) => {
    request.body ??= Buffer.alloc(0);
  });
});
