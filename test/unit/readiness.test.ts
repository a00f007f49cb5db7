import Fastify from 'fastify';
import type { ApiContext } from '../../src/api/context.ts';
import { health } from '../../src/api/routes/health.ts';

test('however many ask whether it is ready, Temporal is asked once', async () => {
  let asked = 0;
  const temporal = {
    withDeadline: async (_deadline: unknown, call: () => Promise<unknown>) => call(),
    workflowService: { getSystemInfo: async () => asked++ },
  };
  const api = { temporal, budgets: { queryMs: 1000 }, durableCalls: { areFailing: () => false } };
  const app = Fastify();
  await app.register(health, { api: api as unknown as ApiContext });
  const answers = await Promise.all(Array.from({ length: 50 }, async () => app.inject('/readyz')));
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  expect(asked).toBe(1);
  await app.close();
});
