import { execFile, execFileSync } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { apiSettings } from '../../src/api/start.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { configSchema } from '../../src/config.ts';
import { envNameOf, settingMetaSchema } from '../../src/config-loading.ts';
import { settingsReadBy } from '../../src/config-readers.ts';
import { workerSettings } from '../../src/worker/start.ts';
import { productionLimits } from '../support/production-limits.ts';

const serviceSchema = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  restart: z.string(),
  stop_grace_period: z.string().optional(),
  mem_limit: z.string().optional(),
});

const composeText = await readFile('docker-compose.yml', 'utf8');
const { services } = z
  .object({ services: z.record(z.string(), serviceSchema) })
  .parse(parse(composeText, { merge: true }));
const dockerfile = await readFile('Dockerfile', 'utf8');
const hyobanServices = Object.entries(services).filter(([, { image }]) => image.startsWith('hyoban:'));
const service = (name: string) => serviceSchema.parse(services[name]);

const settings = configSchema.keyof().options.map((key) => ({
  key,
  ...settingMetaSchema.parse(configSchema.shape[key].meta()),
}));
const settingNames = settings.map(({ env }) => env);
/** Settings of `npm start`: the folder and the ports of what runs on one machine. */
const localOnly = [
  ...settings.filter(({ group }) => group === 'Simulator').map(({ env }) => env),
  'HYOBAN_STATE_DIR',
  'HYOBAN_TEMPORAL_PORT',
  'HYOBAN_TEMPORAL_UI_PORT',
  'TEMPORAL_CLI',
  // The codec server of operators runs where their browser is.
  'HYOBAN_CODEC_PORT',
  'HYOBAN_CODEC_TOKEN',
  'HYOBAN_CODEC_ORIGINS',
];
/** Variables of the file that belong to the images or to the file itself. */
const foreign = ['NODE_OPTIONS', 'HYOBAN_IMAGE_TAG', 'TEMPORAL_CODEC_ENDPOINT'];
const interpolations = [...composeText.matchAll(/\$\{(?<name>\w+)(?<rest>[^}]*)\}/g)].map(({ groups }) => ({
  name: groups?.name ?? '',
  rest: groups?.rest ?? '',
}));

describe('the settings in docker-compose.yml', () => {
  test('are all known to the program', () => {
    const given = hyobanServices.flatMap(([, { environment }]) => Object.keys(environment));
    const asked = interpolations.map(({ name }) => name).filter((name) => /^(HYOBAN|LINE|GEMINI|TEMPORAL)_/.test(name));
    const unknown = [...given, ...asked].filter((name) => !settingNames.includes(name) && !foreign.includes(name));
    expect(unknown).toEqual([]);
  });

  test('are all that the program has, but for those of the local mode', () => {
    const given = hyobanServices.flatMap(([, { environment }]) => Object.keys(environment));
    expect(settingNames.filter((name) => !given.includes(name) && !localOnly.includes(name))).toEqual([]);
  });

  test.each([
    ['api', apiSettings],
    ['worker', workerSettings],
  ] as const)('without which the %s does not start are demanded with a message', (name, required) => {
    const { environment } = service(name);
    for (const env of required.map(envNameOf))
      expect(environment[env]).toMatch(new RegExp(`^\\$\\{${env}:\\?[^}]{10,}\\}$`));
  });

  test('hold no password or secret, not even a default one', () => {
    const secrets = settings.filter(({ secret }) => secret).map(({ env }) => env);
    const isSecret = (name: string) => secrets.includes(name) || /PASSWORD|PWD|SECRET|TOKEN/.test(name);
    const values = Object.values(services).flatMap(({ environment }) => Object.entries(environment));
    const held = values.filter(([name, value]) => isSecret(name) && !/^\$\{\w+:(\?[^}]+|-)\}$/.test(value));
    expect(held).toEqual([]);
    expect(values.some(([name]) => isSecret(name))).toBe(true);
  });

  test.each(['setup', 'api', 'worker'] as const)('reach %s: all that it reads, and no others', (name) => {
    const read = settingsReadBy[name].map((key) => envNameOf(key));
    const given = Object.keys(service(name).environment).filter((env) => settingNames.includes(env));
    expect(given.toSorted()).toEqual(read.toSorted());
  });

  test('have one value in every service: the same variable, or the same text', () => {
    const own = ['HYOBAN_API_HOST', 'HYOBAN_API_PORT', 'HYOBAN_ADMIN_PORT', 'HYOBAN_WORKER_METRICS_PORT'];
    const given = hyobanServices.flatMap(([, { environment }]) => Object.entries(environment));
    for (const name of settingNames.filter((env) => !own.includes(env)))
      expect(new Set(given.filter(([env]) => env === name).map(([, value]) => value)).size).toBeLessThanOrEqual(1);
  });

  test('give the Gemini key to the worker alone', () => {
    const holders = Object.keys(services).filter((name) => 'GEMINI_API_KEY' in service(name).environment);
    expect(holders).toEqual(['worker']);
  });
});

