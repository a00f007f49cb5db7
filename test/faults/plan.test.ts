import { planOf } from './plan.ts';
import { storyOf } from './story.ts';

const seeds = Array.from({ length: 400 }, (_, index) => index + 1);

test('a seed always gives the same story, and other seeds others', () => {
  expect(storyOf(7)).toEqual(storyOf(7));
  expect(new Set(seeds.map((seed) => JSON.stringify(storyOf(seed)))).size).toBe(seeds.length);
});

test('the stories hold one to five chats and every kind of action', () => {
  const stories = seeds.map(storyOf);
  expect(new Set(stories.map(({ chats }) => chats.length))).toEqual(new Set([1, 2, 3, 4, 5]));
  const kinds = new Set(
    stories.flatMap(({ chats }) => chats.flatMap(({ steps }) => steps.map(({ action }) => action.kind))),
  );
  expect([...kinds].toSorted()).toEqual(
    [
      'button',
      'follow',
      'location',
      'odd-webhook',
      'place',
      'redelivery',
      'sticker',
      'tap',
      'type',
      'unfollow',
    ].toSorted(),
  );
});

test('a fault depends on who calls what for the how many-th time, not on what was asked before', () => {
  const one = planOf(3);
  const other = planOf(3);
  for (let n = 0; n < 50; n++) other.socketFault('line', 'push', `somebody-else:${n}`);
  for (let n = 0; n < 50; n++) {
    expect(other.socketFault('gemini', 'getBatch', `chat0:${n}`)).toEqual(
      one.socketFault('gemini', 'getBatch', `chat0:${n}`),
    );
    expect(other.crash('line:push:after', `chat0:${n}`)).toBe(one.crash('line:push:after', `chat0:${n}`));
  }
});

test('every kind of fault strikes in some seed', () => {
  const kinds = new Set(
    seeds.flatMap((seed) =>
      (['line', 'gemini'] as const).flatMap((side) =>
        Array.from({ length: 20 }, (_, n) => planOf(seed).socketFault(side, 'any', `x:${n}`)?.kind ?? 'none'),
      ),
    ),
  );
  expect([...kinds].toSorted()).toEqual(
    ['none', 'status', 'reset', 'lost-answer', 'broken-json', 'html', 'delay'].toSorted(),
  );
});

test('a calm seed has no faults at all', () => {
  const calm = seeds.map(planOf).find(({ intensity }) => Object.values(intensity).every((level) => level === 0));
  for (let n = 0; n < 20; n++) expect(calm?.socketFault('line', 'push', `x:${n}`)).toBeUndefined();
});
