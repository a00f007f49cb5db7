import { checkPrimeSync, createPrivateKey, type KeyObject } from 'node:crypto';
import { type SeededRandom, seededRandom } from '../../core/random.ts';

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410, section 7). */
const ed25519Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

const primeBytes = 128;
const publicExponent = 65_537n;

/** An Ed25519 private key that follows from the seed: for tests alone, anyone can make it again. */
export function seededEd25519Key(seed: number, name: string): KeyObject {
  const bytes = randomBytes(seededRandom(seed, name), 32);
  return createPrivateKey({ key: Buffer.concat([ed25519Prefix, bytes]), format: 'der', type: 'pkcs8' });
}

/** An RSA private key of 2048 bits that follows from the seed (RFC 8017, section 3.2): for tests alone. */
export function seededRsaKey(seed: number, name: string): KeyObject {
  const random = seededRandom(seed, name);
  const p = prime(random);
  const q = prime(random);
  const d = inverse(publicExponent, (p - 1n) * (q - 1n));
  const members = { n: p * q, e: publicExponent, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const encoded = Object.entries(members).map(([member, value]) => [member, base64urlOf(value)]);
  return createPrivateKey({ key: { kty: 'RSA', ...Object.fromEntries(encoded) }, format: 'jwk' });
}

function randomBytes(random: SeededRandom, count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, () => Math.floor(random() * 256)));
}

/** A prime with its two highest bits set, so that the product of two has twice the length. */
function prime(random: SeededRandom): bigint {
  for (;;) {
    const bytes = randomBytes(random, primeBytes);
    bytes[0] = (bytes[0] ?? 0) | 0xc0;
    bytes[primeBytes - 1] = (bytes[primeBytes - 1] ?? 0) | 1;
    const candidate = BigInt(`0x${bytes.toString('hex')}`);
    if ((candidate - 1n) % publicExponent !== 0n && checkPrimeSync(bytes)) return candidate;
  }
}

/** The inverse of `value` modulo `modulus`, by Euclid's extended algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [rest, nextRest, factor, nextFactor] = [modulus, value % modulus, 0n, 1n];
  while (nextRest !== 0n) {
    const quotient = rest / nextRest;
    [rest, nextRest] = [nextRest, rest - quotient * nextRest];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return ((factor % modulus) + modulus) % modulus;
}

function base64urlOf(value: bigint): string {
  const digits = value.toString(16);
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex').toString('base64url');
}
