import Fastify from 'fastify';
import { startApi } from '../src/api/start.ts';
import { makeKeys } from '../src/cli/local-keys.ts';
import { loadConfig, requireSettings } from '../src/config-loading.ts';
import { createLogger } from '../src/logging.ts';
import { createInstallation } from '../src/temporal/installation.ts';
import { cpuMs } from './support/clock.ts';
import { offer } from './support/remote.ts';

/** What this process does for the benchmark. */
export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** Secret that the benchmark signs with. */
export const channelSecret = 'secret of the benchmark';

/** The real API, in which only the call that starts a workflow is replaced by one that succeeds at once. */
async function startRealApi(): Promise<string> {
  const settings = {
    ...{ HYOBAN_API_PORT: '0', HYOBAN_ADMIN_PORT: '0', HYOBAN_PUBLIC_URL: 'http://127.0.0.1:1' },
    ...{ LINE_CHANNEL_SECRET: channelSecret, LINE_CHANNEL_ACCESS_TOKEN: 'unused' },
    ...{ HYOBAN_ENCRYPTION_KEYS: makeKeys().encryptionKeys, HYOBAN_ID_KEY: makeKeys().idKey },
  };
  const needed = ['encryptionKeys', 'idKey', 'publicUrl', 'lineChannelSecrets', 'lineChannelAccessToken'] as const;
  const config = requireSettings(loadConfig(settings), ...needed);
  const installation = createInstallation(config);
  Object.assign(installation.client.workflow, { start: async () => ({}) });
  const { url } = await startApi(config, installation, createLogger('info', 'api'));
  return `${url}/webhooks/line`;
}

/** The least that Fastify can do with a request. */
async function startEmptyRoute(): Promise<string> {
  const app = Fastify();
  app.get('/', async () => ({}));
  app.post('/', async () => ({}));
  return app.listen({ host: '127.0.0.1', port: 0 });
}

async function startReceiver() {
  const url = process.argv[2]?.includes('empty') ? await startEmptyRoute() : await startRealApi();
  return {
    url: async () => url,
    cpuMs: async () => cpuMs(),
  };
}

if (process.send) offer(await startReceiver());
