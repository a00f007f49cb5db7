import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { FastifyInstance } from 'fastify';

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const pageFolder = new URL('../page/', import.meta.url);

/** Serves the files of `page/` as they are; `/` is `index.html`. */
export async function pageRoutes(app: FastifyInstance): Promise<void> {
  for (const name of await readdir(pageFolder, { recursive: true })) {
    const path = name.replaceAll('\\', '/');
    const contentType = contentTypes[extname(path)];
    if (!contentType) continue;
    // Read for each request, so that an edited file needs only a reload.
    app.get(path === 'index.html' ? '/' : `/${path}`, async (_request, reply) =>
      reply.type(contentType).send(await readFile(new URL(path, pageFolder))),
    );
  }
}
