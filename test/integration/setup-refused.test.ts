import { type Client, isGrpcServiceError } from '@temporalio/client';
import proto from '@temporalio/proto';
import { createClient } from '../../src/temporal/connection.ts';
import { addSearchAttributes, setUpNamespace } from '../../src/temporal/setup.ts';
import { grpcRefusals, startRefusingProxy } from '../support/refusing-proxy.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { startDevServer } from '../support/temporal.ts';

let temporal: Awaited<ReturnType<typeof startDevServer>>;
const closes: (() => void | Promise<void>)[] = [];

beforeAll(async () => {
  temporal = await startDevServer();
  await temporal.installation.client.workflowService.registerNamespace({
    namespace: 'bare',
    workflowExecutionRetentionPeriod: proto.google.protobuf.Duration.fromObject({ seconds: 7 * 24 * 3600 }),
  });
});

afterAll(async () => {
  for (const close of closes.toReversed()) await close();
  await temporal.stop();
  await shutDownRuntime();
});

/** As Temporal Cloud: nothing of the operator service, no update of a namespace. */
const cloudRefuses = (path: string) => /operatorservice|\/UpdateNamespace$/i.test(path);

async function clientOf(namespace: string, refuses: (path: string) => boolean, status: number): Promise<Client> {
  const proxy = await startRefusingProxy(temporal.address, refuses, status);
  const client = createClient({ address: proxy.address, namespace }, {});
  closes.push(proxy.close, async () => client.connection.close());
  return client;
}

describe.each(Object.entries(grpcRefusals))('a server that refuses with %s', (_name, status) => {
  test('is content, again and again, with a namespace in which everything is in place', async () => {
    const client = await clientOf('default', cloudRefuses, status);
    for (let round = 0; round < 2; round++) await expect(setUpNamespace(client, 30)).resolves.toBeUndefined();
  });

  test('is told apart: what is missing is named with the commands that add it', async () => {
    const client = await clientOf('bare', cloudRefuses, status);
    const error: unknown = await setUpNamespace(client, 30).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'SetupRefused' });
    expect(String(error)).toBe(
      [
        'SetupRefused: The server does not let us change the namespace "bare". Do by hand, in its console or with tcld:',
        '  - add the search attributes of type Keyword: HyobanChat, HyobanStage, HyobanBatch',
        '      tcld namespace search-attributes add --namespace bare --search-attribute "HyobanChat=Keyword" --search-attribute "HyobanStage=Keyword" --search-attribute "HyobanBatch=Keyword"',
        '  - set the retention to 30 days, as HYOBAN_RETENTION_DAYS says; it is 7',
        '      tcld namespace retention set --namespace bare --retention-days 30',
        'Then run "hyoban setup temporal" again.',
      ].join('\n'),
    );
  });

  test('names only the retention when only that differs', async () => {
    const client = await clientOf('default', cloudRefuses, status);
    await expect(setUpNamespace(client, 29)).rejects.toThrow(/^(?!.*search attributes).*retention to 29 days/s);
  });
});

test('a namespace that is not there, or that may not be read, is told in a sentence', async () => {
  const absent = await clientOf('absent', () => false, 7);
  await expect(setUpNamespace(absent, 30)).rejects.toThrow('There is no namespace "absent"');
  const closed = await clientOf('default', (path) => path.endsWith('/DescribeNamespace'), 7);
  await expect(setUpNamespace(closed, 30)).rejects.toThrow('lets us not even read the namespace "default"');
});

test('other refusals are no matter of rights and stay what they are', async () => {
  const client = await clientOf('default', (path) => path.endsWith('/ListSearchAttributes'), 13);
  const error: unknown = await setUpNamespace(client, 30).catch((thrown: unknown) => thrown);
  expect(isGrpcServiceError(error) && error.code).toBe(13);
});

test('once the operator has added what was missing, setup is content', async () => {
  const direct = createClient({ address: temporal.address, namespace: 'bare' }, {});
  closes.push(async () => direct.connection.close());
  await addSearchAttributes(direct);
  const client = await clientOf('bare', cloudRefuses, 7);
  await expect(setUpNamespace(client, 7)).resolves.toBeUndefined();
});
