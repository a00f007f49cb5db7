import { setTimeout as sleep } from 'node:timers/promises';
import { usualBudgets } from '../../src/api/context.ts';
import { findRestaurants } from '../support/analyses.ts';
import { buttonsOf, createPerson, present } from '../support/person.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startDevServer } from '../support/temporal.ts';

let temporal: Awaited<ReturnType<typeof startDevServer>>;
let patient: Stack;
let redelivering: Stack;

beforeAll(async () => {
  temporal = await startDevServer();
  patient = await startStack(temporal, { budgets: usualBudgets });
  redelivering = await startStack(temporal, { settings: { lineRedelivery: true }, budgets: usualBudgets });
});

afterAll(async () => {
  await patient.stop();
  await redelivering.stop();
  await temporal.stop();
  await shutDownRuntime();
});

test('with Temporal away a tap is answered in time with the same button, or with 503 when LINE will come again', async () => {
  const person = createPerson(patient.line, 'en');
  const other = createPerson(redelivering.line, 'en');
  const data = await findRestaurants(person);
  const otherData = await findRestaurants(other);
  await temporal.halt();

  const delivery = await person.tap(data);
  expect(delivery).toMatchObject({ status: 200, reason: 'ok' });
  const answer = (await person.untilReceived(2)).at(-1);
  expect(buttonsOf(present(answer).message).map((button) => button.data)).toEqual([data, data]);

  expect((await other.tap(otherData)).status).toBe(503);
  expect(other.received().length).toBe(1);
  expect((await fetch(`${patient.api.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${patient.api.url}/healthz`)).status).toBe(200);

  await temporal.restart();
  await untilReady(patient.api.url);
  await person.tap(data);
  await person.untilReceived(4);
  expect(person.received().at(-1)?.via).toBe('push');
}, 60_000);

/** The API notices within seconds that Temporal is back, however long it was away. */
async function untilReady(url: string): Promise<void> {
  for (let ask = 0; ask < 100; ask++) {
    if ((await fetch(`${url}/readyz`)).status === 200) return;
    await sleep(100);
  }
  throw new Error('The API did not become ready again');
}
