import type { FastifyInstance } from 'fastify';

const wellFormed = /^\s*[^\s/;]+\/[^\s/;]+\s*(?:;|$)/;

/** Lets bodies through whose content type is no MIME type at all, such as `jsonl`: the API reads the bytes whatever it says. */
export function takeAnyContentType(server: FastifyInstance): void {
  server.addHook('onRequest', async ({ raw }) => {
    const given = raw.headers['content-type'];
    if (given !== undefined && !wellFormed.test(given)) raw.headers['content-type'] = 'application/octet-stream';
  });
}
