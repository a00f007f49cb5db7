import type { ArgsDef } from 'citty';
import { z } from 'zod';
import { modelCapabilities } from '../simulator/gemini/model/more-models.ts';
import { newSecrets } from '../simulator/secrets.ts';
import type { SimulatorOptions } from '../simulator/start.ts';
import { FlagError } from './flag-error.ts';

const numeral = (words: string) =>
  z
    .string(words)
    .regex(/^-?\d+(\.\d+)?$/, words)
    .transform(Number);

const portWords = 'must be a port: 0 to 65535';
const port = numeral(portWords).pipe(z.int(portWords).min(0, portWords).max(65_535, portWords));
const countWords = 'must be a whole number, 1 or more';
const count = numeral(countWords).pipe(z.int(countWords).min(1, countWords));
const notNegative = numeral('must be a number, 0 or more').pipe(z.number().min(0, 'must be a number, 0 or more'));
const positive = numeral('must be a number above 0').pipe(z.number().positive('must be a number above 0'));
const gaps = z
  .string()
  .regex(/^\d+(\.\d+)?(,\d+(\.\d+)?)*$/, 'must be seconds with commas between, for example 1,10')
  .transform((list) => list.split(',').map((seconds) => Math.round(Number(seconds) * 1000)));
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });
const oneOf = <const T extends [string, ...string[]]>(...words: T) =>
  z.enum(words, `must be one of ${words.join(', ')}`).optional();

const modelWords = `must be a name, or a name and what it can do, for example my-model:embed (${modelCapabilities.join(', ')})`;
const capability = z.enum(modelCapabilities, modelWords);
const addedModel = z
  .string()
  .regex(/^(?:models\/)?[\w.-]+(?::[a-z,]+)?$/, modelWords)
  .transform((text) => {
    const [name = '', can] = text.split(':');
    return can === undefined ? { name } : { name, can: can.split(',') };
  })
  .pipe(z.object({ name: z.string(), can: z.array(capability).optional() }));

const said = (description: string, valueHint?: string) => ({ description, valueHint });

/** The flags of `hyoban simulate` with what they take; `meta` is what the help says. */
const flagsSchema = z.object({
  'line-port': port.default(0).meta(said('Port of LINE (0: any free one)', 'PORT')),
  'gemini-port': port.default(0).meta(said('Port of Gemini (0: any free one)', 'PORT')),
  'phone-port': port.default(0).meta(said('Port of the phone page (0: any free one)', 'PORT')),
  seed: numeral('must be a whole number')
    .pipe(z.int('must be a whole number'))
    .default(1)
    .meta(said('Seed of all that is invented, keys and secrets too (default 1, with random secrets)', 'N')),
  'id-seed': numeral('must be a whole number')
    .pipe(z.int('must be a whole number'))
    .optional()
    .meta(said('Gives the same ids at each start (default: ids never repeat)', 'N')),
  'journal-limit': count.optional().meta(said('Entries that the journal keeps (default 10000)', 'N')),
  'bot-url': httpUrl.optional().meta(said('Address of the bot; /webhooks/line is added', 'URL')),
  'webhook-url': httpUrl.optional().meta(said("Address that LINE's webhooks go to, as it is", 'URL')),
  'bot-name': z.string().min(1, 'must not be empty').optional().meta(said('Name of the bot (default Hyoban)', 'NAME')),
  'counting-mode': oneOf('strict', 'documented').meta(said('How LINE counts characters (default strict)', 'MODE')),
  'reply-token-seconds': positive.optional().meta(said('How long a reply token works (default 60)', 'S')),
  'redelivery-gaps-seconds': gaps
    .optional()
    .meta(said('Waits before each redelivery of a webhook, e.g. 1,10 (default none)', 'S,S')),
  'refused-reply-uses-token': z
    .boolean()
    .default(false)
    .meta(said('A reply that is refused for its messages uses up its token')),
  'retry-key-scope': oneOf('channel', 'endpoint').meta(said('Where a retry key is known (default channel)', 'SCOPE')),
  'content-type-status': oneOf('415', '400').meta(
    said('Answer to a content type that is not taken (default 415)', 'STATUS'),
  ),
  stickers: oneOf('listed', 'any').meta(said('Stickers that the bot may send (default listed)', 'WHICH')),
  'flex-spacer': oneOf('taken', 'refused').meta(said('The Flex component spacer (default taken)', 'HOW')),
  'quick-reply-item-type': oneOf('optional', 'required').meta(
    said('Type of an item of quick replies (default optional)', 'HOW'),
  ),
  account: oneOf('verified', 'unverified').meta(said('What the account of the bot is (default verified)', 'KIND')),
  'content-preparation-seconds': notNegative
    .optional()
    .meta(said('How long a video or audio of a person is prepared (default 0)', 'S')),
  'batch-seconds': notNegative.optional().meta(said('How long a batch job takes (default 8)', 'S')),
  'max-batches': count.optional().meta(said('Jobs that may be alive at once (default 100)', 'N')),
  'max-enqueued-tokens': count
    .optional()
    .meta(said("Tokens of a model's jobs that may be alive at once (default no limit)", 'N')),
  'sign-with': oneOf('jwt', 'v1a').meta(said('How events of jobs are signed (default jwt)', 'HOW')),
  'user-metadata-in': oneOf('data', 'top', 'none').meta(
    said("Where events echo a job's user metadata (default data)", 'WHERE'),
  ),
  'shuffle-results': z.boolean().default(false).meta(said('Results of batch jobs come in a random order')),
  model: z
    .array(addedModel)
    .optional()
    .meta(said('A further model, and what it can do; may be given several times', 'NAME[:CAN,…]')),
  'docs-compat': z.boolean().default(false).meta(said('Add the members that samples of the documentation read')),
});

