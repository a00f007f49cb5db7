import { channelAccessToken } from '@line/bot-sdk';
import { callerOf } from '../support/line-api.ts';
import { clientOf, refusal, startLine } from '../support/line-simulator.ts';

let sim: Awaited<ReturnType<typeof startLine>>;

beforeEach(async () => {
  sim = await startLine();
});

afterEach(() => sim.line.close());

const issuer = () => new channelAccessToken.ChannelAccessTokenClient({ baseURL: sim.line.url });
const works = (token: string) => clientOf(sim.line.url, token).getBotInfo();
const unauthorized = { status: 401 };
const dayMs = 24 * 60 * 60 * 1000;

const shortLived = () => issuer().issueChannelToken('client_credentials', sim.line.channelId, sim.line.channelSecret);

const stateless = (secret = sim.line.channelSecret) =>
  issuer().issueStatelessChannelTokenByClientSecret(sim.line.channelId, secret);

describe('a stateless token', () => {
  test('works for 15 minutes', async () => {
    const issued = await stateless();
    expect(issued).toEqual({ token_type: 'Bearer', access_token: expect.any(String), expires_in: 900 });
    await sim.clock.advance(899_999);
    await works(issued.access_token);
    await sim.clock.advance(1);
    expect(await refusal(works(issued.access_token))).toMatchObject(unauthorized);
  });

  test('cannot be revoked and has no limit', async () => {
    const tokens: string[] = [];
    for (let count = 0; count < 40; count++) tokens.push((await stateless()).access_token);
    const [first = ''] = tokens;
    await issuer().revokeChannelToken(first);
    await issuer().revokeChannelTokenByJWT(sim.line.channelId, sim.line.channelSecret, first);
    expect(await works(first)).toMatchObject({ userId: sim.line.botUserId });
  });

  test('is refused to a wrong secret in the form of OAuth', async () => {
    expect(await refusal(stateless('wrong'))).toMatchObject({
      status: 400,
      body: { error: 'invalid_request', error_description: "Invalid 'client_credentials'." },
    });
  });

  test('is for client credentials only', async () => {
    const body = `grant_type=password&client_id=${sim.line.channelId}&client_secret=${sim.line.channelSecret}`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await callerOf(sim)('POST', '/oauth2/v3/token', { body, headers });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('a short-lived token', () => {
  test('works for 30 days', async () => {
    const issued = await shortLived();
    expect(issued).toMatchObject({ token_type: 'Bearer', expires_in: 30 * 24 * 60 * 60 });
    await sim.clock.advance(30 * dayMs - 1);
    await works(issued.access_token);
    await sim.clock.advance(1);
    expect(await refusal(works(issued.access_token))).toMatchObject(unauthorized);
  });

  test('is ended by the 30th after it', async () => {
    const tokens: string[] = [];
    for (let count = 0; count < 31; count++) tokens.push((await shortLived()).access_token);
    expect(await refusal(works(tokens[0] ?? ''))).toMatchObject(unauthorized);
    await works(tokens[1] ?? '');
    await works(tokens[30] ?? '');
  });

  test('is verified and revoked', async () => {
    const { access_token: token } = await shortLived();
    await sim.clock.advance(1000);
    expect(await issuer().verifyChannelToken(token)).toEqual({
      client_id: sim.line.channelId,
      expires_in: 30 * 24 * 60 * 60 - 1,
      scope: 'P CM',
    });
    expect(await refusal(issuer().verifyChannelTokenByJWT(token))).toMatchObject({ status: 400 });
    await issuer().revokeChannelToken(token);
    expect(await refusal(works(token))).toMatchObject(unauthorized);
    expect(await refusal(issuer().verifyChannelToken(token))).toMatchObject({
      status: 400,
      body: { error: 'invalid_request', error_description: 'access_token invalid' },
    });
  });

  test.each([
    ['invalid client_id', 'nobody', undefined],
    ['invalid client_secret', undefined, 'wrong'],
  ])('is refused for %s', async (description, id, secret) => {
    const { channelId, channelSecret } = sim.line;
    const call = issuer().issueChannelToken('client_credentials', id ?? channelId, secret ?? channelSecret);
    expect(await refusal(call)).toMatchObject({
      status: 400,
      body: { error: 'invalid_client', error_description: description },
    });
  });
});

describe('the long-lived token', () => {
  test('never expires, and is verified', async () => {
    await sim.clock.advance(365 * dayMs);
    await sim.bot.getBotInfo();
    expect(await issuer().verifyChannelToken(sim.line.channelAccessToken)).toMatchObject({
      client_id: sim.line.channelId,
      expires_in: expect.any(Number),
    });
  });

  test('is revoked until a reset', async () => {
    await issuer().revokeChannelToken(sim.line.channelAccessToken);
    expect(await refusal(sim.bot.getBotInfo())).toMatchObject(unauthorized);
    sim.line.reset();
    await sim.bot.getBotInfo();
  });
});

test('revoking what is no token is no error', async () => {
  expect(await issuer().revokeChannelToken('nothing')).toEqual({});
});
