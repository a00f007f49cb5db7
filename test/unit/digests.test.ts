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
  expect(digests.batchDisplayName('run', 1)).toMatch(/^hyoban-test-[\w-]{22}$/);
  expect(digests.batchDisplayName('run', 2)).not.toBe(digests.batchDisplayName('run', 1));
  expect(digests.retryKey('run', 'report')).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(digests.retryKey('run', 'report')).toBe(digests.retryKey('run', 'report'));
  expect(digests.retryKey('run', 'apology')).not.toBe(digests.retryKey('run', 'report'));
});
