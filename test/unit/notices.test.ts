import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../src/api/app.ts';
import { type ApiContext, usualBudgets } from '../../src/api/context.ts';
import { createApiMetrics } from '../../src/api/metrics.ts';
import { TemporalUnavailable } from '../../src/temporal/deadline.ts';
import { newKey, parseKeyRing } from '../../src/temporal/key-ring.ts';
import { testLogger } from '../support/runtime.ts';

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const keyRing = parseKeyRing(`a:${newKey()}`);
/** Opens what this installation has sealed itself, so that the page goes on to ask Temporal. */
const token = keyRing.sealText('analysis:chat:places 0198c7a2-0000-7000-8000-000000000000');

/** An API of which only the pages are asked, with what Temporal does when they ask it. */
async function apiWith(temporal: () => never, logger = testLogger): Promise<FastifyInstance> {
  const api = {
    keyRing,
    metrics: createApiMetrics(),
    logger,
    temporal: { withDeadline: temporal, withAbortSignal: temporal, workflow: { getHandle: temporal } },
    settings: { channelSecrets: ['secret'], defaultLanguage: 'en' },
    budgets: usualBudgets,
  } as unknown as ApiContext;
  return buildApp(api);
}

const away = () => {
  throw new TemporalUnavailable('away');
};
const broken = () => {
  throw new Error('a secret of the inside');
};

test.each(['/r', '/r/', '/r/cut', `/r/${'a'.repeat(3000)}`, '/r/a/b', '/elsewhere'])(
  'a browser that opens %.20s gets a friendly page',
  async (url) => {
    const app = await apiWith(away);
    const { statusCode, headers, body } = await app.inject({ url, headers: browser });
    expect([statusCode, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(body).toContain('<h1>There is no such report</h1>');
  },
);

test('a program that asks for what is not there gets JSON', async () => {
  const app = await apiWith(away);
  const { statusCode, body } = await app.inject({ url: '/elsewhere' });
  expect([statusCode, JSON.parse(body)]).toEqual([404, { error: 'There is nothing here.' }]);
});

test('while Temporal is away the page says that nothing is lost', async () => {
  const app = await apiWith(away);
  const { statusCode, body } = await app.inject({
    url: `/r/${token}`,
    headers: { ...browser, 'accept-language': 'ja' },
  });
  expect(statusCode).toBe(503);
  expect(body).toContain('いまレポートを表示できません');
});

test('a fault of our own is called one, and nothing of it is told', async () => {
  const app = await apiWith(broken);
  const { statusCode, body } = await app.inject({
    url: `/r/${token}`,
    headers: { ...browser, 'accept-language': 'zh-TW' },
  });
  expect(statusCode).toBe(500);
  expect(body).toContain('出了點問題');
  expect(body).not.toContain('secret');
});

test('who opens very many pages is asked to wait, on a page', async () => {
  const app = await apiWith(away);
  const open = () => app.inject({ url: '/r/cut', headers: browser, remoteAddress: '192.0.2.7' });
  for (let page = 0; page < 120; page++) expect((await open()).statusCode).toBe(404);
  const { statusCode, body } = await open();
  expect(statusCode).toBe(429);
  expect(body).toContain('One moment, please');
});

test.each(['/elsewhere', '/r/cut'])(
  'somebody who has gone away in the middle of asking for %s is no error',
  async (url) => {
    const errors: unknown[] = [];
    const logger = { ...testLogger, error: (...about: unknown[]) => void errors.push(about) };
    const app = await apiWith(away, logger);
    // Node forgets the address of a socket that is closed.
    app.addHook('onRequest', async ({ socket }) => {
      Object.defineProperty(socket, 'remoteAddress', { value: undefined });
    });
    await app.inject({ method: 'GET', url, headers: browser });
    expect(errors).toEqual([]);
  },
);
