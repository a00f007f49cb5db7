import { readFile } from 'node:fs/promises';
import { configurationPage, environmentExample } from '../../src/cli/configuration-docs.ts';
import { configSchema } from '../../src/config.ts';
import { ConfigurationError, envNameOf, loadConfig, requireSettings } from '../../src/config-loading.ts';

function problemsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('an empty environment gives the defaults', () => {
  expect(loadConfig({})).toMatchObject({
    apiPort: 3000,
    patienceMinutes: 120,
    lineRedelivery: false,
    ordinaryCall: true,
  });
});

test('an empty variable counts as unset', () => {
  expect(loadConfig({ LINE_CHANNEL_SECRET: '', HYOBAN_API_PORT: '' })).toEqual(loadConfig({}));
});

test('all wrong settings are named at once, in words, and secrets are not shown', () => {
  const wrong = {
    HYOBAN_API_PORT: 'abc',
    HYOBAN_PATIENCE_MINUTES: '99999',
    HYOBAN_LINE_REDELIVERY: 'yes',
    HYOBAN_PUBLIC_URL: 'bot.example.org',
    HYOBAN_CODEC_TOKEN: 'short',
    HYOBAN_DEPLOYMENT: 'My Bot',
  };
  expect(problemsOf(() => loadConfig(wrong)).toSorted()).toEqual([
    'HYOBAN_API_PORT must be a number (it is "abc")',
    'HYOBAN_CODEC_TOKEN must have at least 16 characters (it is a secret, not shown)',
    'HYOBAN_DEPLOYMENT must be 1 to 20 lower-case letters, digits or dashes (it is "My Bot")',
    'HYOBAN_LINE_REDELIVERY must be on or off (it is "yes")',
    'HYOBAN_PATIENCE_MINUTES must be 1 to 1200 (it is "99999")',
    'HYOBAN_PUBLIC_URL must be an http or https address (it is "bot.example.org")',
  ]);
});

test('all missing settings are named at once, with what each is for', () => {
  const problems = problemsOf(() => requireSettings(loadConfig({}), 'lineChannelSecrets', 'geminiApiKey', 'idKey'));
  expect(problems.map((problem) => problem.split(':')[0])).toEqual([
    'LINE_CHANNEL_SECRET is missing',
    'GEMINI_API_KEY is missing',
    'HYOBAN_ID_KEY is missing',
  ]);
});

test('two channel secrets may be given while one is being changed', () => {
  expect(loadConfig({ LINE_CHANNEL_SECRET: 'old, new' }).lineChannelSecrets).toEqual(['old', 'new']);
});

test('every setting has its own variable and a description', () => {
  const names = configSchema.keyof().options.map(envNameOf);
  expect(new Set(names).size).toBe(names.length);
  for (const key of configSchema.keyof().options)
    expect(configSchema.shape[key].meta()?.description).toMatch(/\w{3}.*\./);
});

test('docs/configuration.md and .env.example are what the settings say; "npm run docs" writes them', async () => {
  expect(await readFile('docs/configuration.md', 'utf8')).toBe(configurationPage());
  expect(await readFile('.env.example', 'utf8')).toBe(environmentExample());
});