describe('the services in docker-compose.yml', () => {
  test('run subcommands that exist', async () => {
    expect(hyobanServices.map(([, { command }]) => command)).toEqual([['setup', 'temporal'], ['api'], ['worker']]);
    expect(Object.keys(commands)).toEqual(expect.arrayContaining(['setup', 'api', 'worker']));
    expect((await commands.setup()).subCommands).toHaveProperty('temporal');
  });

  test('publish only the API and the Web UI, both on loopback unless told otherwise', () => {
    const published = Object.entries(services).flatMap(([name, { ports }]) => ports.map((port) => [name, port]));
    expect(published).toEqual([
      ['temporal-ui', '127.0.0.1:${UI_PORT:-8080}:8080'],
      ['api', '${API_PUBLISH:-127.0.0.1:3000}:3000'],
    ]);
  });

  test('can be scaled: none has a container name', () => {
    expect(Object.keys(services).filter((name) => 'container_name' in service(name))).toEqual([]);
  });

  test('wait only for services that can say that they are ready', () => {
    const waits = Object.values(services).flatMap(({ depends_on }) => Object.entries(depends_on));
    const never = waits.filter(([name, { condition }]) =>
      condition === 'service_healthy'
        ? !service(name).healthcheck
        : condition !== 'service_completed_successfully' || !service(name).restart.startsWith('on-failure'),
    );
    expect(never).toEqual([]);
  });

  test('have health checks and come back by themselves, when they are not done at some time', () => {
    const lasting = Object.entries(services).filter(([, { restart }]) => !restart.startsWith('on-failure'));
    expect(lasting.filter(([, it]) => it.restart !== 'unless-stopped' || !it.healthcheck)).toEqual([]);
    expect(lasting.map(([name]) => name)).toEqual(['postgresql', 'temporal', 'temporal-ui', 'api', 'worker']);
  });

  test('are asked for their health on the ports that they listen on', () => {
    expect(service('api').healthcheck?.test).toContain(
      `http://127.0.0.1:${service('api').environment.HYOBAN_API_PORT}/healthz`,
    );
    const { HYOBAN_WORKER_METRICS_PORT: port } = service('worker').environment;
    expect(service('worker').healthcheck?.test).toContain(`http://127.0.0.1:${port}/metrics`);
  });

  test('give the worker more time to stop than it takes at most', async () => {
    const source = await readFile('src/cli/until-stopped.ts', 'utf8');
    const graceMs = Number(/graceMs = ([\d_]+)/.exec(source)?.[1]?.replaceAll('_', ''));
    expect(Number.parseInt(service('worker').stop_grace_period ?? '', 10) * 1000).toBeGreaterThan(graceMs);
  });

  test('keep the heap at about 80 % of the memory limit, as the image does', () => {
    for (const [, { environment, mem_limit }] of hyobanServices) {
      expect(dockerfile).toContain(`ENV NODE_OPTIONS=${environment.NODE_OPTIONS}\n`);
      const heapMib = Number(/=(\d+)$/.exec(environment.NODE_OPTIONS ?? '')?.[1]);
      const share = heapMib / (Number.parseFloat(mem_limit ?? '') * 1024);
      expect(mem_limit).toMatch(/g$/);
      expect(share).toBeCloseTo(0.8, 1);
    }
  });

  test('run scripts that are there and are sound', async () => {
    const scripts = Object.values(services).flatMap(({ entrypoint }) => entrypoint?.slice(1) ?? []);
    expect(scripts).toEqual(['/hyoban/set-up-schema.sh', '/hyoban/set-up-namespace.sh']);
    for (const script of scripts) execFileSync('sh', ['-n', script.replace('/hyoban/', 'docker/temporal/')]);
    const mounts = Object.values(services).flatMap(({ volumes }) => volumes.filter((volume) => volume.startsWith('.')));
    expect(new Set(mounts)).toEqual(new Set(['./docker/temporal:/hyoban:ro']));
  });

  test('give the Temporal server the values that the local one gets, and the limits that the story is tested with', async () => {
    const source = await readFile('src/temporal/embedded-server.ts', 'utf8');
    const given = [...source.matchAll(/'((?:history|system)\.\w+=[^']+)'/g)].map(([, setting = '']) => setting);
    const local = [...given, ...productionLimits].map((setting) => {
      const [name = '', value = ''] = setting.split('=');
      return [name, JSON.parse(value)];
    });
    const constraints = z.record(z.string(), z.tuple([z.object({ value: z.unknown() })]));
    const config = constraints.parse(parse(await readFile('docker/temporal/dynamic-config.yaml', 'utf8')));
    const server = Object.entries(config).map(([name, [{ value }]]) => [name, value]);
    expect(given.length).toBeGreaterThan(0);
    expect(Object.fromEntries(server)).toEqual(Object.fromEntries(local));
  });

  test('have images that are pinned by digest, but for our own', () => {
    const pinned = /^[\w/-]+:\d[\w.-]*@sha256:[0-9a-f]{64}$/;
    const foreignImages = Object.values(services).map(({ image }) => image);
    expect(foreignImages.filter((image) => !image.startsWith('hyoban:') && !pinned.test(image))).toEqual([]);
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image = '']) => image);
    expect(bases.filter((image) => !pinned.test(image))).toEqual([]);
  });

  test('run a Temporal that is no older than the local one, in as many history shards as can be wanted later', async () => {
    const { stdout } = await promisify(execFile)(process.env.TEMPORAL_CLI ?? '', ['--version']);
    const local = /Server (\d+\.\d+\.\d+), UI (\d+\.\d+\.\d+)/.exec(stdout);
    const versionOf = (name: string) => /:([\d.]+)@/.exec(service(name).image)?.[1] ?? '';
    for (const name of ['temporal', 'temporal-schema', 'temporal-namespace'])
      expect([name, isOlder(versionOf(name), local?.[1] ?? '?')]).toEqual([name, false]);
    expect(isOlder(versionOf('temporal-ui'), local?.[2] ?? '?')).toBe(false);
    expect(service('temporal').environment.NUM_HISTORY_SHARDS).toBe('${NUM_HISTORY_SHARDS:-512}');
  });
});

