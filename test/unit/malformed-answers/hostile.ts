import { changed, everything, json, kind, type MalformedAnswer, quick, verdict, withMembers } from './case.ts';

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const said = (text: string) => withMembers({ tips: [{ text, sources: [1] }] });

/** Answers that would hurt: too long, too deep, or with something hidden in them. */
export const hostile: readonly MalformedAnswer[] = [
  {
    what: 'a member that is nested 100,000 times',
    answer: changed('"praise"', `"x":${nested(100_000)},"praise"`),
    kept: everything,
  },
  { what: 'objects that are never closed', answer: `${json}${'{"a":'.repeat(40_000)}`, kept: everything },
  { what: 'lists that are never closed, before it', answer: `${'['.repeat(10)}${json}`, kept: everything },
  {
    what: 'five million letters in a text',
    answer: changed('"complaints"', `"x":"${'好'.repeat(5_000_000)}","complaints"`),
    kept: [verdict, kind, quick],
  },
  { what: 'five million brackets', answer: '['.repeat(5_000_000), kept: [] },
  { what: 'five million quotes', answer: '"'.repeat(5_000_000), kept: [] },
  {
    what: 'quotes without end in a text',
    answer: `${json.slice(0, -1)},"tips":[{"text":"${'" '.repeat(50_000)}`,
    kept: everything,
    dropped: 1,
  },
  {
    what: 'a million claims',
    answer: `{"verdict":${JSON.stringify({ text: '湯頭受稱讚。', sources: [1, 2] })},"x":[${'{},'.repeat(80_000)}]}`,
    kept: [verdict],
  },
  {
    what: 'names that every object has',
    answer: changed('{"verdict"', '{"__proto__":{"praise":1},"constructor":{"prototype":{}},"toString":1,"verdict"'),
    kept: everything,
  },
  { what: 'half a character', answer: said('好吃\uD83C。'), kept: [...everything, 'tips 好吃。 1'] },
  {
    what: 'half a character, escaped',
    answer: said('X').replace('X', String.raw`好吃\ud83c。`),
    kept: [...everything, 'tips 好吃。 1'],
  },
  {
    what: 'a zero byte',
    answer: said('X').replace('X', String.raw`好\u0000吃。`),
    kept: [...everything, 'tips 好 吃。 1'],
  },
  { what: 'a turn of direction', answer: said('好吃\u202E。'), kept: [...everything, 'tips 好吃。 1'] },
  { what: 'markup', answer: said('<b onclick="x()">好吃</b>。'), kept: [...everything, 'tips 好吃。 1'] },
  {
    what: 'a script that closes the page',
    answer: said('好吃</script><script>alert(1)</script>。'),
    kept: [...everything, 'tips 好吃。 1'],
  },
  { what: 'source numbers in the text', answer: said('好吃 [1, 3]。'), kept: [...everything, 'tips 好吃。 1'] },
  { what: 'JSON in a claim', answer: said('{"verdict": 1}'), kept: [...everything, 'tips {"verdict": 1} 1'] },
];
