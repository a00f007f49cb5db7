import type { CallOptions } from '../../src/line/client.ts';
import { createLanguageReader } from '../../src/line/profile-language.ts';

const ann = 'U1';
const ben = 'U2';

/** A LINE that knows one language for each call, in order; an Error is thrown. */
function lineWith(...answers: (string | undefined | Error)[]) {
  const calls: { userId: string; options: CallOptions | undefined }[] = [];
  const getProfile = async (userId: string, options?: CallOptions) => {
    calls.push({ userId, options });
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return { language: answer };
  };
  return { calls, getProfile };
}
const readerOf = (line: ReturnType<typeof lineWith>, maxEntries = 10) =>
  createLanguageReader({ line, fallback: 'zh-TW', maxEntries });

test('the profile decides, once per person', async () => {
  const line = lineWith('ja-JP', 'fr');
  const languageOf = readerOf(line);
  expect([await languageOf(ann), await languageOf(ann), await languageOf(ben)]).toEqual(['ja', 'ja', 'en']);
  expect(line.calls.map(({ userId }) => userId)).toEqual([ann, ben]);
});

test('those who ask at the same time share one call', async () => {
  const line = lineWith('ja');
  const languageOf = readerOf(line);
  expect(await Promise.all([languageOf(ann), languageOf(ann), languageOf(ann)])).toEqual(['ja', 'ja', 'ja']);
  expect(line.calls).toHaveLength(1);
});

test('without a person or a language the fallback is spoken', async () => {
  const line = lineWith(undefined);
  const languageOf = readerOf(line);
  expect([await languageOf(undefined), await languageOf(ann)]).toEqual(['zh-TW', 'zh-TW']);
  expect(line.calls).toHaveLength(1);
});

test('a profile that cannot be read means the fallback, and the next call tries again', async () => {
  const languageOf = readerOf(lineWith(new Error('404'), 'ja'));
  expect([await languageOf(ann), await languageOf(ann)]).toEqual(['zh-TW', 'ja']);
});

test('it does not wait long and remembers no more than it may', async () => {
  const line = lineWith('ja', 'en', 'ja');
  const languageOf = readerOf(line, 1);
  await languageOf(ann);
  await languageOf(ben);
  await languageOf(ann);
  expect(line.calls.map(({ userId }) => userId)).toEqual([ann, ben, ann]);
  for (const { options } of line.calls) expect(options?.timeoutMs).toBeLessThanOrEqual(2000);
});
