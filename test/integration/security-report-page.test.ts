import { startApi } from '../../src/api/start.ts';
import { createInstallation } from '../../src/temporal/installation.ts';
import { newKey } from '../../src/temporal/key-ring.ts';
import { analysisOf } from '../support/analyses.ts';
import { createPerson, present } from '../support/person.ts';
import { shutDownRuntime, testLogger } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startDevServer, type TestTemporal } from '../support/temporal.ts';
import { findPatiently, nextReport, tapPatiently } from './security-support.ts';

let temporal: TestTemporal;
let stack: Stack;
let pages: { token: string; name: string }[];

beforeAll(async () => {
  temporal = await startDevServer();
  stack = await startStack(temporal);
  pages = [await makeReport(), await makeReport()];
}, 60_000);

afterAll(async () => {
  await stack.stop();
  await temporal.stop();
  await shutDownRuntime();
});

/** A report that a person got, with the token of its link. */
async function makeReport(): Promise<{ token: string; name: string }> {
  const person = createPerson(stack.line, 'en');
  const data = await findPatiently(person);
  await tapPatiently(person, data);
  const { reports } = await analysisOf(stack, person, data).result();
  const { token } = await nextReport(person);
  return { token, name: present(reports[0]).placeName };
}

/** Each call comes from an address of its own, so that the limit of pages a minute is not what is tested. */
let address = 0;
async function open(token: string, url = stack.api.url) {
  address += 1;
  const from = `203.0.${Math.floor(address / 250)}.${(address % 250) + 1}`;
  const answer = await fetch(`${url}/r/${token}`, { headers: { 'x-forwarded-for': from } });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

test('the link that was pushed opens its own report, with headers that keep it secret and still', async () => {
  for (const { token, name } of pages) {
    const { status, headers, text } = await open(token);
    expect(status).toBe(200);
    expect(text).toContain(name);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      'cache-control': 'private, no-store',
    });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; style-src ('sha256-[\w+/=]+' ?)+;( style-src-attr 'unsafe-inline';)? base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(text).not.toMatch(/<script|<object|<embed|<form|<img|<link/i);
  }
});

test('a page about nothing has the same headers and tells nothing of the inside', async () => {
  const { status, headers, text } = await open('k1.nothing');
  expect(status).toBe(404);
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-robots-tag')).toBe('noindex');
  expect(text).not.toMatch(/analysis:|workflow|\.ts:\d+/i);
});

test('no link that resembles one opens a report', async () => {
  const [first, second] = [present(pages[0]).token, present(pages[1]).token];
  const [keyId, sealed = ''] = first.split('.');
  const half = Math.floor(sealed.length / 2);
  const { keyRing } = temporal.installation;
  const [workflowId, runId] = present(keyRing.openText(first)).split(' ');
  const forged = {
    'cut at its end': first.slice(0, -2),
    'cut at its beginning': first.slice(1),
    'without its key': sealed,
    'of another key': `k2.${sealed}`,
    'put together from two': `${keyId}.${sealed.slice(0, half)}${second.slice(second.length - half)}`,
    'turned round': `${keyId}.${Buffer.from(sealed).toReversed().toString()}`,
    'in other letters': first.toUpperCase(),
    'of another installation': createInstallation({
      ...stack.config,
      encryptionKeys: `k1:${newKey()}`,
    }).keyRing.sealText(`${workflowId} ${runId}`),
    // What Gemini is given with a job is sealed with the same key: it must not be a link.
    'what a job carries': keyRing.sealText(present(workflowId)),
    'with more in it': keyRing.sealText(`${workflowId} ${runId} more`),
    'of another kind of workflow': keyRing.sealText(`nearby:01JZ ${runId}`),
    'of an empty run': keyRing.sealText(`${workflowId} `),
    'in clear': encodeURIComponent(`${workflowId} ${runId}`),
  };
  for (const [what, token] of Object.entries(forged)) expect([what, (await open(token)).status]).toEqual([what, 404]);
  const changed = Array.from({ length: first.length - 1 }, (_, at) => {
    const other = first[at] === 'A' ? 'B' : 'A';
    return first.slice(0, at) + other + first.slice(at + 1);
  });
  const statuses = await Promise.all(changed.map(async (token) => (await open(token)).status));
  expect(new Set(statuses)).toEqual(new Set([404]));
});

test('a run that is not there is an expired report, not an error, and the runs of two links are not mixed', async () => {
  const { keyRing } = temporal.installation;
  const [workflowId] = present(keyRing.openText(present(pages[0]).token)).split(' ');
  const [, otherRun] = present(keyRing.openText(present(pages[1]).token)).split(' ');
  expect((await open(keyRing.sealText(`${workflowId} ${otherRun}`))).status).toBe(410);
});

test('after a change of keys old links still open; another installation on the same Temporal opens none', async () => {
  const { token, name } = present(pages[0]);
  const apiWith = async (encryptionKeys: string) => {
    const config = { ...stack.config, encryptionKeys };
    const installation = createInstallation(config);
    const api = await startApi(config, installation, testLogger);
    const stop = async () => {
      await api.stop();
      await installation.client.connection.close();
    };
    return { api, stop };
  };
  const rotated = await apiWith(`k2:${newKey()},${stack.config.encryptionKeys}`);
  const foreign = await apiWith(`k1:${newKey()}`);
  const [after, elsewhere] = [await open(token, rotated.api.url), await open(token, foreign.api.url)];
  await rotated.stop();
  await foreign.stop();
  expect([after.status, after.text.includes(name)]).toEqual([200, true]);
  expect([elsewhere.status, elsewhere.text.includes(name)]).toEqual([404, false]);
});
