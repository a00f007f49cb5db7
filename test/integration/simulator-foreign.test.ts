import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localSecrets } from '../../src/cli/local-secrets.ts';
import { readSimulateFlags } from '../../src/cli/simulate-flags.ts';
import { startPhone } from '../../src/simulator/phone/start.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start.ts';
import { present } from '../support/person.ts';
import { sendRaw } from '../support/raw-http.ts';

let simulator: Simulator;
let phone: Awaited<ReturnType<typeof startPhone>>;

beforeAll(async () => {
  simulator = await startSimulator({ linePort: 0, geminiPort: 0, seed: 1 });
  const { line, gemini, journal } = simulator;
  phone = await startPhone({ port: 0, line: present(line), gemini, journal });
});
afterAll(async () => {
  await phone.close();
  await simulator.close();
});

/** What changes something on each of our local servers, and what only shows something. */
const servers = {
  line: { url: () => present(simulator.line).url, post: '/_sim/reset', get: '/_sim/journal', body: '' },
  gemini: { url: () => present(simulator.gemini).url, post: '/_sim/reset', get: '/_sim/bill', body: '' },
  phone: { url: () => phone.url, post: '/api/users', get: '/api/users', body: '{"displayName":"A"}' },
};
type Name = keyof typeof servers;
const names: Name[] = ['line', 'gemini', 'phone'];

function post(name: Name, headers: Record<string, string>) {
  const { url, post: path, body } = servers[name];
  const all = { Host: new URL(url()).host, 'Content-Type': 'application/json', ...headers };
  const lines = Object.entries(all).map(([header, value]) => `${header}: ${value}\r\n`);
  return sendRaw(url(), `POST ${path} HTTP/1.1\r\n${lines.join('')}Content-Length: ${body.length}\r\n\r\n${body}`);
}

const get = (name: Name, host: string) =>
  sendRaw(servers[name].url(), `GET ${servers[name].get} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);

const browser = { 'User-Agent': 'Mozilla/5.0' };
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

describe.each(names)('%s', (name) => {
  test.each([
    ['another origin', { Origin: 'https://evil.example' }, 403],
    ['a sandboxed page', { Origin: 'null' }, 403],
    ['another port of this machine', { Origin: 'http://127.0.0.1:1' }, 403],
    ['another site, without its origin', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['the same site, but another origin', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['a name that was bound to this address', { Host: 'evil.example' }, 403],
    ['such a name, with its origin', { Host: 'evil.example', Origin: 'http://evil.example' }, 403],
    ['a name that begins like ours', { Host: 'localhost.evil.example' }, 403],
    ['a form of a browser that names no origin', { ...browser, ...form }, 415],
    ['text of a browser', { ...browser, 'Content-Type': 'text/plain' }, 415],
  ])('takes nothing from %s', async (_who, headers, status) => {
    const people = present(simulator.line).users().length;
    const answer = await post(name, headers);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([status, { message: expect.stringMatching(/\.$/) }]);
    expect(present(simulator.line).users()).toHaveLength(people);
  });

  test('shows nothing under a name that was bound to this address', async () => {
    expect((await get(name, 'evil.example')).status).toBe(403);
    expect((await get(name, 'evil.example:80')).status).toBe(403);
  });

  test.each(['127.0.0.1', 'localhost', '[::1]', 'sim.localhost'])('serves its own page under %s', async (host) => {
    expect((await get(name, `${host}:3012`)).status).toBe(200);
    const own = { Host: `${host}:3012`, Origin: `http://${host}:3012`, 'Sec-Fetch-Site': 'same-origin', ...browser };
    expect((await post(name, own)).status).toBeLessThan(300);
  });
});

test.each(['line', 'gemini'] as const)('programs may send %s controls with any content type', async (name) => {
  expect((await post(name, form)).status).toBe(200);
});

test("the vendors' own routes take the vendors' host names", async () => {
  const { line, gemini } = simulator;
  const token = `Authorization: Bearer ${line?.channelAccessToken}\r\n`;
  const info = `GET /v2/bot/info HTTP/1.1\r\nHost: api.line.me\r\n${token}\r\n`;
  expect(await sendRaw(present(line).url, info)).toMatchObject({ status: 200 });
  const key = `x-goog-api-key: ${gemini?.geminiApiKey}\r\n`;
  const models = `GET /v1beta/models HTTP/1.1\r\nHost: generativelanguage.googleapis.com\r\n${key}\r\n`;
  expect(await sendRaw(present(gemini).url, models)).toMatchObject({ status: 200 });
});

test('the local mode makes secrets of its own and keeps them in its state folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  try {
    const first = await localSecrets(join(folder, 'a'));
    expect(await localSecrets(join(folder, 'a'))).toEqual(first);
    expect((await stat(join(folder, 'a', 'simulator.json'))).mode & 0o77).toBe(0);
    const other = await localSecrets(join(folder, 'b'));
    const shared = Object.values(other).filter((secret) => Object.values(first).includes(secret));
    expect(shared).toEqual([]);
    await writeFile(join(folder, 'a', 'simulator.json'), '{');
    expect(await localSecrets(join(folder, 'a'))).toEqual(
      JSON.parse(await readFile(join(folder, 'a', 'simulator.json'), 'utf8')),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

const keysOf = async (url: string) => (await fetch(`${url}/.well-known/jwks.json`)).text();

test('secrets that are given hold, with signing keys that no seed gives', async () => {
  const secrets = { channelSecret: 's'.repeat(32), channelAccessToken: 't'.repeat(32), geminiApiKey: 'k'.repeat(32) };
  const secret = await startSimulator({ linePort: 0, geminiPort: 0, seed: 1, secrets });
  expect(secret.line).toMatchObject({
    channelSecret: secrets.channelSecret,
    channelAccessToken: secrets.channelAccessToken,
  });
  expect(secret.gemini?.geminiApiKey).toBe(secrets.geminiApiKey);
  expect(await keysOf(present(secret.gemini).url)).not.toBe(await keysOf(present(simulator.gemini).url));
  await secret.close();
});

test('`simulate` has secrets of the seed for those alone who name one', () => {
  expect(readSimulateFlags({ seed: '1' }).secrets).toBeUndefined();
  expect(readSimulateFlags({}).secrets).not.toEqual(readSimulateFlags({}).secrets);
});
