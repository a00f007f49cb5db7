import { keepOutForeignSettings, keepOutForeignTemporal, noProfile } from '../../src/cli/local-environment.ts';
import { proxyArgs } from '../../src/temporal/connection.ts';

const foreign = {
  ...{ TEMPORAL_API_KEY: 'key', TEMPORAL_NAMESPACE: 'prod.acct', TEMPORAL_PROFILE: 'prod', TEMPORAL_TLS: 'true' },
  ...{ TEMPORAL_TLS_CLIENT_CERT_PATH: '/nowhere.pem', TEMPORAL_GRPC_META_X: 'y', TEMPORAL_CODEC_ENDPOINT: 'https://c' },
};
const own = { TEMPORAL_CLI: '/bin/temporal', TEMPORAL_TASK_QUEUE: 'mine', HYOBAN_API_PORT: '1', PATH: '/bin' };

const keptOut = (env: Record<string, string | undefined>) => {
  keepOutForeignSettings(env);
  return env;
};

test('what is meant for another Temporal server is taken out, profiles in files included; what is ours stays', () => {
  const env = keptOut({ ...foreign, ...own, TEMPORAL_CONFIG_FILE: '/home/me/temporal.toml' });
  expect(Object.keys(env).filter((name) => name in foreign)).toEqual([]);
  expect(env).toMatchObject({ ...own, TEMPORAL_CONFIG_FILE: noProfile });
});

test('with TEMPORAL_ADDRESS its credentials stay, unless the server is started here in any case', () => {
  expect(keptOut({ ...foreign, TEMPORAL_ADDRESS: 'cloud:7233' })).toMatchObject(foreign);
  const env: Record<string, string | undefined> = { ...foreign, TEMPORAL_ADDRESS: 'cloud:7233' };
  keepOutForeignTemporal(env);
  expect(env).toEqual({ TEMPORAL_CONFIG_FILE: noProfile });
});

test('what Google SDKs read by themselves is taken out; our own settings of Gemini stay', () => {
  const google = ['GOOGLE_API_KEY', 'GOOGLE_GENAI_USE_VERTEXAI', 'GOOGLE_CLOUD_PROJECT', 'GOOGLE_GEMINI_BASE_URL'];
  const env = keptOut({ ...Object.fromEntries(google.map((name) => [name, 'x'])), GEMINI_API_KEY: 'ours' });
  expect(google.filter((name) => name in env)).toEqual([]);
  expect(env.GEMINI_API_KEY).toBe('ours');
});

test.each([
  [{}, '127.0.0.1,localhost,::1'],
  [{ NO_PROXY: 'corp.example, localhost' }, 'corp.example,localhost,127.0.0.1,::1'],
  [{ no_proxy: 'a.example' }, 'a.example,127.0.0.1,localhost,::1'],
])('addresses of this machine are reached without a proxy: %j', (env, hosts) => {
  expect(keptOut({ ...env, HTTPS_PROXY: 'http://proxy:1' })).toMatchObject({ NO_PROXY: hosts, no_proxy: hosts });
});

test('a debugger is not handed on', () => {
  expect(keptOut({ NODE_OPTIONS: '--inspect-brk=9230 --max-old-space-size=99 --inspect' }).NODE_OPTIONS).toBe(
    '--max-old-space-size=99',
  );
});

test.each([
  ['127.0.0.1:7233', true],
  ['localhost:7233', true],
  ['localhost', true],
  ['[::1]:7233', true],
  [undefined, true],
  ['temporal.example.org:7233', false],
  ['localhost.example.org:7233', false],
  ['10.0.0.1:7233', false],
])('gRPC goes past a proxy to %s: %s', (address, isDirect) => {
  expect('grpc.enable_http_proxy' in proxyArgs(address)).toBe(isDirect);
});
