import { defaultPayloadConverter, type Payload, type SerializationContext } from '@temporalio/common';
import { createEncryptionCodec, type PayloadReader } from '../../src/temporal/codec.ts';
import { newKey, parseKeyRing, type V1Sealing } from '../../src/temporal/key-ring.ts';
import { present } from '../support/person.ts';

const keys = `a:${newKey()}`;
const codecOf = (reader: PayloadReader, v1: V1Sealing = 'read') =>
  createEncryptionCodec(parseKeyRing(keys, v1), reader);

const run: SerializationContext = { type: 'workflow', namespace: 'default', workflowId: 'analysis:a:b' };
const otherRun: SerializationContext = { ...run, workflowId: 'analysis:a:c' };
const activity: SerializationContext = { ...run, type: 'activity', activityId: '1', isLocal: false };
const otherActivity: SerializationContext = { ...activity, activityId: '2' };
const elsewhere: SerializationContext = { ...run, namespace: 'other' };
const scheduled = (time: string): SerializationContext => ({ ...run, workflowId: `sweep-workflow-${time}` });

const plain = present(defaultPayloadConverter.toPayload({ places: 3 }));

async function seal(context: SerializationContext | undefined, v1: V1Sealing = 'read'): Promise<Payload> {
  const [sealed] = await codecOf('worker', v1).encode([plain], context);
  return present(sealed);
}

/** What a reader makes of a payload: its value, or why not. */
async function read(
  payload: Payload,
  context: SerializationContext | undefined,
  reader: PayloadReader = 'worker',
  v1: V1Sealing = 'read',
): Promise<unknown> {
  try {
    const [opened] = await codecOf(reader, v1).decode([payload], context);
    return defaultPayloadConverter.fromPayload(present(opened));
  } catch (error) {
    return `thrown: ${(error as Error).message}`;
  }
}

const value = { places: 3 };
const moved = { hyobanRefused: 'it was sealed for something else' };
const thrownMoved = 'thrown: A payload is not obeyed: it was sealed for something else';

test.each<[string, SerializationContext | undefined, SerializationContext | undefined, unknown]>([
  ['for its run', run, run, value],
  ['for another run', otherRun, run, moved],
  ['for that id in another namespace', elsewhere, run, moved],
  ['for an activity of the run', activity, run, moved],
  ['for its activity', activity, activity, value],
  ['for another activity of the run', otherActivity, activity, thrownMoved],
  ['for the run of an activity', run, activity, thrownMoved],
  ['by an operator, for a run', undefined, run, value],
  ['by an operator, for an activity', undefined, activity, thrownMoved],
  ['by a schedule', { ...run, workflowId: 'sweep-workflow' }, scheduled('2026-12-01T12:15:00Z'), value],
  ['by the run of a schedule before', scheduled('2026-12-01T12:00:00Z'), scheduled('2026-12-01T12:15:00Z'), value],
  ['by another schedule', { ...run, workflowId: 'other' }, scheduled('2026-12-01T12:15:00Z'), moved],
])('a payload sealed %s', async (_name, sealedFor, found, expected) => {
  expect(await read(await seal(sealedFor), found)).toEqual(expected);
});

test.each<[string, PayloadReader, SerializationContext | undefined, unknown]>([
  ['a worker in a run', 'worker', run, { hyobanRefused: 'nobody sealed it' }],
  ['a worker in an activity', 'worker', activity, 'thrown: A payload is not obeyed: nobody sealed it'],
  ['a worker who knows not where', 'worker', undefined, 'thrown: A payload is not obeyed: nobody sealed it'],
  ['a replay', 'replay', run, { hyobanRefused: 'nobody sealed it' }],
  ['a client', 'client', run, { hyobanRefused: 'nobody sealed it' }],
  ['a display', 'display', undefined, value],
])('a plain payload is not obeyed by %s', async (_name, reader, context, expected) => {
  expect(await read(plain, context, reader)).toEqual(expected);
});

test('every encoding but the sealed one is plain', async () => {
  for (const encoding of ['json/plain', 'binary/plain', 'binary/null', 'json/protobuf', 'binary/encrypted2', '']) {
    const payload = { ...plain, metadata: { encoding: Buffer.from(encoding) } };
    expect(await read(payload, run)).toEqual({ hyobanRefused: 'nobody sealed it' });
  }
  expect(await read({ data: plain.data }, run)).toEqual({ hyobanRefused: 'nobody sealed it' });
});

describe('what version 1 sealed', () => {
  test('has no binding and is read everywhere, until it is refused', async () => {
    const old = await seal(run, 'write');
    expect(Object.keys(old.metadata ?? {})).toEqual(['encoding', 'hyoban-key-id']);
    for (const context of [run, otherRun, activity, undefined]) expect(await read(old, context)).toEqual(value);
    expect(await read(old, run, 'worker', 'refuse')).toEqual({ hyobanRefused: 'version 1 sealed it' });
    expect(await read(old, activity, 'worker', 'refuse')).toBe('thrown: A payload is not obeyed: version 1 sealed it');
    expect(await read(old, undefined, 'display', 'refuse')).toEqual(value);
  });

  test('cannot be made of what is bound, nor the other way round', async () => {
    const { 'hyoban-sealed-for': binding, ...rest } = (await seal(otherRun)).metadata ?? {};
    const bound = await seal(otherRun);
    const asOld = { ...bound, metadata: rest };
    expect(await read(asOld, run)).toMatch(/^thrown/);
    const old = await seal(run, 'write');
    expect(
      await read({ ...old, metadata: { ...old.metadata, 'hyoban-sealed-for': present(binding) } }, otherRun),
    ).toMatch(/^thrown/);
  });
});

test('a binding cannot be rewritten', async () => {
  const sealed = await seal(otherRun);
  const mine = (await seal(run)).metadata?.['hyoban-sealed-for'];
  const rewritten = { ...sealed, metadata: { ...sealed.metadata, 'hyoban-sealed-for': present(mine) } };
  expect(await read(rewritten, run)).toMatch(/^thrown/);
  expect(await read(rewritten, run, 'client')).toEqual({ hyobanRefused: 'it cannot be decrypted' });
});

test('one payload that cannot be read fails a worker and not a client', async () => {
  const [foreign] = await createEncryptionCodec(parseKeyRing(`b:${newKey()}`)).encode([plain], run);
  const both = [present(foreign), await seal(run)];
  await expect(codecOf('worker').decode(both, run)).rejects.toThrow('No key "b" in the key ring');
  const opened = await codecOf('client').decode(both, run);
  expect(opened.map((payload) => defaultPayloadConverter.fromPayload(payload))).toEqual([
    { hyobanRefused: 'it cannot be decrypted' },
    value,
  ]);
});

test('the one payload that Temporal makes itself for an activity is let through, and for nothing else', async () => {
  const notStarted = present(defaultPayloadConverter.toPayload('ACTIVITY_ID_NOT_STARTED'));
  expect(await read(notStarted, activity)).toBe('ACTIVITY_ID_NOT_STARTED');
  expect(await read(notStarted, run)).toEqual({ hyobanRefused: 'nobody sealed it' });
});
