import { callerOf, pngHead } from '../support/line-api.ts';
import { refusal, startLine } from '../support/line-simulator.ts';

let sim: Awaited<ReturnType<typeof startLine>>;

beforeEach(async () => {
  sim = await startLine();
});

afterEach(() => sim.line.close());

const postback = { type: 'postback' as const, data: 'help', displayText: 'Help' };
const menu = {
  size: { width: 2500, height: 843 },
  selected: true,
  name: 'main',
  chatBarText: 'Menu',
  areas: [{ bounds: { x: 0, y: 0, width: 2500, height: 843 }, action: postback }],
};

/** Makes a rich menu with its image. */
async function made() {
  const { richMenuId } = await sim.bot.createRichMenu(menu);
  await sim.bot.setRichMenuImage(richMenuId, pngHead(2500, 843));
  return richMenuId;
}

const noImage = { message: 'must upload richmenu image before applying it to user', details: [] };
const unknownId = `richmenu-${'0'.repeat(32)}`;

test('a rich menu is made, gets an image and becomes the default, whose areas can be tapped', async () => {
  const { richMenuId } = await sim.bot.createRichMenu(menu);
  expect(richMenuId).toMatch(/^richmenu-[0-9a-f]{32}$/);
  expect(await refusal(sim.bot.setDefaultRichMenu(richMenuId))).toMatchObject({ status: 400, body: noImage });
  await sim.bot.setRichMenuImage(richMenuId, pngHead(2500, 843));
  await sim.bot.setDefaultRichMenu(richMenuId);
  expect(await sim.bot.getDefaultRichMenuId()).toEqual({ richMenuId });
  expect(await sim.bot.getRichMenuList()).toEqual({ richmenus: [{ richMenuId, ...menu }] });
  expect(await sim.bot.getRichMenu(richMenuId)).toEqual({ richMenuId, ...menu });
  await sim.line.act({ userId: sim.line.userId, type: 'postback', data: 'help' });
  expect(sim.line.chat(sim.line.userId).items.at(-1)).toMatchObject({ message: { text: 'Help' } });
  await sim.bot.cancelDefaultRichMenu();
  expect(await refusal(sim.bot.getDefaultRichMenuId())).toMatchObject({
    status: 404,
    body: { message: 'no default richmenu', details: [] },
  });
});

test('a person sees their own rich menu before the default', async () => {
  const [own, standard] = [await made(), await made()];
  await sim.bot.setDefaultRichMenu(standard);
  await sim.bot.linkRichMenuIdToUser(sim.line.userId, own);
  expect(await sim.bot.getRichMenuIdOfUser(sim.line.userId)).toEqual({ richMenuId: own });
  await sim.bot.unlinkRichMenuIdFromUser(sim.line.userId);
  expect(await refusal(sim.bot.getRichMenuIdOfUser(sim.line.userId))).toMatchObject({
    status: 404,
    body: { message: 'the user has no richmenu', details: [] },
  });
});

test('only friends are linked, the others are accepted and left alone', async () => {
  const richMenuId = await made();
  const { userId: blocked } = sim.line.addUser({ friendship: 'blocked' });
  const others = [blocked, `U${'0'.repeat(32)}`];
  for (const userId of others) {
    expect(await sim.bot.linkRichMenuIdToUser(userId, richMenuId)).toEqual({});
    expect(await refusal(sim.bot.getRichMenuIdOfUser(userId))).toMatchObject({ status: 404 });
    expect(await sim.bot.unlinkRichMenuIdFromUser(userId)).toEqual({});
  }
  await sim.bot.linkRichMenuIdToUser(blocked, richMenuId);
  await sim.line.act({ userId: blocked, type: 'follow' });
  expect(await refusal(sim.bot.getRichMenuIdOfUser(blocked))).toMatchObject({ status: 404 });
  expect(await refusal(sim.bot.linkRichMenuIdToUser('me', richMenuId))).toMatchObject({ status: 400 });
});

test('a deleted rich menu is gone for everybody', async () => {
  const richMenuId = await made();
  await sim.bot.linkRichMenuIdToUser(sim.line.userId, richMenuId);
  await sim.bot.setDefaultRichMenu(richMenuId);
  expect(await sim.bot.deleteRichMenu(richMenuId)).toEqual({});
  expect(await refusal(sim.bot.getRichMenuIdOfUser(sim.line.userId))).toMatchObject({ status: 404 });
  expect(await refusal(sim.bot.getDefaultRichMenuId())).toMatchObject({ status: 404 });
  expect(await refusal(sim.bot.getRichMenu(richMenuId))).toMatchObject({ status: 404 });
});

