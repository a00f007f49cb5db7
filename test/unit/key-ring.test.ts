import { newKey, parseKeyRing } from '../../src/temporal/key-ring.ts';

const bytes = Buffer.from('鼎泰豐 👨‍👩‍👧‍👦');

test('what was encrypted is decrypted, and never looks the same twice', () => {
  const ring = parseKeyRing(`a:${newKey()}`);
  const first = ring.encrypt(bytes);
  expect(Buffer.from(ring.decrypt(first.keyId, first.sealed))).toEqual(bytes);
  expect(Buffer.from(first.sealed)).not.toEqual(Buffer.from(ring.encrypt(bytes).sealed));
});

test('after a change of keys the first encrypts and the old one still decrypts', () => {
  const oldKey = `old:${newKey()}`;
  const before = parseKeyRing(oldKey).encrypt(bytes);
  const ring = parseKeyRing(`new:${newKey()},${oldKey}`);
  expect(ring.encrypt(bytes).keyId).toBe('new');
  expect(Buffer.from(ring.decrypt(before.keyId, before.sealed))).toEqual(bytes);
});

test('changed bytes and unknown keys are refused', () => {
  const ring = parseKeyRing(`a:${newKey()}`);
  const { keyId, sealed } = ring.encrypt(bytes);
  const changed = Buffer.from(sealed);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  expect(() => ring.decrypt(keyId, changed)).toThrow('authenticate');
  expect(() => ring.decrypt('b', sealed)).toThrow('No key "b"');
});

test('a sealed text is opened; anything else is undefined, never an error', () => {
  const ring = parseKeyRing(`a:${newKey()}`);
  const token = ring.sealText('analysis:x:y run');
  expect(ring.openText(token)).toBe('analysis:x:y run');
  expect(token).toMatch(/^[\w.-]+$/);
  const forged = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`;
  for (const other of [
    '',
    'a',
    'a.b',
    forged,
    token.slice(0, 30),
    parseKeyRing(`a:${newKey()}`).sealText('x'),
    '../../etc/passwd',
    'é'.repeat(60),
  ]) {
    expect(ring.openText(other)).toBeUndefined();
  }
});

test.each([
  ['abc', 'must look like id:base64'],
  ['', 'must look like id:base64'],
  [`a:${Buffer.alloc(16).toString('base64')}`, 'must be 32 bytes in base64 (it has 16)'],
])('a wrong setting %j is refused in words and without showing the key', (setting, words) => {
  expect(() => parseKeyRing(setting)).toThrow(words);
});

test('a sealed text opens for its purpose alone; one of version 1 for any, until it is refused', () => {
  const setting = `a:${newKey()}`;
  const [today, before, after] = [
    parseKeyRing(setting),
    parseKeyRing(setting, 'write'),
    parseKeyRing(setting, 'refuse'),
  ];
  const link = today.sealText('analysis:x:y run', 'report-link');
  expect(today.openText(link, 'report-link')).toBe('analysis:x:y run');
  expect(today.openText(link, 'webhook-metadata')).toBeUndefined();
  expect(today.openText(today.sealText('analysis:x:y', 'webhook-metadata'), 'report-link')).toBeUndefined();
  const old = before.sealText('analysis:x:y run', 'report-link');
  expect(today.openText(old, 'report-link')).toBe('analysis:x:y run');
  expect(after.openText(old, 'report-link')).toBeUndefined();
  expect(after.openText(link, 'report-link')).toBe('analysis:x:y run');
});
