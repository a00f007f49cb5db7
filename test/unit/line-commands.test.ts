import { parseCommand } from '../../src/line/commands.ts';
import { parseSpoken } from '../../src/line/small-talk.ts';
import { formatAgo, formatNames, formatWait } from '../../src/line/texts/format.ts';
import { languageFrom, textsFor } from '../../src/line/texts/index.ts';
import { languages } from './line-samples.ts';

test('a text longer than any command is none, and is not looked at closer', () => {
  expect(parseCommand(`help${'!'.repeat(96)}`)).toBe('help');
  expect(parseCommand(`help${'!'.repeat(97)}`)).toBeUndefined();
  // Sorting a million combining marks would take minutes.
  expect(parseCommand(`a${'\u0301\u0323'.repeat(500_000)}`)).toBeUndefined();
});

test.each([
  ['help', 'help'],
  ['HELP!!', 'help'],
  ['/help', 'help'],
  ['ｈｅｌｐ', 'help'],
  ['說明', 'help'],
  ['ﾍﾙﾌﾟ', 'help'],
  [' 使い方？ ', 'help'],
  ['Status 🙏', 'status'],
  ['進度？', 'status'],
  ['状況', 'status'],
  ['「取消」', 'cancel'],
  ['キャンセル。', 'cancel'],
  ['stop.', 'cancel'],
  ['Forget  me', 'forget-me'],
  ['forget-me', 'forget-me'],
  ['忘記我', 'forget-me'],
  ['忘れて', 'forget-me'],
])('%j is the command %s', (text, command) => {
  expect(parseCommand(text)).toBe(command);
});

test.each([
  '',
  '?!',
  'Helpers Café',
  'help me find ramen',
  '取消寺',
  '忘記我的店',
  'bus stop',
  'ヘルプ食堂',
  '台北車站',
])('%j is no command', (text) => {
  expect(parseCommand(text)).toBeUndefined();
});

test.each([
  ['Hello!', 'help'],
  ['こんにちは。', 'help'],
  ['還要多久？', 'status'],
  ['まだ？', 'status'],
  ['算了…', 'cancel'],
  ['Thank you 🙏', 'thanks'],
  ['謝謝～', 'thanks'],
  ['OK', 'nod'],
  ['了解です', 'nod'],
  ['進度', 'status'],
])('%j to the bot itself means %s, a command where nobody speaks to it is another matter', (text, meaning) => {
  expect(parseSpoken(text)).toBe(meaning);
  expect(parseCommand(text)).toBe(text === '進度' ? 'status' : undefined);
});

test.each(['Nice', 'OK Mart', '好吃', '好樂迪', 'Thanksgiving', 'はい、チーズ', '', '👍', `ok${'!'.repeat(99)}`])(
  '%j is no small talk',
  (text) => {
    expect(parseSpoken(text)).toBeUndefined();
  },
);

test.each(languages)('every command button in %s types what is understood', (language) => {
  const { help, status, cancel, forgetMe } = textsFor(language).commands;
  expect([help, status, cancel, forgetMe].map(parseCommand)).toEqual(['help', 'status', 'cancel', 'forget-me']);
});

test.each(languages)('the help in %s names only words that are understood, besides place names', (language) => {
  const { help, quote, commands } = textsFor(language);
  for (const word of [commands.help, commands.status, commands.cancel]) expect(help).toContain(quote(word));
});

test.each([
  ['zh-TW', 'zh-TW'],
  ['zh-Hant', 'zh-TW'],
  ['zh-Hant-HK', 'zh-TW'],
  ['zh-HK', 'zh-TW'],
  ['zh_CN', 'zh-TW'],
  ['zh', 'zh-TW'],
  ['JA', 'ja'],
  ['ja-JP', 'ja'],
  ['en', 'en'],
  ['th', 'en'],
  ['zha', 'en'],
  ['jam', 'en'],
  ['🙃', 'en'],
] as const)('a profile in %s is spoken to in %s', (profile, language) => {
  expect(languageFrom(profile, 'ja')).toBe(language);
});

test('a profile without a language gets the fallback', () => {
  expect(languageFrom(undefined, 'ja')).toBe('ja');
  expect(languageFrom(' ', 'zh-TW')).toBe('zh-TW');
});

test('waits and ages are written as each language does', () => {
  expect(formatWait('zh-TW', 59_999)).toBe('剛開始');
  expect(formatWait('zh-TW', 12 * 60_000)).toBe('等了 12 分鐘');
  expect(formatWait('ja', 5 * 60_000)).toBe('5 分経過');
  expect(formatWait('en', 65 * 60_000)).toBe('1 hour 5 minutes so far');
  expect(formatWait('en', 120 * 60_000)).toBe('2 hours so far');
  expect(formatAgo('zh-TW', 2 * 3_600_000)).toBe('2 小時前');
  expect(formatAgo('en', 61_000)).toBe('1 minute ago');
  expect(formatAgo('en', 10)).toBeUndefined();
  expect(formatAgo('ja', 49 * 3_600_000)).toBe('2 日前');
});

test('names are listed as each language does', () => {
  expect(formatNames('zh-TW', ['甲', '乙', '丙'])).toBe('「甲」、「乙」和「丙」');
  expect(formatNames('ja', ['甲', '乙'])).toBe('「甲」、「乙」');
  expect(formatNames('en', ['A', 'B', 'C'])).toBe('“A”, “B”, and “C”');
});
