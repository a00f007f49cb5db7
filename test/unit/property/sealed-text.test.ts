import * as fc from 'fast-check';
import { newKey, parseKeyRing } from '../../../src/temporal/key-ring.ts';
import { nastyText } from './arbitraries.ts';

const [oldKey, currentKey, foreignKey] = [newKey(), newKey(), newKey()];
const before = parseKeyRing(`old:${oldKey}`);
const ring = parseKeyRing(`k1:${currentKey},old:${oldKey}`);
/** Another installation that calls its key by the same id. */
const foreign = parseKeyRing(`k1:${foreignKey}`);

const anyText = fc.oneof(
  nastyText().map((text) => text.toWellFormed()),
  fc.tuple(fc.stringMatching(/^[\w-]{22}$/), fc.uuid()).map(([key, runId]) => `analysis:${key}:${key} ${runId}`),
);
const tokenCharacter = fc.stringMatching(/^[A-Za-z0-9_.-]$/);

test('a sealed text opens, also with the ring of after a change of keys, and with no other key of the same name', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(ring.openText(ring.sealText(text))).toBe(text);
      expect(ring.openText(before.sealText(text))).toBe(text);
      expect(before.openText(ring.sealText(text))).toBeUndefined();
      expect(ring.openText(foreign.sealText(text))).toBeUndefined();
    }),
  );
});

test('a token that is changed, cut, lengthened or put together from two opens nothing', () => {
  fc.assert(
    fc.property(anyText, anyText, fc.nat(), tokenCharacter, (text, other, pick, character) => {
      const token = ring.sealText(text);
      const second = ring.sealText(other);
      const at = pick % token.length;
      const cut = pick % Math.min(token.length, second.length);
      const forgeries = [
        token.slice(0, at) + character + token.slice(at + 1),
        token.slice(0, at),
        token.slice(at + 1),
        token.slice(0, at) + character + token.slice(at),
        token + character,
        token + token,
        token.slice(0, cut) + second.slice(cut),
        token.replace('k1.', 'old.'),
        `${token} `,
        `${token}\n`,
      ].filter((forged) => forged !== second && forged !== token);
      expect(forgeries.length).toBeGreaterThan(3);
      for (const forged of forgeries) expect([forged, ring.openText(forged)]).toEqual([forged, undefined]);
    }),
    { numRuns: 300 },
  );
});

test('only one spelling of a token opens it: the last letter of base64 has bits that mean nothing', () => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('');
  const token = ring.sealText('analysis:a:b run');
  const spellings = letters.map((letter) => token.slice(0, -1) + letter);
  expect(spellings.filter((spelling) => ring.openText(spelling) !== undefined)).toEqual([token]);
});

test('every single byte of a token counts', () => {
  const token = ring.sealText('analysis:a:b run');
  const [keyId, sealed = ''] = token.split('.');
  const bytes = Buffer.from(sealed, 'base64url');
  for (const [at, byte] of bytes.entries()) {
    for (const bit of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const changed = Buffer.from(bytes);
      changed[at] = byte ^ (1 << bit);
      expect(ring.openText(`${keyId}.${changed.toString('base64url')}`)).toBeUndefined();
    }
  }
});

test('no other text opens anything or throws', () => {
  const anyToken = fc.oneof(
    nastyText(),
    fc.stringMatching(/^(k1|old|__proto__|constructor)\.[\w-]{38,80}$/),
    fc.nat(5000).map((length) => `k1.${'A'.repeat(length)}`),
  );
  fc.assert(
    fc.property(anyToken, (token) => expect(ring.openText(token)).toBeUndefined()),
    { numRuns: 300 },
  );
});
