import { parsePickedPlaces } from '../../src/gemini/extract-names.ts';

const first = { name: '鼎泰豐', knownFor: '小籠包' };
const second = { name: '永康牛肉麵', knownFor: '牛肉麵' };
const json = JSON.stringify({ places: [first, second] });

test.each<[string, string, object[]]>([
  ['plain JSON', json, [first, second]],
  ['a fence and prose', `Here:\n\`\`\`json\n${json}\n\`\`\`\nDone.`, [first, second]],
  ['a name without quotes', json.replace('"places"', 'places'), [first, second]],
  ['a missing end', json.slice(0, -2), [first, second]],
  ['an end in the second place', json.slice(0, json.indexOf('永康')), [first]],
  ['a bare list', JSON.stringify([first, second]), [first, second]],
  ['an object around it', `{"result":${json}}`, [first, second]],
  ['one place in place of a list', JSON.stringify({ places: first }), [first]],
  ['a place without a name', JSON.stringify({ places: [{ knownFor: '?' }, second] }), [second]],
  ['a name that is no text', JSON.stringify({ places: [{ name: 5 }, second] }), [second]],
  ['nothing that it is known for', JSON.stringify({ places: [{ name: '鼎泰豐' }] }), [{ ...first, knownFor: '' }]],
  ['null in place of words', JSON.stringify({ places: [{ ...first, knownFor: null }] }), [{ ...first, knownFor: '' }]],
  ['bare names', JSON.stringify({ places: ['鼎泰豐'] }), [{ ...first, knownFor: '' }]],
  ['snake case', JSON.stringify({ places: [first] }).replace('knownFor', 'known_for'), [first]],
  ['no places', '{"places":[]}', []],
])('an answer with %s names the places that it has whole', (_, text, places) => {
  expect(parsePickedPlaces(text)).toEqual(places);
});

test.each(['', 'I would go to 鼎泰豐.', '{"restaurants":3}', '[1, 2]', 'null'])('%j has no list of places', (text) => {
  expect(parsePickedPlaces(text)).toBeUndefined();
});
