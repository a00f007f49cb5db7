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
  patient = await startStack(temporal);
  redelivering = await startStack(temporal, { settings: { lineRedelivery: true } });
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
  await person.tap(data);
  await person.untilReceived(4);
  expect(person.received().at(-1)?.via).toBe('push');
}, 60_000);
