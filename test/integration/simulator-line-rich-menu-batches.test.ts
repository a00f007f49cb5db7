import { randomUUID } from 'node:crypto';
import type { messagingApi } from '@line/bot-sdk';
import { callerOf, pngHead } from '../support/line-api.ts';
import { refusal, startLine } from '../support/line-simulator.ts';

let sim: Awaited<ReturnType<typeof startLine>>;
let people: string[];
let menus: string[];

beforeEach(async () => {
  sim = await startLine();
  people = [sim.line.userId, sim.line.addUser({}).userId, sim.line.addUser({}).userId];
  menus = [];
  for (const name of ['a', 'b', 'c']) menus.push(await made(name));
});

afterEach(() => sim.line.close());

async function made(name: string, withImage = true) {
  const bounds = { x: 0, y: 0, width: 800, height: 250 };
  const areas = [{ bounds, action: { type: 'message' as const, label: 'x', text: 'x' } }];
  const menu = { size: { width: 800, height: 250 }, selected: false, name, chatBarText: name, areas };
  const { richMenuId } = await sim.bot.createRichMenu(menu);
  if (withImage) await sim.bot.setRichMenuImage(richMenuId, pngHead(800, 250));
  return richMenuId;
}

/** The place in `menus` of each person's rich menu; undefined without one. */
async function linked() {
  return Promise.all(people.map(linkedTo));
}

const linkedTo = (userId: string) =>
  sim.bot.getRichMenuIdOfUser(userId).then(
    ({ richMenuId }) => menus.indexOf(richMenuId),
    () => undefined,
  );

const menuOf = (index: number) => menus[index] ?? '';
const dayMs = 24 * 60 * 60 * 1000;

describe('in bulk', () => {
  test('up to 500 people are linked and unlinked with 202', async () => {
    const stranger = `U${'0'.repeat(32)}`;
    const userIds = [...people.slice(0, 2), stranger];
    const { httpResponse, body } = await sim.bot.linkRichMenuIdToUsersWithHttpInfo({ richMenuId: menuOf(1), userIds });
    expect([httpResponse.status, body]).toEqual([202, {}]);
    expect(await linked()).toEqual([1, 1, undefined]);
    await sim.bot.unlinkRichMenuIdFromUsers({ userIds: people });
    expect(await linked()).toEqual([undefined, undefined, undefined]);
    const tooMany = Array.from({ length: 501 }, () => sim.line.userId);
    expect((await refusal(sim.bot.unlinkRichMenuIdFromUsers({ userIds: tooMany }))).body.details).toEqual([
      { message: 'Size must be between 1 and 500', property: 'userIds' },
    ]);
  });

  test('nobody is linked when something is wrong', async () => {
    const link = (richMenuId: string, userIds: string[]) => sim.bot.linkRichMenuIdToUsers({ richMenuId, userIds });
    expect((await refusal(link(menuOf(0), [sim.line.userId, 'me']))).body).toEqual({
      message: "The property, 'userIds[1]', in the request body is invalid (line: -, column: -)",
    });
    expect((await refusal(link('any', people))).body.details).toEqual([
      { message: 'invalid richMenuId', property: 'richMenuId' },
    ]);
    expect(await refusal(link(`richmenu-${'0'.repeat(32)}`, people))).toMatchObject({
      status: 404,
      body: { message: 'richmenu not found', details: [] },
    });
    expect(await refusal(link(await made('bare', false), people))).toMatchObject({ status: 400 });
    expect(await linked()).toEqual([undefined, undefined, undefined]);
  });
});

const batch = (...operations: messagingApi.RichMenuBatchOperation[]) =>
  sim.bot.richMenuBatchWithHttpInfo({ operations });

describe('a batch', () => {
  beforeEach(async () => {
    for (const [index, userId] of people.entries()) await sim.bot.linkRichMenuIdToUser(userId, menuOf(index));
  });

  test('changes the links as they were before, and tells how it went for 14 days', async () => {
    const [a, b, c] = [menuOf(0), menuOf(1), menuOf(2)];
    const sent = await batch(
      { type: 'link', from: a, to: b },
      { type: 'link', from: b, to: c },
      { type: 'unlink', from: c },
    );
    expect([sent.httpResponse.status, sent.body]).toEqual([200, {}]);
    expect(await linked()).toEqual([1, 2, undefined]);
    const requestId = sent.httpResponse.headers.get('x-line-request-id') ?? '';
    expect(await sim.bot.getRichMenuBatchProgress(requestId)).toMatchObject({ phase: 'succeeded' });
    expect(await refusal(sim.bot.getRichMenuBatchProgress(randomUUID()))).toMatchObject({ status: 404 });
    await sim.clock.advance(14 * dayMs);
    expect(await refusal(sim.bot.getRichMenuBatchProgress(requestId))).toMatchObject({ status: 404 });
  });

  test('can unlink all', async () => {
    await batch({ type: 'unlinkAll' });
    expect(await linked()).toEqual([undefined, undefined, undefined]);
  });

  test('is validated without being done', async () => {
    expect(await sim.bot.validateRichMenuBatchRequest({ operations: [{ type: 'unlinkAll' }] })).toEqual({});
    expect(await linked()).toEqual([0, 1, 2]);
  });

  const unknown = `richmenu-${'0'.repeat(32)}`;
  test.each([
    [400, () => [{ type: 'link', from: 'any', to: menuOf(0) }], 'invalid richMenuId', 'operations[0].from'],
    [
      400,
      () => [
        { type: 'unlink', from: menuOf(0) },
        { type: 'link', from: menuOf(0), to: menuOf(1) },
      ],
      expect.stringContaining('is duplicated'),
      'operations[].from',
    ],
    [
      400,
      () => [{ type: 'unlinkAll' }, { type: 'unlink', from: menuOf(0) }],
      "'unlinkAll' type can't be combined with other type",
      'operations[].type',
    ],
    [
      404,
      () => [{ type: 'link', from: menuOf(0), to: unknown }],
      `Richmenu (${unknown}) is not found`,
      'operations[0].to',
    ],
    [400, () => [], 'Size must be between 1 and 1000', 'operations'],
    [
      400,
      () => Array.from({ length: 1001 }, () => ({ type: 'unlinkAll' })),
      'Size must be between 1 and 1000',
      'operations',
    ],
  ])('answers %i to what cannot be done', async (status, operations, message, property) => {
    const answer = await callerOf(sim)('POST', '/v2/bot/richmenu/validate/batch', {
      body: { operations: operations() },
    });
    expect(answer).toMatchObject({ status, body: { details: [{ message, property }] } });
  });

  test('does not link a rich menu without an image, and takes keys of a form only', async () => {
    const bare = await made('bare', false);
    expect((await refusal(batch({ type: 'link', from: menuOf(0), to: bare }))).body.details).toEqual([
      { message: `'to' richmenu (${bare}) must have image but it doesn't`, property: 'operations[0].to' },
    ]);
    const request = { operations: [{ type: 'unlinkAll' as const }], resumeRequestKey: 'not a key' };
    expect(await refusal(sim.bot.validateRichMenuBatchRequest(request))).toMatchObject({ status: 400 });
    expect(await sim.bot.validateRichMenuBatchRequest({ ...request, resumeRequestKey: 'a-key_1' })).toEqual({});
  });
});
