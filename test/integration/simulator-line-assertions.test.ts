import { channelAccessToken } from '@line/bot-sdk';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { AssertionPublicKey } from '../../src/simulator/line/state/assertion-keys.ts';
import { clientOf, refusal, startLine } from '../support/line-simulator.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const monthSeconds = 30 * 24 * 60 * 60;

let sim: Awaited<ReturnType<typeof startLine>>;
let privateKey: CryptoKey;
let publicKey: AssertionPublicKey;
let kid: string;

beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  const { n = '', e = '' } = await exportJWK(pair.publicKey);
  privateKey = pair.privateKey;
  publicKey = { kty: 'RSA', alg: 'RS256', use: 'sig', n, e };
});

beforeEach(async () => {
  sim = await startLine();
  kid = sim.line.registerAssertionKey(publicKey);
});

afterEach(() => sim.line.close());

type Changes = {
  claims?: Record<string, unknown>;
  header?: { alg?: string; kid?: string; typ?: string };
  key?: CryptoKey;
};

/** An assertion as the page "Issue channel access token v2.1" has it; a claim that is undefined is left out. */
async function assertion({ claims = {}, header = {}, key = privateKey }: Changes = {}): Promise<string> {
  const { channelId } = sim.line;
  const all = {
    iss: channelId,
    sub: channelId,
    aud: 'https://api.line.me/',
    exp: nowSeconds() + 1800,
    token_exp: 3600,
    ...claims,
  };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new SignJWT(given).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, ...header }).sign(key);
}

const nowSeconds = () => Math.floor(sim.clock.nowMs() / 1000);
const issuer = () => new channelAccessToken.ChannelAccessTokenClient({ baseURL: sim.line.url });
const issue = async (changes?: Changes) =>
  issuer().issueChannelTokenByJWT('client_credentials', assertionType, await assertion(changes));
const works = (token: string) => clientOf(sim.line.url, token).getBotInfo();

test('a token is issued for the life that its assertion asks for, verified, listed and revoked', async () => {
  const issued = await issue();
  expect(issued).toMatchObject({ token_type: 'Bearer', expires_in: 3600, key_id: expect.any(String) });
  await sim.clock.advance(3_599_999);
  await works(issued.access_token);
  expect(await issuer().verifyChannelTokenByJWT(issued.access_token)).toMatchObject({
    client_id: sim.line.channelId,
    expires_in: 0,
  });
  const other = await issue();
  const ids = await issuer().getsAllValidChannelAccessTokenKeyIds(assertionType, await assertion());
  expect(ids).toEqual({ kids: [issued.key_id, other.key_id] });
  await sim.clock.advance(1);
  expect(await refusal(works(issued.access_token))).toMatchObject({ status: 401 });
  expect(await refusal(issuer().verifyChannelTokenByJWT(issued.access_token))).toMatchObject({
    status: 400,
    body: { error: 'invalid_request', error_description: 'The access token expired' },
  });
  await issuer().revokeChannelTokenByJWT(sim.line.channelId, sim.line.channelSecret, other.access_token);
  expect(await refusal(works(other.access_token))).toMatchObject({ status: 401 });
});

test('an assertion gives a stateless token as well, without token_exp', async () => {
  const jwt = await assertion({ claims: { token_exp: undefined } });
  const issued = await issuer().issueStatelessChannelTokenByJWTAssertion(jwt);
  expect(issued).toMatchObject({ expires_in: 900 });
  await works(issued.access_token);
});

test('a token lives for 30 days at most', async () => {
  expect(await issue({ claims: { token_exp: monthSeconds } })).toMatchObject({ expires_in: monthSeconds });
  for (const tokenExp of [monthSeconds + 1, 0, -1, 1.5, '3600', undefined]) {
    expect(await refusal(issue({ claims: { token_exp: tokenExp } }))).toMatchObject({
      status: 400,
      body: { error: 'invalid_client', error_description: 'Invalid token_exp' },
    });
  }
});

