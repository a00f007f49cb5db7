import * as fc from 'fast-check';
import { reportMessages } from '../../src/report/flex.ts';
import type { Language } from '../../src/workflows/contract.ts';
import { startLine } from '../support/line-simulator.ts';
import { anyReport, report } from '../unit/report-samples.ts';

const pageUrl = 'https://hyoban.example/r/token';
const languages = ['zh-TW', 'ja', 'en'] as const satisfies Language[];

let sim: Awaited<ReturnType<typeof startLine>>;
beforeAll(async () => {
  sim = await startLine();
});
afterAll(() => sim.line.close());

describe.each(languages)('in %s', (language) => {
  test.each([1, 3, 12])('a push of %i reports is valid', async (count) => {
    const reports = Array.from({ length: count }, (_, n) => report({ placeName: `永康牛肉麵館 ${n}` }));
    const messages = reportMessages({ reports, language, pageUrl });
    await expect(sim.bot.validatePush({ messages })).resolves.toEqual({});
  });
});

test('a push is valid without a page, a link, a verdict or a source list', async () => {
  const bare = report({ verdict: undefined, mapsUri: '', sources: [] });
  const messages = reportMessages({ reports: [bare], language: 'en', pageUrl: undefined });
  await expect(sim.bot.validatePush({ messages })).resolves.toEqual({});
});

test('a push is valid whatever the reports say', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyReport, { minLength: 1, maxLength: 12 }),
      fc.constantFrom(...languages),
      async (reports, language) => {
        const messages = reportMessages({ reports, language, pageUrl });
        await expect(sim.bot.validatePush({ messages })).resolves.toEqual({});
      },
    ),
    // Reports this large would be shrunk for hours.
    { numRuns: 40, endOnFailure: true },
  );
});

test('the person sees the report that was pushed', async () => {
  const messages = reportMessages({ reports: [report()], language: 'ja', pageUrl });
  await sim.bot.pushMessage({ to: sim.line.userId, messages });
  expect(sim.line.chat(sim.line.userId).items.at(-1)?.message).toMatchObject({
    type: 'flex',
    altText: '永康牛肉麵館：湯頭受稱讚，但要排隊。',
  });
});
