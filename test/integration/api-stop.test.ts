import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { shutDownRuntime } from '../support/runtime.ts';
import { startBareApi } from './security-support.ts';

afterAll(shutDownRuntime);

test('a request under way is answered when the API stops, and its connection is not waited for after that', async () => {
  const api = await startBareApi();
  const agent = new Agent({ keepAlive: true });
  const body = '{"events":[]}';
  const headers = { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' };
  const posting = request(`${api.url}/webhooks/line`, { method: 'POST', agent, headers });
  posting.flushHeaders();
  await once(posting, 'continue');
  const stopped = api.stop();
  posting.end(body);
  const [answer]: IncomingMessage[] = await once(posting, 'response');
  answer?.resume();

  expect(answer?.statusCode).toBe(401);
  await stopped;
  agent.destroy();
});
