import { channelAccessToken } from '@line/bot-sdk';
import { generateKeyPair, SignJWT } from 'jose';
import { clientOf, refusal, startLine } from '../support/line-simulator.ts';

let sim: Awaited<ReturnType<typeof startLine>>;

beforeEach(async () => {
  sim = await startLine();
});

afterEach(async () => sim.line.close());

/** The head of a PNG, which is all that is read of it. */
function png(width: number, height: number): Blob {
  const bytes = Buffer.alloc(64);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(bytes);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return new Blob([bytes], { type: 'image/png' });
}

describe('rich menus', () => {
  const menu = {
    size: { width: 2500, height: 843 },
    selected: true,
    name: 'main',
    chatBarText: 'Menu',
    areas: [
      {
        bounds: { x: 0, y: 0, width: 2500, height: 843 },
        action: { type: 'postback' as const, data: 'help', displayText: 'Help' },
      },
    ],
  };

  test('are made, get an image and become the default, whose areas can be tapped', async () => {
    const { richMenuId } = await sim.bot.createRichMenu(menu);
    expect(await refusal(sim.bot.setDefaultRichMenu(richMenuId))).toMatchObject({
      status: 400,
      body: { message: 'must upload richmenu image before applying it to user' },
    });
    await sim.bot.setRichMenuImage(richMenuId, png(2500, 843));
    expect(await refusal(sim.bot.setRichMenuImage(richMenuId, png(2500, 843)))).toMatchObject({
      body: { message: 'An image has already been uploaded to the richmenu' },
    });
    await sim.bot.setDefaultRichMenu(richMenuId);
    expect(await sim.bot.getDefaultRichMenuId()).toEqual({ richMenuId });
    expect(await sim.bot.getRichMenuList()).toEqual({ richmenus: [{ richMenuId, ...menu }] });
    await sim.line.act({ userId: sim.line.userId, type: 'postback', data: 'help' });
    expect(sim.line.chat(sim.line.userId).items.at(-1)).toMatchObject({ message: { text: 'Help' } });
    await sim.bot.cancelDefaultRichMenu();
    expect(await refusal(sim.bot.getDefaultRichMenuId())).toMatchObject({ status: 404 });
  });

  test('are linked to one person and go when deleted', async () => {
    const { richMenuId } = await sim.bot.createRichMenu(menu);
    await sim.bot.setRichMenuImage(richMenuId, png(800, 250));
    await sim.bot.linkRichMenuIdToUser(sim.line.userId, richMenuId);
    expect(await sim.bot.getRichMenuIdOfUser(sim.line.userId)).toEqual({ richMenuId });
    await sim.bot.deleteRichMenu(richMenuId);
    expect(await refusal(sim.bot.getRichMenuIdOfUser(sim.line.userId))).toMatchObject({ status: 404 });
    expect(await refusal(sim.bot.getRichMenu(richMenuId))).toMatchObject({ status: 404 });
  });

  test('refuse a wrong shape and a wrong image', async () => {
    const wrong = { ...menu, chatBarText: 'x'.repeat(15), areas: Array.from({ length: 21 }, () => menu.areas[0]!) };
    const { body } = await refusal(sim.bot.createRichMenu(wrong));
    expect(body.details.map((detail: { property: string }) => detail.property)).toEqual(['chatBarText', 'areas']);
    const { richMenuId } = await sim.bot.createRichMenu(menu);
    expect(await refusal(sim.bot.setRichMenuImage(richMenuId, png(799, 250)))).toMatchObject({ status: 400 });
    expect(await refusal(sim.bot.setRichMenuImage(richMenuId, png(800, 800)))).toMatchObject({ status: 400 });
  });
});

const issuer = () => new channelAccessToken.ChannelAccessTokenClient({ baseURL: sim.line.url });

const works = (token: string) => clientOf(sim.line.url, token).getBotInfo();

describe('channel access tokens', () => {
  test('a stateless token works for 15 minutes', async () => {
    const { channelId, channelSecret } = sim.line;
    const issued = await issuer().issueStatelessChannelTokenByClientSecret(channelId, channelSecret);
    expect(issued).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
    await works(issued.access_token);
    await sim.clock.advance(900_000);
    expect(await refusal(works(issued.access_token))).toMatchObject({ status: 401 });
  });

  test('a wrong secret is refused in the form of OAuth', async () => {
    const answer = await refusal(issuer().issueStatelessChannelTokenByClientSecret(sim.line.channelId, 'wrong'));
    expect(answer).toMatchObject({
      status: 400,
      body: { error: 'invalid_request', error_description: "Invalid 'client_credentials'." },
    });
  });

  test('the 31st short-lived token ends the first', async () => {
    const { channelId, channelSecret } = sim.line;
    const tokens: string[] = [];
    for (let i = 0; i < 31; i++) {
      const issued = await issuer().issueChannelToken('client_credentials', channelId, channelSecret);
      tokens.push(issued.access_token);
    }
    expect(await refusal(works(tokens[0] ?? ''))).toMatchObject({ status: 401 });
    await works(tokens[1] ?? '');
    await issuer().revokeChannelToken(tokens[1] ?? '');
    expect(await refusal(works(tokens[1] ?? ''))).toMatchObject({ status: 401 });
  });

  test('a token by assertion is issued, verified and listed', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const nowSeconds = Math.floor(sim.clock.nowMs() / 1000);
    const claims = { iss: sim.line.channelId, sub: sim.line.channelId, aud: 'https://api.line.me/', token_exp: 3600 };
    const jwt = await new SignJWT({ ...claims, exp: nowSeconds + 1800 })
      .setProtectedHeader({ alg: 'RS256', kid: 'k', typ: 'JWT' })
      .sign(privateKey);
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    const issued = await issuer().issueChannelTokenByJWT('client_credentials', type, jwt);
    await works(issued.access_token);
    expect(await issuer().verifyChannelTokenByJWT(issued.access_token)).toMatchObject({ expires_in: 3600 });
    expect(await issuer().getsAllValidChannelAccessTokenKeyIds(type, jwt)).toEqual({ kids: [issued.key_id] });
    await sim.clock.advance(1800_000);
    expect(await refusal(issuer().issueChannelTokenByJWT('client_credentials', type, jwt))).toMatchObject({
      status: 400,
    });
  });
});
