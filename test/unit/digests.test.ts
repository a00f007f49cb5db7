import { createDigests } from '../../src/temporal/digests.ts';
import { newKey } from '../../src/temporal/key-ring.ts';

const idKey = newKey();
const digests = createDigests(idKey, 'test');

test('digests are stable for one key and differ for another', () => {
  expect(createDigests(idKey, 'test').chatKey('U1')).toBe(digests.chatKey('U1'));
  expect(createDigests(newKey(), 'test').chatKey('U1')).not.toBe(digests.chatKey('U1'));
});

test('a chat and a place of the same text have different digests', () => {
  expect(digests.chatKey('x')).not.toBe(digests.placeKey('x'));
});

test('a set of places has one key whatever its order, and one place keeps its own', () => {
  expect(digests.placesKey(['a', 'b', 'c'])).toBe(digests.placesKey(['c', 'a', 'b']));
  expect(digests.placesKey(['a'])).toBe(digests.placeKey('a'));
  expect(digests.placesKey(['a', 'b'])).not.toBe(digests.placesKey(['a', 'c']));
});

test('batch names and retry keys hang on the original run alone, and retry keys are UUIDs of version 5', () => {
  expect(digests.batchDisplayName('run', 1)).toMatch(/^hyoban-test-[0-9a-f]{16}-[0-9a-f]{32}$/);
  expect(digests.batchDisplayName('run', 1, 1)).toMatch(/^hyoban-test-[\w-]{22}$/);
  expect(digests.batchDisplayName('run', 2)).not.toBe(digests.batchDisplayName('run', 1));
  expect(digests.retryKey('run', 'report')).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(digests.retryKey('run', 'report')).toBe(digests.retryKey('run', 'report'));
  expect(digests.retryKey('run', 'apology')).not.toBe(digests.retryKey('run', 'report'));
});

const other = (deployment: string, key = newKey()) => createDigests(key, deployment);

describe('a display name of a batch job', () => {
  const ours = digests.batchDisplayName('run', 1);
  const digestOfKey = digests.installation.slice('test-'.length);

  test('is ours by its whole form, and perhaps ours in the form of version 1', () => {
    expect(digests.ownershipOf(ours)).toBe('ours');
    expect(digests.ownershipOf(digests.batchDisplayName('run', 1, 1))).toBe('perhaps-ours');
  });

  test.each([
    ['another deployment whose name begins with ours', other('test-staging', idKey)],
    ['the same deployment name with another id key', other('test')],
    ['a deployment named like our installation', other(`test-${digestOfKey}`.slice(0, 21), idKey)],
    ['a deployment that ends with our name', other('a-test', idKey)],
    ['a shorter deployment name', other('tes', idKey)],
  ])('of %s is foreign', (_what, installation) => {
    expect(digests.ownershipOf(installation.batchDisplayName('run', 1))).toBe('foreign');
    expect(installation.ownershipOf(ours)).toBe('foreign');
    expect(installation.installation).not.toBe(digests.installation);
  });

  test('of version 1 of a deployment named like our installation is not ours', () => {
    const lookalike = other(digests.installation, idKey);
    expect(digests.ownershipOf(lookalike.batchDisplayName('run', 1, 1))).toBe('foreign');
    expect(lookalike.ownershipOf(ours)).toBe('foreign');
  });

  test.each([`${ours}0`, ours.slice(0, -1), ours.toUpperCase(), ` ${ours}`, `${ours}\n`, `x${ours}`, ''])(
    'that is nearly ours is foreign: %j',
    (name) => expect(digests.ownershipOf(name)).toBe('foreign'),
  );
});

test('a line key hangs on the run, the place and the id key', () => {
  const keys = [
    digests.lineKey('run', ['a']),
    digests.lineKey('run', ['b']),
    digests.lineKey('other run', ['a']),
    digests.lineKey('run', ['a', 'b']),
    createDigests(newKey(), 'test').lineKey('run', ['a']),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(digests.lineKey('run', ['a'])).toBe(keys[0]);
});
