import { createClient } from '../../src/temporal/connection.ts';
import { startFreezingProxy } from '../support/freezing-proxy.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { startDevServer } from '../support/temporal.ts';

test('a frontend that freezes without closing its connections is left before a deadline of 25 s has passed', async () => {
  const temporal = await startDevServer();
  const proxy = await startFreezingProxy(temporal.address);
  const client = createClient({ address: proxy.address, namespace: 'default' }, {});
  const describe = async () => client.workflowService.describeNamespace({ namespace: 'default' });
  await describe();
  proxy.freeze();
  const described = await client.withDeadline(Date.now() + 25_000, describe);
  expect(described.namespaceInfo?.name).toBe('default');
  await client.connection.close();
  proxy.close();
  await temporal.stop();
  await shutDownRuntime();
}, 60_000);