describe('the Dockerfile', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
    ([, sources]) => sources?.split(' ') ?? [],
  );

  test('copies what the program and its checks need, and .dockerignore lets it through', async () => {
    expect(copied).toEqual(
      expect.arrayContaining(['package.json', 'package-lock.json', 'src', 'docker/healthcheck.js']),
    );
    const ignore = (await readFile('.dockerignore', 'utf8'))
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    expect(ignore[0]).toBe('*');
    expect(new Set(ignore.slice(1))).toEqual(new Set(copied.map((path) => `!${path}`)));
    for (const path of copied) await stat(path);
  });

  test('starts the command that npm start runs, with the Node version that the tests run on', async () => {
    const manifest = JSON.parse(await readFile('package.json', 'utf8'));
    const [node, file] = manifest.scripts.start.split(' ');
    expect(dockerfile).toContain(`ENTRYPOINT ["${node}", "${file}"]`);
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(new Set(bases.map((image) => image?.replace(/@.*/, '')))).toEqual(
      new Set([`node:${manifest.devDependencies.node}-bookworm-slim`]),
    );
    expect(dockerfile).toMatch(/^USER node$/m);
  });
});

describe('the health check of the containers', () => {
  const pollers = service('worker').healthcheck?.test.at(-1) ?? '';

  test('is content with 2xx and not with 503', async () => {
    expect(await check(200, 'ok')).toBe(0);
    expect(await check(503, 'ok')).toBe(1);
  });

  test('wants a worker whose pollers are at work', async () => {
    expect(await check(200, metrics(5), pollers)).toBe(0);
    expect(await check(200, metrics(0), pollers)).toBe(1);
  });
});

test('the licence is the one that package.json names', async () => {
  expect(JSON.parse(await readFile('package.json', 'utf8')).license).toBe('Apache-2.0');
  expect(await readFile('LICENSE', 'utf8')).toMatch(/^\s+Apache License\n\s+Version 2\.0, January 2004\n/);
});

async function exitCodeOf(file: string, args: string[]): Promise<number | null> {
  return new Promise((resolve) => {
    const child = execFile(file, args, () => resolve(child.exitCode));
  });
}

/** Exit code of the health check against a server that answers so. */
async function check(status: number, body: string, ...pattern: string[]): Promise<number | null> {
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  try {
    return await exitCodeOf('node', ['docker/healthcheck.js', `http://127.0.0.1:${port}/`, ...pattern]);
  } finally {
    server.close();
  }
}

const isOlder = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true }) < 0;

/** What the Temporal SDK offers to Prometheus, in short. */
const metrics = (count: number) => `# HELP\ntemporal_num_pollers{poller_type="activity_task"} ${count}\nother 1\n`;
