import type { LineSimulatorOptions } from '../../src/simulator/line/start.ts';
import { startLine } from '../support/line-simulator.ts';

// What LINE's own examples send although its documents do not have it: raw, as the SDK has no type for some of it.

let sim: Awaited<ReturnType<typeof startLine>>;

const start = async (options: Partial<LineSimulatorOptions> = {}) => {
  sim = await startLine(options);
};

afterEach(() => sim.line.close());

async function pushed(message: object) {
  const { url, channelAccessToken, userId } = sim.line;
  const answer = await fetch(`${url}/v2/bot/message/push`, {
    method: 'POST',
    headers: { authorization: `Bearer ${channelAccessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ to: userId, messages: [message] }),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

const flexWith = (layout: string, ...contents: object[]) => ({
  type: 'flex',
  altText: 'x',
  contents: { type: 'bubble', body: { type: 'box', layout, contents } },
});
const label = { type: 'text', text: 'x' };
const action = { type: 'postback', label: 'This', data: 'a=1' };
const withItem = (item: object) => ({ type: 'text', text: 'x', quickReply: { items: [item] } });

test.each(['horizontal', 'vertical', 'baseline'])('a spacer is taken in a %s box', async (layout) => {
  await start();
  for (const size of [undefined, 'xs', 'xxl']) {
    expect((await pushed(flexWith(layout, label, { type: 'spacer', size }))).status).toBe(200);
  }
});

test('a spacer has a size and nothing else', async () => {
  await start();
  for (const wrong of [{ size: 'huge' }, { color: '#000000' }]) {
    expect((await pushed(flexWith('vertical', label, { type: 'spacer', ...wrong }))).status).toBe(400);
  }
});

test('a spacer is refused where the settings say so', async () => {
  await start({ flexSpacer: 'refused' });
  expect(await pushed(flexWith('vertical', label, { type: 'spacer' }))).toMatchObject({
    status: 400,
    body: { details: [{ property: '/body/contents/1/type' }] },
  });
});

test('an item of quick replies may lack its type, and its button can be tapped', async () => {
  await start();
  expect((await pushed(withItem({ action }))).status).toBe(200);
  await sim.line.act({ userId: sim.line.userId, type: 'postback', data: 'a=1' });
  expect((await pushed(withItem({ type: 'button', action }))).status).toBe(400);
});

test('an item of quick replies needs its type where the settings say so', async () => {
  await start({ quickReplyItemType: 'required' });
  expect(await pushed(withItem({ action }))).toMatchObject({
    status: 400,
    body: { details: [{ property: 'messages[0].quickReply.items[0].type' }] },
  });
  expect((await pushed(withItem({ type: 'action', action }))).status).toBe(200);
});