const metaSchema = z.object({ description: z.string(), valueHint: z.string().optional() });

/** The same flags for citty. */
export const simulateArgs: ArgsDef = Object.fromEntries(
  Object.entries(flagsSchema.shape).map(([name, schema]) => {
    const { description, valueHint } = metaSchema.parse(schema.meta());
    return [name, valueHint ? { type: 'string', description, valueHint } : { type: 'boolean', description }];
  }),
);

/** What the command line asks for. */
export type SimulateOptions = SimulatorOptions & { phonePort: number };

/**
 * Reads the flags of `hyoban simulate`.
 *
 * @param rawArgs the words of the command line: of a flag that is given several times, citty keeps the last one only.
 * @throws FlagError that names every wrong flag.
 */
export function readSimulateFlags(args: Record<string, unknown>, rawArgs: readonly string[] = []): SimulateOptions {
  const model = args.model === undefined ? undefined : allOf('model', rawArgs, args.model);
  const parsed = flagsSchema.safeParse({ ...args, model });
  const problems = (parsed.error?.issues ?? []).map(({ path, message }) => `--${String(path[0])} ${message}`);
  if (args['bot-url'] !== undefined && args['webhook-url'] !== undefined) {
    problems.push('--bot-url and --webhook-url say the same thing: give one of them');
  }
  if (!parsed.success || problems.length > 0) throw new FlagError(problems.join('\n'));
  const options = optionsOf(parsed.data);
  // The secrets of a seed are known to everyone: they come only to those who ask for them.
  return args.seed === undefined ? { ...options, secrets: newSecrets() } : options;
}

function allOf(flag: string, rawArgs: readonly string[], last: unknown): unknown[] {
  const given = rawArgs.flatMap((word, index) => {
    if (word.startsWith(`--${flag}=`)) return [word.slice(flag.length + 3)];
    return word === `--${flag}` ? [rawArgs[index + 1]] : [];
  });
  return given.length > 0 ? given : [last];
}

function optionsOf(flags: z.infer<typeof flagsSchema>): SimulateOptions {
  const gapsMs = flags['redelivery-gaps-seconds'];
  const replyTokenSeconds = flags['reply-token-seconds'];
  const preparationSeconds = flags['content-preparation-seconds'];
  return {
    linePort: flags['line-port'],
    geminiPort: flags['gemini-port'],
    phonePort: flags['phone-port'],
    seed: flags.seed,
    idSeed: flags['id-seed'],
    batchSeconds: flags['batch-seconds'],
    botUrl: flags['bot-url'],
    docsCompat: flags['docs-compat'],
    journalLimit: flags['journal-limit'],
    line: {
      webhookUrl: flags['webhook-url'],
      botName: flags['bot-name'],
      countingMode: flags['counting-mode'],
      replyTokenLifeMs: replyTokenSeconds === undefined ? undefined : replyTokenSeconds * 1000,
      redelivery: gapsMs && { gapsMs },
      refusedReplyUsesToken: flags['refused-reply-uses-token'],
      retryKeyScope: flags['retry-key-scope'],
      contentTypeStatus: flags['content-type-status'] === '400' ? 400 : 415,
      stickers: flags.stickers,
      flexSpacer: flags['flex-spacer'],
      quickReplyItemType: flags['quick-reply-item-type'],
      account: flags.account,
      contentPreparationMs: preparationSeconds === undefined ? undefined : preparationSeconds * 1000,
    },
    gemini: {
      maxConcurrentBatches: flags['max-batches'],
      maxEnqueuedTokens: flags['max-enqueued-tokens'],
      signWith: flags['sign-with'],
      moreModels: flags.model,
      shuffleResults: flags['shuffle-results'],
      userMetadataIn: flags['user-metadata-in'],
    },
  };
}
