import { randomUUID } from 'node:crypto';
import { createLineClient } from '../../src/line/client.ts';
import { classifyLineError } from '../../src/line/errors.ts';
import { parseWebhookBody } from '../../src/line/events.ts';
import { isValidLineSignature } from '../../src/line/signature.ts';
import { clientOf, startLine, startWebhook } from '../support/line-simulator.ts';
import { choicesOf, everyMessage, languages, nastyNames } from '../unit/line-samples.ts';

type Stage = Awaited<ReturnType<typeof startLine>>;

const text = { type: 'text' as const, text: 'hi' };
const failureOf = async (call: Promise<unknown>) =>
  call.then(
    () => 'no error',
    (error: unknown) => classifyLineError(error),
  );

let stage: Stage;
let webhook: Awaited<ReturnType<typeof startWebhook>>;
beforeEach(async () => {
  webhook = await startWebhook();
  stage = await startLine({ webhookUrl: webhook.url });
});
afterEach(async () => {
  await stage.line.close();
  await webhook.close();
});

const client = () =>
  createLineClient({
    channelAccessToken: stage.line.channelAccessToken,
    apiBaseUrl: stage.line.url,
    dataApiBaseUrl: stage.line.url,
    timeoutMs: 5000,
  });

/** What the bot received, as it would read it. */
function received() {
  return webhook.received.flatMap(({ headers, body }) => {
    const signature = headers['x-line-signature']?.toString();
    expect(isValidLineSignature(Buffer.from(body), [stage.line.channelSecret], signature)).toBe(true);
    return parseWebhookBody(Buffer.from(body)).events;
  });
}

describe.each(languages)('every message in %s', (language) => {
  const windows = [nastyNames.slice(0, 10), nastyNames.slice(-10), ['鼎泰豐', 'Joe’s', 'すし匠']];
  const alone = nastyNames.map((name) => [name]);

  test('is accepted by LINE, whatever the names', async () => {
    const bot = clientOf(stage.line.url, stage.line.channelAccessToken);
    const all = [...windows, ...alone].flatMap((names) => everyMessage(language, names));
    for (const { what, messages } of all) {
      const refused = await bot.validateReply({ messages }).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect({ what, refused }).toEqual({ what, refused: undefined });
    }
  });

  test('is accepted when names and "known for" are of the largest size', async () => {
    const bot = clientOf(stage.line.url, stage.line.channelAccessToken);
    const names = Array.from({ length: 10 }, (_, i) => `${'𠮷'.repeat(100)}${i}`);
    await expect(bot.validatePush({ messages: choicesOf(language, names) })).resolves.toEqual({});
  });
});

test('a tapped choice comes back as the button that was shown', async () => {
  const line = client();
  const { userId } = stage.line;
  await line.push({ to: userId, messages: choicesOf('zh-TW', ['鼎泰豐', '春水堂']), retryKey: randomUUID() });
  const { quickReplies } = stage.line.chat(userId);
  const [first] = quickReplies;
  expect(first?.action).toMatchObject({ type: 'postback', label: '鼎泰豐' });
  await stage.line.act({ userId, type: 'postback', data: String(first?.action['data']) });
  expect(received()).toMatchObject([
    { kind: 'postback', data: first?.action['data'], source: { kind: 'user', id: userId } },
  ]);
});

test('a person who follows and shares a location is answered with the reply token', async () => {
  const line = client();
  const { userId } = stage.line;
  await stage.line.act({ userId, type: 'location', latitude: 25.03, longitude: 121.56 });
  const [event] = received();
  expect(event).toMatchObject({ kind: 'location', latitude: 25.03, longitude: 121.56 });
  const replyToken = event && 'replyToken' in event ? (event.replyToken ?? '') : '';
  const { sentMessageIds } = await line.reply({ replyToken, messages: choicesOf('en', ['A', 'B', 'C']) });
  expect(stage.line.chat(userId).items.at(-1)).toMatchObject({ id: sentMessageIds[0], via: 'reply' });
  expect(await failureOf(line.reply({ replyToken, messages: [text] }))).toMatchObject({
    code: 'LineInvalidReplyToken',
    kind: 'permanent',
  });
});

test('a push that is repeated under its retry key is shown once', async () => {
  const line = client();
  const push = { to: stage.line.userId, messages: [text], retryKey: randomUUID() };
  const first = await line.push(push);
  expect(await line.push(push)).toEqual({ ...first, status: 'already-accepted' });
  expect(stage.line.chat(push.to).items).toHaveLength(1);
});

test.each([
  [{ kind: 'lost-answer' } as const, 'LineConnectionLost', 'already-accepted'],
  [{ kind: 'reset' } as const, 'LineConnectionLost', 'accepted'],
  [{ kind: 'html' } as const, 'LineServerError', 'accepted'],
])('a push that meets %j is unknown, and its repetition tells', async (effect, code, status) => {
  const line = client();
  const push = { to: stage.line.userId, messages: [text], retryKey: randomUUID() };
  stage.line.faults.add({ route: 'push', effect });
  expect(await failureOf(line.push(push))).toMatchObject({ kind: 'unknown', code });
  expect(await line.push(push)).toMatchObject({ status });
  expect(stage.line.chat(push.to).items).toHaveLength(1);
});

test('a push whose answer is broken JSON has been accepted', async () => {
  stage.line.faults.add({ route: 'push', effect: { kind: 'broken-json' } });
  const push = { to: stage.line.userId, messages: [text], retryKey: randomUUID() };
  expect(await client().push(push)).toMatchObject({ status: 'accepted', sentMessageIds: [] });
  expect(stage.line.chat(push.to).items).toHaveLength(1);
});

test('pushes beyond the quota of the month are told from other refusals, replies go on', async () => {
  const line = client();
  const { userId } = stage.line;
  stage.line.setQuota({ limit: 200, used: 200 });
  expect(await line.getQuota()).toEqual({ limit: 200, used: 200 });
  const push = { to: userId, messages: [text], retryKey: randomUUID() };
  expect(await failureOf(line.push(push))).toMatchObject({ code: 'LineMonthlyQuota' });
  await stage.line.act({ userId, type: 'text', text: 'hi' });
  const [event] = received();
  const replyToken = event && 'replyToken' in event ? (event.replyToken ?? '') : '';
  await expect(line.reply({ replyToken, messages: [text] })).resolves.toMatchObject({
    sentMessageIds: [expect.any(String)],
  });
});

test('ids of nobody are refused for good', async () => {
  const push = { to: `U${'f'.repeat(32)}`, messages: [text], retryKey: randomUUID() };
  expect(await failureOf(client().push(push))).toMatchObject({ code: 'LineUnreachableRecipient', kind: 'permanent' });
  expect(await failureOf(client().getProfile(push.to))).toMatchObject({ code: 'LineUnreachableRecipient' });
});

test('the rest of the calls are understood', async () => {
  const line = client();
  const { userId, botUserId } = stage.line;
  const polish = stage.line.addUser({ language: 'pl' });
  expect(await line.getProfile(polish.userId)).toEqual({ language: 'pl' });
  expect(await line.getBotInfo()).toMatchObject({ userId: botUserId });
  await line.showLoading({ chatId: userId, seconds: 42 });
  expect(stage.line.chat(userId).loadingUntilMs).toBe(stage.clock.nowMs() + 45_000);
  await line.setWebhookEndpoint('https://bot.example.org/webhooks/line');
  expect(stage.line.webhookUrl()).toBe('https://bot.example.org/webhooks/line');
});
