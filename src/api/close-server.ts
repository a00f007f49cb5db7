import type { FastifyInstance } from 'fastify';

const lookEveryMs = 50;

/**
 * Stops taking connections and waits for the requests under way. Node closes the connections that are idle when closing
 * begins; one that was busy then would be waited for until its keep-alive is over, so it is closed once it is idle.
 */
export async function closeServer(app: FastifyInstance): Promise<void> {
  const looking = setInterval(() => app.server.closeIdleConnections(), lookEveryMs);
  try {
    await app.close();
  } finally {
    clearInterval(looking);
  }
}
