import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { isValidLineSignature } from '../../src/line/signature.ts';

// The vector of LINE's own SDK guide form: secret and body in, Base64 of HMAC-SHA256 out.
const secret = '8c570fa6dd201bb328f1c1eac23a96d8';
const body = Buffer.from('{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}');
const signature = 'GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=';

test('a signature over the raw bytes is valid, with the old or the new secret', () => {
  expect(isValidLineSignature(body, [secret], signature)).toBe(true);
  expect(isValidLineSignature(body, ['new', secret], signature)).toBe(true);
  expect(isValidLineSignature(body, [secret, 'new'], signature)).toBe(true);
});

test.each([
  ['missing', undefined],
  ['empty', ''],
  ['cut', signature.slice(0, -5)],
  ['without padding', signature.slice(0, -1)],
  ['with something before it', ` ${signature}`],
  ['with something after it', `${signature}=`],
  ['doubled', `${signature}, ${signature}`],
  ['in the URL-safe alphabet', signature.replace('+', '-')],
  ['no Base64 at all', '☃'.repeat(44)],
  ['in hex', Buffer.from(signature, 'base64').toString('hex')],
])('a signature that is %s is not', (_what, given) => {
  expect(isValidLineSignature(body, [secret], given)).toBe(false);
});

test('without a secret nothing is valid, not even what an empty key signs', () => {
  const withEmptyKey = createHmac('SHA256', '').update(body).digest('base64');
  expect(isValidLineSignature(body, [], signature)).toBe(false);
  expect(isValidLineSignature(body, [''], withEmptyKey)).toBe(false);
});

test('what was signed is valid, and one changed byte of body, secret or signature is not', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((array) => Buffer.from(array));
  fc.assert(
    fc.property(
      bytes,
      fc.string({ minLength: 1 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (raw, key, at, change) => {
        const signed = createHmac('SHA256', key).update(raw).digest();
        expect(isValidLineSignature(raw, [key], signed.toString('base64'))).toBe(true);
        const changed = Buffer.from(raw);
        changed[at % changed.length]! ^= change;
        expect(isValidLineSignature(changed, [key], signed.toString('base64'))).toBe(false);
        signed[at % signed.length]! ^= change;
        expect(isValidLineSignature(raw, [key], signed.toString('base64'))).toBe(false);
      },
    ),
  );
});

test('no text makes it throw or counts as a signature', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (given) => {
      expect(isValidLineSignature(body, [secret], given)).toBe(false);
    }),
  );
});
