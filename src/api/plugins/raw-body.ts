import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';

/** Gives JSON bodies to the routes of one scope as the bytes that came, since signatures are made over those. */
export const rawJsonBody = plugin(async (app: FastifyInstance) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
});
