import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT } from 'jose';
import { z } from 'zod';
import type { Dice } from './random.ts';

/** How a delivery may be signed. */
export type Signer = {
  /** Where our public keys and the simulator's stand, as one set. */
  baseUrl: string;
  line: (body: Buffer) => Record<string, string>;
  /** `v1`, `v1a` or `jwt`, under this id. */
  gemini: (way: 'v1' | 'v1a' | 'jwt', id: string, body: Buffer) => Record<string, string>;
  close: () => Promise<void>;
};

const jwtLifeMs = 60_000;
const keySetSchema = z.object({ keys: z.array(z.looseObject({})) });

/** Makes keys of our own, publishes them beside those of the simulator, and signs with them. */
export async function createSigner(options: {
  channelSecret: string;
  webhookSecret: string;
  simulatorUrl: string;
}): Promise<Signer> {
  const edwards = generateKeyPairSync('ed25519');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const own = [
    { ...(await exportJWK(edwards.publicKey)), kid: 'fuzz-ed' },
    { ...(await exportJWK(rsa.publicKey)), kid: 'fuzz-rsa', alg: 'RS256' },
  ];
  const simulated = await fetch(`${options.simulatorUrl}/.well-known/jwks.json`);
  const { keys } = keySetSchema.parse(await simulated.json());
  const server = createServer((_request, response) => void response.end(JSON.stringify({ keys: [...keys, ...own] })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const newJwt = async () =>
    new SignJWT({ iss: 'fuzz' })
      .setProtectedHeader({ alg: 'RS256', kid: 'fuzz-rsa' })
      .setIssuedAt()
      .setExpirationTime('5 minutes')
      .sign(rsa.privateKey);
  let jwt = await newJwt();
  const renew = async () => {
    jwt = await newJwt();
  };
  // The token does not cover the body, so one serves many deliveries.
  const renewal = setInterval(() => void renew(), jwtLifeMs);
  const hmacKey = Buffer.from(options.webhookSecret.slice('whsec_'.length), 'base64');

  return {
    baseUrl: `http://127.0.0.1:${port}`,
    line: (body) => ({
      'x-line-signature': createHmac('sha256', options.channelSecret).update(body).digest('base64'),
    }),
    gemini(way, id, body) {
      const timestamp = String(Math.floor(Date.now() / 1000));
      const text = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
      const signatures = {
        v1: () => `v1,${createHmac('sha256', hmacKey).update(text).digest('base64')}`,
        v1a: () => `v1a,${sign(null, text, edwards.privateKey).toString('base64')}`,
        jwt: () => jwt,
      };
      return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures[way]() };
    },
    async close() {
      clearInterval(renewal);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Headers of a signature that does not hold, in one of the ways in which it may not. */
export function spoilt(headers: Record<string, string>, dice: Dice): Record<string, string> {
  const name = Object.keys(headers).find((key) => key.endsWith('-signature')) ?? '';
  const value = headers[name] ?? '';
  const wrong = [
    '',
    value.slice(0, -5),
    `${value}x`,
    value.toLowerCase(),
    value.replace(/^v1a?/, 'v2'),
    `v1,${'A'.repeat(44)} `.repeat(8),
    `v1a,${'A'.repeat(86)}== `.repeat(8),
    `e30.e30.${'A'.repeat(342)}`,
    'eyJhbGciOiJub25lIn0.e30.AA',
    'é'.repeat(50),
    'x'.repeat(9000),
  ];
  const odd = { 'webhook-timestamp': dice.pick(['NaN', '0', '9'.repeat(13), '-1', '1e3', ' ']) };
  if (dice.onceIn(6) && 'webhook-id' in headers) return { ...headers, ...odd };
  if (dice.onceIn(6)) return {};
  return { ...headers, [name]: dice.pickOf(wrong) ?? '' };
}