test('an unknown rich menu is not found', async () => {
  for (const id of [unknownId, 'any']) {
    const calls = [
      sim.bot.getRichMenu(id),
      sim.bot.deleteRichMenu(id),
      sim.bot.setRichMenuImage(id, pngHead(2500, 843)),
      sim.bot.getRichMenuImage(id),
      sim.bot.setDefaultRichMenu(id),
      sim.bot.linkRichMenuIdToUser(sim.line.userId, id),
    ];
    for (const call of calls) {
      expect(await refusal(call)).toMatchObject({ status: 404, body: { message: 'Not found' } });
    }
  }
});

test('a rich menu is validated without being made', async () => {
  expect(await sim.bot.validateRichMenuObject(menu)).toEqual({});
  expect((await sim.bot.getRichMenuList()).richmenus).toEqual([]);
  const { name: _name, ...nameless } = menu;
  const { body } = await callerOf(sim)('POST', '/v2/bot/richmenu/validate', { body: nameless });
  expect(body).toEqual({
    message: 'The request body has 1 error(s)',
    details: [{ message: 'must be specified', property: 'name' }],
  });
  const areas = [{ ...menu.areas[0]!, action: { type: 'uri' as const, label: 'x', uri: 'ftp://example.com' } }];
  expect((await refusal(sim.bot.createRichMenu({ ...menu, areas }))).body.details).toEqual([
    { message: 'invalid uri', property: 'areas[0].action.uri' },
  ]);
});

const upload = async (image: Blob) => {
  const { richMenuId } = await sim.bot.createRichMenu(menu);
  return sim.bot.setRichMenuImage(richMenuId, image);
};

describe('an image', () => {
  test.each([
    [800, 250],
    [2500, 1724],
  ])('of %i × %i is taken', async (width, height) => {
    expect(await upload(pngHead(width, height))).toEqual({});
  });

  test.each([
    ['too narrow', pngHead(799, 250)],
    ['too wide', pngHead(2501, 843)],
    ['too low', pngHead(800, 249)],
    ['too square', pngHead(800, 552)],
    ['too large', pngHead(2500, 843, 1024 * 1024 + 1)],
    ['no image', new Blob(['hello'], { type: 'image/png' })],
  ])('that is %s is refused', async (_name, image) => {
    expect(await refusal(upload(image))).toMatchObject({
      status: 400,
      body: { message: 'The image size is not allowed for richmenu' },
    });
  });

  test('of another type is 415', async () => {
    expect(await refusal(upload(new Blob(['x'], { type: 'image/gif' })))).toMatchObject({ status: 415 });
  });

  test('is uploaded once, and comes back as it was', async () => {
    const richMenuId = await made();
    expect(await refusal(sim.bot.setRichMenuImage(richMenuId, pngHead(2500, 843)))).toMatchObject({
      status: 400,
      body: { message: 'An image has already been uploaded to the richmenu' },
    });
    const { httpResponse } = await sim.bot.getRichMenuImageWithHttpInfo(richMenuId);
    expect(httpResponse.headers.get('content-type')).toBe('image/png');
  });

  test('that is not there is not found', async () => {
    const { richMenuId } = await sim.bot.createRichMenu(menu);
    expect(await refusal(sim.bot.getRichMenuImage(richMenuId))).toMatchObject({ status: 404 });
  });
});

const create = (richMenuAliasId: string, richMenuId: string) =>
  sim.bot.createRichMenuAlias({ richMenuAliasId, richMenuId });

describe('an alias', () => {
  test('stands for a rich menu with an image, which can be changed', async () => {
    const [first, second] = [await made(), await made()];
    expect(await create('tab-a', first)).toEqual({});
    expect((await refusal(create('tab-a', first))).body).toEqual({
      message: 'conflict richmenu alias id',
      details: [],
    });
    await sim.bot.updateRichMenuAlias('tab-a', { richMenuId: second });
    expect((await sim.bot.getRichMenuAliasList()).aliases).toEqual([{ richMenuAliasId: 'tab-a', richMenuId: second }]);
    await sim.bot.deleteRichMenuAlias('tab-a');
    expect(await refusal(sim.bot.getRichMenuAlias('tab-a'))).toMatchObject({
      status: 404,
      body: { message: 'richmenu alias not found', details: [] },
    });
  });

  test('of a rich menu that is not there, or has no image, is refused', async () => {
    const { richMenuId } = await sim.bot.createRichMenu(menu);
    for (const id of [unknownId, richMenuId]) {
      expect((await refusal(create('a', id))).body).toEqual({ message: 'richmenu not found', details: [] });
    }
    expect((await refusal(create('a', 'any'))).body.details).toEqual([
      { message: 'invalid richMenuId', property: 'richMenuId' },
    ]);
  });

  test.each(['Tab', 'a b', 'x'.repeat(33)])('cannot be %s', async (id) => {
    expect(await refusal(create(id, await made()))).toMatchObject({ status: 400 });
    expect(await refusal(sim.bot.getRichMenuAlias(id))).toMatchObject({ status: 400 });
  });
});
