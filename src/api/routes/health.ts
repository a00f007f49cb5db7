import type { FastifyInstance } from 'fastify';
import { withDeadline } from '../../temporal/deadline.ts';
import { cached } from '../cached.ts';
import type { ApiContext } from '../context.ts';

/** However many ask, Temporal is asked once in this time. */
const readinessKeptMs = 1000;

/**
 * `GET /healthz`: the process answers. `GET /readyz`: Temporal answers too and has stored what it was last given (503
 * otherwise). Both are public, so what Temporal said is kept for a second.
 */
export async function health(app: FastifyInstance, { api }: { api: ApiContext }): Promise<void> {
  const doesTemporalAnswer = cached(readinessKeptMs, async () => {
    try {
      await withDeadline(api.temporal, api.budgets.queryMs, () => api.temporal.workflowService.getSystemInfo({}));
      return true;
    } catch {
      return false;
    }
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    if (api.durableCalls.areFailing())
      return reply.code(503).send({ status: 'not ready', reason: 'Temporal stores nothing.' });
    if (await doesTemporalAnswer()) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', reason: 'Temporal does not answer.' });
  });
}
