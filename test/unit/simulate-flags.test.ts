import { FlagError } from '../../src/cli/flag-error.ts';
import { readSimulateFlags, simulateArgs } from '../../src/cli/simulate-flags.ts';

function problemsOf(args: Record<string, unknown>): string[] {
  try {
    readSimulateFlags(args);
    return [];
  } catch (error) {
    if (error instanceof FlagError) return error.message.split('\n');
    throw error;
  }
}

test('without flags, ports are free ones, the seed is 1 and the rest is left to the simulator', () => {
  const options = readSimulateFlags({});
  expect(options).toMatchObject({ linePort: 0, geminiPort: 0, phonePort: 0, seed: 1, docsCompat: false });
  const given = JSON.parse(JSON.stringify({ ...options.line, ...options.gemini }));
  expect(given).toEqual({ contentTypeStatus: 415, refusedReplyUsesToken: false, shuffleResults: false });
});

test('every flag gets to the simulator, seconds as milliseconds', () => {
  const args = {
    'line-port': '3010',
    'gemini-port': '3011',
    'phone-port': '3012',
    seed: '7',
    'id-seed': '8',
    'batch-seconds': '0.5',
    'docs-compat': true,
    'journal-limit': '50',
    'webhook-url': 'http://127.0.0.1:8000/callback',
    'bot-name': 'Bot',
    'counting-mode': 'documented',
    'reply-token-seconds': '90.5',
    'redelivery-gaps-seconds': '1,0.25,60',
    'max-batches': '2',
    'max-enqueued-tokens': '3000000',
    'sign-with': 'v1a',
    'shuffle-results': true,
    'user-metadata-in': 'none',
    'refused-reply-uses-token': true,
    'retry-key-scope': 'endpoint',
    'content-type-status': '400',
    stickers: 'any',
    'flex-spacer': 'refused',
    'quick-reply-item-type': 'required',
    account: 'unverified',
    'content-preparation-seconds': '2',
    model: 'my-model',
  };
  expect(readSimulateFlags(args)).toEqual({
    linePort: 3010,
    geminiPort: 3011,
    phonePort: 3012,
    seed: 7,
    idSeed: 8,
    batchSeconds: 0.5,
    docsCompat: true,
    journalLimit: 50,
    botUrl: undefined,
    line: {
      webhookUrl: 'http://127.0.0.1:8000/callback',
      botName: 'Bot',
      countingMode: 'documented',
      replyTokenLifeMs: 90_500,
      redelivery: { gapsMs: [1000, 250, 60_000] },
      refusedReplyUsesToken: true,
      retryKeyScope: 'endpoint',
      contentTypeStatus: 400,
      stickers: 'any',
      flexSpacer: 'refused',
      quickReplyItemType: 'required',
      account: 'unverified',
      contentPreparationMs: 2000,
    },
    gemini: {
      maxConcurrentBatches: 2,
      moreModels: [{ name: 'my-model' }],
      maxEnqueuedTokens: 3_000_000,
      signWith: 'v1a',
      shuffleResults: true,
      userMetadataIn: 'none',
    },
  });
  const untried = Object.keys(simulateArgs).filter((flag) => !(flag in args));
  expect(untried).toEqual(['bot-url']);
});

test.each([
  ['line-port', ['x', '', '3.5', '-1', '65536', ' 80', '0x50']],
  ['seed', ['x', '', '1.5', '1e3']],
  ['id-seed', ['x', '', '1.5', '1e3']],
  ['batch-seconds', ['soon', '-1', '']],
  ['journal-limit', ['0', '-5', '1.5']],
  ['reply-token-seconds', ['0', '-1', 'x']],
  ['redelivery-gaps-seconds', ['', '1,', ',1', '1;2', '-1', '1, 2']],
  ['counting-mode', ['', 'lax', 'STRICT']],
  ['sign-with', ['v1', 'none']],
  ['user-metadata-in', ['body']],
  ['max-batches', ['0', 'all']],
  ['max-enqueued-tokens', ['0', '3e6']],
  ['bot-name', ['']],
  ['model', ['', 'a b', 'a:', 'a:embed,', 'a:fly', ':embed', 'a:embed:image']],
  ['bot-url', ['bot', 'ftp://bot', '']],
  ['webhook-url', ['127.0.0.1:8000', '']],
])('--%s refuses what it cannot take: %j', (flag, values) => {
  for (const value of values)
    expect(problemsOf({ [flag]: value })).toEqual([expect.stringMatching(`^--${flag} must `)]);
});

test('two addresses for one webhook are refused', () => {
  expect(problemsOf({ 'bot-url': 'http://a', 'webhook-url': 'http://b' })).toEqual([
    '--bot-url and --webhook-url say the same thing: give one of them',
  ]);
});

test('a model may be given several times, in both spellings, with what it can do', () => {
  const rawArgs = ['--seed', '2', '--model', 'models/one', '--model=two:embed', '--model', 'three:generate,image'];
  expect(readSimulateFlags({ seed: '2', model: 'three:generate,image' }, rawArgs).gemini?.moreModels).toEqual([
    { name: 'models/one' },
    { name: 'two', can: ['embed'] },
    { name: 'three', can: ['generate', 'image'] },
  ]);
  expect(readSimulateFlags({}).gemini?.moreModels).toBeUndefined();
});

test('a wrong model is named though the last one is right', () => {
  expect(() => readSimulateFlags({ model: 'good' }, ['--model', 'bad:fly', '--model', 'good'])).toThrow('--model must');
});