test.each([
  ['iss', 'somebody', 'iss and clientId of key do not match'],
  ['iss', undefined, 'iss and clientId of key do not match'],
  ['sub', 'somebody', 'Invalid sub'],
  ['sub', undefined, 'Invalid sub'],
  ['aud', 'https://example.com/', 'Invalid aud'],
  ['aud', undefined, 'Invalid aud'],
  ['exp', undefined, 'Invalid exp'],
])('a claim %s that is %s is refused', async (claim, value, description) => {
  expect(await refusal(issue({ claims: { [claim]: value } }))).toMatchObject({
    status: 400,
    body: { error: 'invalid_client', error_description: description },
  });
});

test.each([-1, 0, 1801])('an assertion that expires in %i seconds is refused', async (seconds) => {
  expect(await refusal(issue({ claims: { exp: nowSeconds() + seconds } }))).toMatchObject({
    status: 400,
    body: { error: 'invalid_client', error_description: 'Invalid exp' },
  });
});

test('an assertion that somebody else signed is refused', async () => {
  const { privateKey: other } = await generateKeyPair('RS256');
  expect(await refusal(issue({ key: other }))).toMatchObject({
    status: 400,
    body: { error: 'invalid_client', error_description: 'Invalid signature' },
  });
});

test('an assertion of a key that is not registered is 404', async () => {
  expect(await refusal(issue({ header: { kid: '536e453c-aa93-4449-8e90-add2608783c6' } }))).toMatchObject({
    status: 404,
    body: { message: 'Cannot find channel key that satisfies the conditions' },
  });
});

test('a registered key stays over a reset, the tokens issued with it do not', async () => {
  const issued = await issue();
  sim.line.reset();
  expect(await refusal(works(issued.access_token))).toMatchObject({ status: 401 });
  await works((await issue()).access_token);
});

test('keys have ids of their own, and a key that is registered again keeps its id', () => {
  expect(sim.line.registerAssertionKey(publicKey)).toBe(kid);
  expect(sim.line.registerAssertionKey({ ...publicKey, e: 'Aw' })).not.toBe(kid);
});

test.each([{ header: { alg: 'RS512' } }, { header: { typ: 'jws' } }])(
  'an assertion with %j is refused',
  async (changes) => {
    const { privateKey: key } = await generateKeyPair(changes.header.alg ?? 'RS256');
    expect(await refusal(issue({ ...changes, key }))).toMatchObject({ status: 400 });
  },
);

test('what is no JWT, or of another type, is refused', async () => {
  const issueWith = (type: string, jwt: string) => issuer().issueChannelTokenByJWT('client_credentials', type, jwt);
  expect(await refusal(issueWith(assertionType, 'no.jwt.at-all'))).toMatchObject({ status: 400 });
  expect(await refusal(issueWith('other', await assertion()))).toMatchObject({ status: 400 });
  expect(await refusal(issuer().getsAllValidChannelAccessTokenKeyIds(assertionType, 'x'))).toMatchObject({
    status: 400,
  });
});

test.each(['', '/'])('the audience may be the address that is called, with "%s" behind it', async (end) => {
  await works((await issue({ claims: { aud: `${sim.line.url}${end}` } })).access_token);
  await works((await issue({ claims: { aud: ['https://api.line.me/', 'another'] } })).access_token);
  expect(await refusal(issue({ claims: { aud: `${sim.line.url}0${end}` } }))).toMatchObject({ status: 400 });
});

test('the 31st valid token is refused', async () => {
  for (let count = 0; count < 30; count++) await issue();
  expect(await refusal(issue())).toMatchObject({
    status: 400,
    body: { message: 'The maximum number of access tokens has already been issued' },
  });
  await sim.clock.advance(3_600_000);
  await issue();
});

describe('the control route', () => {
  test('registers a public key and gives its kid', async () => {
    const answer = await sim.control('POST', 'assertion-keys', publicKey);
    expect(answer).toMatchObject({ status: 201, body: { kid: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
    kid = answer.body.kid;
    await issue();
  });

  test.each([
    ['has a kid', { kid: 'x' }],
    ['has private parts', { d: 'x' }],
    ['is not for signatures', { use: 'enc' }],
    ['does not say what it is for', { use: undefined }],
    ['is of another algorithm', { alg: 'RS512' }],
    ['is too short', { n: Buffer.alloc(128, 1).toString('base64url') }],
  ])('refuses a key that %s', async (_name, change) => {
    expect(await sim.control('POST', 'assertion-keys', { ...publicKey, ...change })).toMatchObject({ status: 400 });
  });
});
