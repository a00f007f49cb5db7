import { createHmac, generateKeyPair as generateKeyPairCallback, type KeyObject, randomUUID, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { exportJWK, type JWK, SignJWT } from 'jose';

const generateKeyPair = promisify(generateKeyPairCallback);

/** The keys that sign events of jobs: three Ed25519 keys and one RSA key, new at each start. */
export type SigningKeys = {
  /** What `/.well-known/jwks.json` shows. */
  jwks: () => Promise<{ keys: JWK[] }>;
  /** `v1a,<base64>` over the text; by the second Ed25519 key, because receivers have to try all. */
  signV1a: (text: string) => Promise<string>;
  /** RS256 JWT with the key id in its header. */
  signJwt: (claims: { issuer: string; audience: string; issuedAtSeconds: number }) => Promise<string>;
};

type Pair = { kid: string; publicKey: KeyObject; privateKey: KeyObject };

/** Makes the keys when they are first needed: an RSA key takes its time. */
export function createSigningKeys(): SigningKeys {
  let made: Promise<{ edwards: Pair[]; rsa: Pair }> | undefined;
  const keys = () => (made ??= makeKeys());
  return {
    async jwks() {
      const { edwards, rsa } = await keys();
      const published = [...edwards.map((pair) => [pair, 'EdDSA'] as const), [rsa, 'RS256'] as const];
      return {
        keys: await Promise.all(
          published.map(async ([{ kid, publicKey }, alg]) => ({
            ...(await exportJWK(publicKey)),
            kid,
            alg,
            use: 'sig',
          })),
        ),
      };
    },
    async signV1a(text) {
      const [, second] = (await keys()).edwards;
      return second ? `v1a,${sign(null, Buffer.from(text), second.privateKey).toString('base64')}` : '';
    },
    async signJwt({ issuer, audience, issuedAtSeconds }) {
      const { rsa } = await keys();
      return new SignJWT()
        .setProtectedHeader({ alg: 'RS256', kid: rsa.kid, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(issuedAtSeconds)
        .setExpirationTime(issuedAtSeconds + 300)
        .sign(rsa.privateKey);
    },
  };
}

async function makeKeys() {
  const edwards = [0, 1, 2].map(async () => ({ kid: randomUUID(), ...(await generateKeyPair('ed25519')) }));
  const rsa = generateKeyPair('rsa', { modulusLength: 2048 });
  return { edwards: await Promise.all(edwards), rsa: { kid: randomUUID(), ...(await rsa) } };
}

/** `v1,<base64>` of Standard Webhooks: HMAC-SHA256 with the decoded part of a `whsec_` secret. */
export function signV1(secret: string, text: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}
