import { batchLines } from '../../src/activities/batch-lines.ts';
import { reportFrom } from '../../src/activities/model-report.ts';
import { createDigests } from '../../src/temporal/digests.ts';
import { newKey } from '../../src/temporal/key-ring.ts';

const names = createDigests(newKey(), 'test');
const collectedOf = (placeId: string, pages = 2) => ({
  place: { name: placeId, placeId, mapsUri: 'https://maps.google.com/', knownFor: '' },
  reviews: {
    statements: [{ text: `People like ${placeId}.`, sources: Array.from({ length: pages }, (_, i) => i + 1) }],
    sources: Array.from({ length: pages }, (_, i) => ({ number: i + 1, uri: `https://a.example/${i}`, title: 'a' })),
  },
});
const collected = [collectedOf('a'), collectedOf('b'), collectedOf('c', 120)];
const lines = batchLines(names, { ownerRunId: 'run', version: 2, collected });

/** What a model writes that was given these numbers. */
function answerCiting(sources: number[]) {
  const none = { signatureDishes: [], complaints: [], price: [], queue: [], suits: [], tips: [], disagreements: [] };
  const text = JSON.stringify({ verdict: { text: 'Good.', sources }, praise: [{ text: 'Nice.', sources }], ...none });
  return { kind: 'text', text } as const;
}

const citedIn = (index: number) => (lines.asked[index]?.reviews.statements ?? []).flatMap(({ sources }) => sources);
const reportOf = (index: number, sources: number[]) => {
  const place = collected[index];
  if (!place) throw new Error('no such place');
  return reportFrom(place, answerCiting(sources), (cited) => lines.ownNumber(index, cited));
};

test('keys of version 2 are digests of run and place and tell no position', () => {
  const { placeKeys, compareKey } = lines;
  expect(placeKeys).toEqual(['a', 'b', 'c'].map((placeId) => names.lineKey('run', [placeId])));
  expect(new Set([...placeKeys, compareKey]).size).toBe(4);
  const alone = batchLines(names, { ownerRunId: 'run', version: 2, collected: collected.slice(1, 2) });
  expect(alone).toMatchObject({ placeKeys: placeKeys.slice(1, 2), compareKey: undefined });
  const otherRun = batchLines(names, { ownerRunId: 'other', version: 2, collected });
  expect(otherRun.placeKeys.filter((key) => placeKeys.includes(key))).toEqual([]);
});

test('no two places of a run share a source number', () => {
  const cited = [0, 1, 2].flatMap(citedIn);
  expect(new Set(cited).size).toBe(2 + 2 + 120);
});

test('a report counts its sources from 1, whatever numbers the model got', () => {
  for (const index of [0, 1, 2]) {
    const report = reportOf(index, citedIn(index));
    expect(report?.verdict?.sources.slice(0, 2)).toEqual([1, 2]);
    expect(report?.droppedClaims).toBe(0);
  }
});

test('a report under the key of another place cites nothing of it and is none', () => {
  for (const index of [0, 1, 2])
    for (const other of [0, 1, 2]) if (other !== index) expect(reportOf(index, citedIn(other))).toBeUndefined();
  expect(reportOf(0, [1, 2])).toBeUndefined();
});

test('a run that version 1 opened keeps its keys and numbers', () => {
  const old = batchLines(names, { ownerRunId: 'run', version: 1, collected });
  expect(old).toMatchObject({ placeKeys: ['p0', 'p1', 'p2'], compareKey: 'compare', asked: collected });
  expect(batchLines(names, { collected }).placeKeys).toEqual(old.placeKeys);
  expect(old.ownNumber(1, 2)).toBe(2);
});
