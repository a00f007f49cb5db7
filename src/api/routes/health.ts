import type { FastifyInstance } from 'fastify';
import { withDeadline } from '../../temporal/deadline.ts';
import type { ApiContext } from '../context.ts';

/** `GET /healthz`: the process answers. `GET /readyz`: Temporal answers too and has stored what it was last given (503 otherwise). */
export async function health(app: FastifyInstance, { api }: { api: ApiContext }): Promise<void> {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    if (api.durableCalls.areFailing())
      return reply.code(503).send({ status: 'not ready', reason: 'Temporal stores nothing.' });
    try {
      await withDeadline(api.temporal, api.budgets.queryMs, () => api.temporal.workflowService.getSystemInfo({}));
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'not ready', reason: 'Temporal does not answer.' });
    }
  });
}
