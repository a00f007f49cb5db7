import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { exportJWK, type JWK, SignJWT } from 'jose';
import { idRandom } from '../../core/id-random.ts';
import { randomText } from '../../core/random.ts';
import { seededEd25519Key, seededRsaKey } from './seeded-keys.ts';

/** What a token says of itself. */
type TokenClaims = { issuer: string; audience: string; issuedAtSeconds: number; lifetimeSeconds: number };

/** The keys that sign events of jobs: three Ed25519 keys and one RSA key. */
export type SigningKeys = {
  /** What `/.well-known/jwks.json` shows. */
  jwks: () => Promise<{ keys: JWK[] }>;
  /** `v1a,<base64>` over the text; by the second Ed25519 key, because receivers have to try all. */
  signV1a: (text: string) => Promise<string>;
  /** RS256 JWT with the key id in its header. */
  signJwt: (claims: TokenClaims) => Promise<string>;
};

type SigningKey = { kid: string; privateKey: KeyObject };

/** Makes the keys, the RSA key when it is first needed, as it takes its time; without a seed nobody can make them again. */
export function createSigningKeys(seed: number | undefined): SigningKeys {
  const kids = idRandom(seed, 'gemini:kids');
  const newKid = () => randomText(kids, 32, '0123456789abcdef');
  const edwards = [1, 2, 3].map((n) => ({ kid: newKid(), privateKey: edwardsKey(seed, n) }));
  const rsaKid = newKid();
  let rsa: SigningKey | undefined;
  const rsaKey = () => (rsa ??= { kid: rsaKid, privateKey: newRsaKey(seed) });
  return {
    async jwks() {
      const edwardsKeys = edwards.map(async (key) => published(key, 'EdDSA'));
      return { keys: await Promise.all([...edwardsKeys, published(rsaKey(), 'RS256')]) };
    },
    async signV1a(text) {
      const [, second] = edwards;
      return second ? `v1a,${sign(null, Buffer.from(text), second.privateKey).toString('base64')}` : '';
    },
    async signJwt({ issuer, audience, issuedAtSeconds, lifetimeSeconds }) {
      const { kid, privateKey } = rsaKey();
      return new SignJWT()
        .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(issuedAtSeconds)
        .setExpirationTime(issuedAtSeconds + lifetimeSeconds)
        .sign(privateKey);
    },
  };
}

function edwardsKey(seed: number | undefined, n: number): KeyObject {
  return seed === undefined ? generateKeyPairSync('ed25519').privateKey : seededEd25519Key(seed, `gemini:ed25519:${n}`);
}

function newRsaKey(seed: number | undefined): KeyObject {
  return seed === undefined
    ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    : seededRsaKey(seed, 'gemini:rsa');
}

async function published({ kid, privateKey }: SigningKey, alg: string): Promise<JWK> {
  return { ...(await exportJWK(createPublicKey(privateKey))), kid, alg, use: 'sig' };
}

/** `v1,<base64>` of Standard Webhooks: HMAC-SHA256 with the decoded part of a `whsec_` secret. */
export function signV1(secret: string, text: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}
