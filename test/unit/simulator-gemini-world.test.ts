import { regionOf } from '../../src/simulator/gemini/world/land.ts';
import { inLanguage, type Language, languageAskedFor } from '../../src/simulator/gemini/world/language.ts';
import { dishes, findNames, kinds, nameOf, prefixes } from '../../src/simulator/gemini/world/names.ts';
import { opinions, recognise } from '../../src/simulator/gemini/world/opinions.ts';
import { restaurantNamed } from '../../src/simulator/gemini/world/restaurant.ts';
import { pointOfText, restaurantsNear } from '../../src/simulator/gemini/world/world.ts';

const languages: Language[] = ['zh-TW', 'ja', 'en'];

test('every name that can be made is found again as the same restaurant, in each language', () => {
  const owner = new Map<string, string>();
  for (let prefix = 0; prefix < prefixes.length; prefix++) {
    for (let dish = 0; dish < dishes.length; dish++) {
      for (let kind = 0; kind < kinds.length; kind++) {
        for (const language of languages) {
          const key = `${prefix}-${dish}-${kind}`;
          const name = nameOf({ prefix, dish, kind }, language);
          if (owner.has(name) && owner.get(name) !== key) throw new Error(`${name} stands for two restaurants`);
          owner.set(name, key);
        }
      }
    }
  }
  const sample = [...owner].filter((_entry, index) => index % 7 === 0);
  const found = findNames(sample.map(([name]) => name).join('\n'));
  expect(found.map(({ parts }) => `${parts.prefix}-${parts.dish}-${parts.kind}`)).toEqual(sample.map(([, key]) => key));
});

test('a restaurant has one place id whatever the language of its name', () => {
  const parts = { prefix: 3, dish: 4, kind: 5 };
  const ids = languages.map((language) => restaurantNamed(7, nameOf(parts, language)).placeId);
  expect(new Set(ids).size).toBe(1);
  expect(restaurantNamed(7, 'Nobody knows this one').placeId).not.toBe(ids[0]);
  expect(restaurantNamed(8, nameOf(parts, 'en')).placeId).not.toBe(ids[0]);
});

test('the same point has the same three to five restaurants and neighbours share some', () => {
  const here = restaurantsNear(7, { latitude: 25.0331, longitude: 121.5651 });
  const again = restaurantsNear(7, { latitude: 25.0331, longitude: 121.5651 });
  const names = here.map(({ restaurant }) => restaurant.name('en'));
  expect(again.map(({ restaurant }) => restaurant.name('en'))).toEqual(names);
  expect(here.length).toBeGreaterThanOrEqual(3);
  expect(here.length).toBeLessThanOrEqual(5);
  expect(here.map((n) => n.distanceMeters)).toEqual(here.map((n) => n.distanceMeters).toSorted((a, b) => a - b));
  const nextDoor = restaurantsNear(7, { latitude: 25.0332, longitude: 121.5652 });
  expect(nextDoor.some(({ restaurant }) => names.includes(restaurant.name('en')))).toBe(true);
});

test.each([
  ['Taipei', 25.03, 121.56, 'taiwan'],
  ['Tokyo', 35.68, 139.76, 'japan'],
  ['Osaka', 34.67, 135.5, 'japan'],
  ['Naha', 26.21, 127.68, 'japan'],
  ['Sapporo', 43.06, 141.35, 'japan'],
  ['Seoul', 37.56, 126.98, 'elsewhere'],
  ['Berlin', 52.5, 13.4, 'elsewhere'],
  ['Lagos', 6.5, 3.4, 'elsewhere'],
  ['null island', 0, 0, undefined],
  ['north pole', 90, 180, undefined],
  ['south pole', -90, -180, undefined],
  ['Pacific', 20, -170, undefined],
  ['Atlantic', 35, -40, undefined],
])('%s lies where it should', (_name, latitude, longitude, region) => {
  expect(regionOf(latitude, longitude)).toBe(region);
});

test('every opinion is recognised in each language, with its dish', () => {
  expect(opinions.length).toBeGreaterThanOrEqual(60);
  for (const opinion of opinions) {
    for (const language of languages) {
      const wording = inLanguage(opinion.wording, language);
      const found = recognise(`  ${wording.replace('{dish}', '牛肉麵')} `);
      expect(found?.opinion).toBe(opinion);
      expect(found?.dish).toBe(wording.includes('{dish}') ? '牛肉麵' : undefined);
    }
  }
});

test('two restaurants differ in what is said about them and each has praise and complaints', () => {
  const [one, other] = ['Golden Tree Ramen House', 'Night Cat Sushi Stand'].map((name) => restaurantNamed(7, name));
  const texts = (restaurant: typeof one) => restaurant?.opinions('en').map(({ text }) => text) ?? [];
  expect(texts(one)).not.toEqual(texts(other));
  for (const restaurant of [one, other]) {
    const moods = restaurant?.opinions('ja').map(({ opinion }) => opinion.mood) ?? [];
    expect(new Set(moods)).toEqual(new Set(['good', 'bad']));
    expect(moods.length).toBeGreaterThanOrEqual(10);
  }
});

test('a typed place has a fixed point on land, and the middle of the ocean has none', () => {
  for (const text of ['鼎泰豐 信義', 'ramen near Namba', 'なんばのラーメン', 'Covent Garden']) {
    const point = pointOfText(text);
    expect(pointOfText(text)).toEqual(point);
    expect(point && regionOf(point.latitude, point.longitude)).toBeDefined();
  }
  const namba = pointOfText('ramen near Namba');
  expect(namba && regionOf(namba.latitude, namba.longitude)).toBe('japan');
  expect(pointOfText('middle of the ocean')).toBeUndefined();
});

test.each([
  ['Language: zh-TW', 'zh-TW'],
  ['x\n- Language: ja', 'ja'],
  ['language: English', 'en'],
  ['Language: Traditional Chinese', 'zh-TW'],
  ['no line', undefined],
])('the language asked for by %j is %s', (prompt, language) => {
  expect(languageAskedFor(prompt)).toBe(language);
});
