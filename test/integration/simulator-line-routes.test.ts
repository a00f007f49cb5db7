import { callerOf } from '../support/line-api.ts';
import { startLine, startWebhook } from '../support/line-simulator.ts';

let sim: Awaited<ReturnType<typeof startLine>>;
let webhook: Awaited<ReturnType<typeof startWebhook>>;

beforeEach(async () => {
  webhook = await startWebhook();
  sim = await startLine({ webhookUrl: webhook.url });
});

afterEach(async () => {
  await sim.line.close();
  await webhook.close();
});

const nobody = `U${'0'.repeat(32)}`;
const message = { type: 'text', text: 'x' };

/** Every route of the contract; the ids are unknown, so that 400 and 404 are right answers as well. */
const routes: [method: string, path: string, body?: unknown][] = [
  ['POST', '/v2/bot/message/reply', { replyToken: 'x', messages: [message] }],
  ['POST', '/v2/bot/message/push', { to: nobody, messages: [message] }],
  ['POST', '/v2/bot/message/multicast', { to: [nobody], messages: [message] }],
  ['POST', '/v2/bot/message/broadcast', { messages: [message] }],
  ['POST', '/v2/bot/message/narrowcast', { messages: [message] }],
  ['GET', '/v2/bot/message/progress/narrowcast?requestId=x'],
  ...['reply', 'push', 'multicast', 'narrowcast', 'broadcast'].map((kind): [string, string, unknown] => [
    'POST',
    `/v2/bot/message/validate/${kind}`,
    { messages: [message] },
  ]),
  ['GET', '/v2/bot/message/quota'],
  ['GET', '/v2/bot/message/quota/consumption'],
  ...['reply', 'push', 'multicast', 'broadcast'].map((kind): [string, string] => [
    'GET',
    `/v2/bot/message/delivery/${kind}?date=20260101`,
  ]),
  ['POST', '/v2/bot/chat/loading/start', { chatId: nobody }],
  ['POST', '/v2/bot/chat/markAsRead', { markAsReadToken: 'x' }],
  ['GET', `/v2/bot/profile/${nobody}`],
  ['GET', '/v2/bot/followers/ids'],
  ['GET', '/v2/bot/info'],
  ['GET', `/v2/bot/group/C1/member/${nobody}`],
  ['GET', '/v2/bot/group/C1/summary'],
  ['GET', '/v2/bot/group/C1/members/count'],
  ['GET', '/v2/bot/group/C1/members/ids'],
  ['POST', '/v2/bot/group/C1/leave'],
  ['GET', `/v2/bot/room/R1/member/${nobody}`],
  ['GET', '/v2/bot/room/R1/members/count'],
  ['GET', '/v2/bot/room/R1/members/ids'],
  ['POST', '/v2/bot/room/R1/leave'],
  ['GET', '/v2/bot/channel/webhook/endpoint'],
  ['PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: 'https://example.com/hook' }],
  ['POST', '/v2/bot/channel/webhook/test', {}],
  ['GET', '/v2/bot/message/1/content'],
  ['GET', '/v2/bot/message/1/content/preview'],
  ['GET', '/v2/bot/message/1/content/transcoding'],
  ['POST', '/v2/bot/richmenu', {}],
  ['POST', '/v2/bot/richmenu/validate', {}],
  ['GET', '/v2/bot/richmenu/list'],
  ['GET', '/v2/bot/richmenu/richmenu-x'],
  ['DELETE', '/v2/bot/richmenu/richmenu-x'],
  ['POST', '/v2/bot/richmenu/richmenu-x/content', 'x'],
  ['GET', '/v2/bot/richmenu/richmenu-x/content'],
  ['POST', '/v2/bot/user/all/richmenu/richmenu-x'],
  ['GET', '/v2/bot/user/all/richmenu'],
  ['DELETE', '/v2/bot/user/all/richmenu'],
  ['POST', `/v2/bot/user/${nobody}/richmenu/richmenu-x`],
  ['GET', `/v2/bot/user/${nobody}/richmenu`],
  ['DELETE', `/v2/bot/user/${nobody}/richmenu`],
  ['POST', '/v2/bot/richmenu/bulk/link', {}],
  ['POST', '/v2/bot/richmenu/bulk/unlink', {}],
  ['POST', '/v2/bot/richmenu/batch', {}],
  ['POST', '/v2/bot/richmenu/validate/batch', {}],
  ['GET', '/v2/bot/richmenu/progress/batch?requestId=x'],
  ['POST', '/v2/bot/richmenu/alias', {}],
  ['GET', '/v2/bot/richmenu/alias/list'],
  ['GET', '/v2/bot/richmenu/alias/a'],
  ['POST', '/v2/bot/richmenu/alias/a', {}],
  ['DELETE', '/v2/bot/richmenu/alias/a'],
  ['POST', '/oauth2/v3/token'],
  ['POST', '/oauth2/v2.1/token'],
  ['GET', '/oauth2/v2.1/verify'],
  ['GET', '/oauth2/v2.1/tokens/kid'],
  ['POST', '/oauth2/v2.1/revoke'],
  ['POST', '/v2/oauth/accessToken'],
  ['POST', '/v2/oauth/verify'],
  ['POST', '/v2/oauth/revoke'],
];

test.each(routes)('%s %s is there and answers in JSON under a request id', async (...[method, path, body]) => {
  const answer = await callerOf(sim)(method, path, { body });
  expect(sim.journal.entries().filter((entry) => entry.side === 'line' && !entry.matched)).toEqual([]);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(answer.headers.get('x-line-request-id')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(answer.text).toMatch(/^\{/);
  expect(answer.status).toBeLessThan(500);
});

test('each attempt has a request id of its own', async () => {
  const call = callerOf(sim);
  const ids = [await call('GET', '/v2/bot/info'), await call('GET', '/v2/bot/info')].map(({ headers }) =>
    headers.get('x-line-request-id'),
  );
  expect(new Set(ids).size).toBe(2);
});

test('an unknown path is 404 under a request id, also without a token', async () => {
  const answer = await callerOf(sim)('GET', '/v2/bot/nothing', { headers: { authorization: undefined } });
  expect([answer.status, answer.body]).toEqual([404, { message: 'Not found' }]);
  expect(answer.headers.get('x-line-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});
