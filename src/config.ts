import { z } from 'zod';
import { isTimeZone } from './time-zone.ts';

const port = z.coerce
  .number('must be a number')
  .int('must be a whole number')
  .min(0, 'must be 0 to 65535')
  .max(65_535, 'must be 0 to 65535');
const wholeNumber = (min: number, max: number) =>
  z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(min, `must be ${min} to ${max}`)
    .max(max, `must be ${min} to ${max}`);
const onOff = z.enum(['on', 'off'], 'must be on or off').transform((value) => value === 'on');
const url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .transform((text) => text.replace(/\/+$/, ''));
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);

/** Every setting: its environment variable, group, meaning, default and form. `docs/configuration.md` and `.env.example` are made from it. */
export const configSchema = z.object({
  deployment: z
    .string()
    .regex(/^[a-z0-9-]{1,20}$/, 'must be 1 to 20 lower-case letters, digits or dashes')
    .default('local')
    .meta({
      env: 'HYOBAN_DEPLOYMENT',
      group: 'Bot',
      description:
        'Name of this installation; part of the names of its batch jobs, so that two installations with one Gemini key never touch the jobs of each other.',
    }),
  publicUrl: url.optional().meta({
    env: 'HYOBAN_PUBLIC_URL',
    group: 'Bot',
    description:
      'Address under which LINE, Gemini and users reach the API, e.g. https://bot.example.org. Needed for webhooks and report links.',
  }),
  defaultLanguage: z.enum(['zh-TW', 'ja', 'en'], 'must be zh-TW, ja or en').default('zh-TW').meta({
    env: 'HYOBAN_DEFAULT_LANGUAGE',
    group: 'Bot',
    description: 'Language for people whose LINE profile tells none.',
  }),
  lineRedelivery: onOff.default(false).meta({
    env: 'HYOBAN_LINE_REDELIVERY',
    group: 'Bot',
    description:
      'Say on when webhook redelivery is switched on in the LINE Developers Console: then an unreachable Temporal is answered with 503 and LINE comes again. Off: the person is asked to tap again.',
  }),
  freshHours: wholeNumber(1, 720).default(24).meta({
    env: 'HYOBAN_FRESH_HOURS',
    group: 'Bot',
    description: 'How long a finished report is shown again for free before a tap makes a new one.',
  }),
  patienceMinutes: wholeNumber(1, 1200).default(120).meta({
    env: 'HYOBAN_PATIENCE_MINUTES',
    group: 'Bot',
    description: 'How long an analysis waits for its batch before it is answered by an ordinary call at full price.',
  }),
  ordinaryCall: onOff.default(true).meta({
    env: 'HYOBAN_ORDINARY_CALL',
    group: 'Bot',
    description:
      'Whether a batch that fails or takes too long is answered by an ordinary call at full price; off: by an apology.',
  }),
  analysesPerDay: wholeNumber(0, 10_000).default(20).meta({
    env: 'HYOBAN_ANALYSES_PER_DAY',
    group: 'Bot',
    description: 'Most analyses that one chat may ask for in a day; 0 for no limit. Reports shown again do not count.',
  }),
  dailyBudgetUsd: z.coerce.number('must be a number').min(0, 'must be 0 or more').optional().meta({
    env: 'HYOBAN_DAILY_BUDGET_USD',
    group: 'Bot',
    description:
      'Dollars that all calls to Gemini together may cost in a day, by our price list and counting finished work; then nothing new begins. Unset: no limit.',
  }),
  timeZone: z
    .string()
    .refine(isTimeZone, 'must be a time zone like Asia/Taipei')
    .default('Asia/Taipei')
    .meta({ env: 'HYOBAN_TIME_ZONE', group: 'Bot', description: 'Where the day of the limits begins at midnight.' }),
  groups: onOff.default(false).meta({
    env: 'HYOBAN_GROUPS',
    group: 'Bot',
    description:
      "Whether the bot answers in groups and rooms, when it is mentioned. Read docs/limits.md first: Google's terms allow grounded answers only to the person who asked.",
  }),
  holdDays: wholeNumber(1, 30).default(7).meta({
    env: 'HYOBAN_HOLD_DAYS',
    group: 'Bot',
    description: "How long a finished report is kept for the person to ask for when LINE's monthly quota is used up.",
  }),
  stateDir: z.string().default('.hyoban').meta({
    env: 'HYOBAN_STATE_DIR',
    group: 'Bot',
    description: 'Folder for what the local mode keeps: the Temporal database, keys, the downloaded Temporal binary.',
  }),
  logLevel: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'must be trace, debug, info, warn, error or silent')
    .optional()
    .meta({
      env: 'HYOBAN_LOG_LEVEL',
      group: 'Bot',
      description: 'How much is logged, on stderr. Unset: info, but warn in local mode.',
    }),

  apiHost: z.string().default('127.0.0.1').meta({
    env: 'HYOBAN_API_HOST',
    group: 'API',
    description: 'Address that the API listens on; 0.0.0.0 inside a container.',
  }),
  apiPort: port
    .default(3000)
    .meta({ env: 'HYOBAN_API_PORT', group: 'API', description: 'Port of webhooks, report pages and health checks.' }),
  adminHost: z
    .string()
    .default('127.0.0.1')
    .meta({ env: 'HYOBAN_ADMIN_HOST', group: 'API', description: 'Address of the metrics port; keep it local.' }),
  adminPort: port
    .default(3001)
    .meta({ env: 'HYOBAN_ADMIN_PORT', group: 'API', description: 'Port of the Prometheus metrics of the API.' }),
  workerMetricsPort: port.default(3002).meta({
    env: 'HYOBAN_WORKER_METRICS_PORT',
    group: 'API',
    description:
      'Port of the Prometheus metrics of the worker (Temporal SDK metrics), on the metrics address; 0 for none.',
  }),

  lineChannelSecrets: list.optional().meta({
    env: 'LINE_CHANNEL_SECRET',
    group: 'LINE',
    secret: true,
    description:
      'Channel secret (LINE Developers Console, Basic settings). Two, separated by a comma, while it is being changed.',
  }),
  lineChannelAccessToken: z.string().optional().meta({
    env: 'LINE_CHANNEL_ACCESS_TOKEN',
    group: 'LINE',
    secret: true,
    description: 'Channel access token (LINE Developers Console, Messaging API).',
  }),
  lineApiBaseUrl: url.default('https://api.line.me').meta({
    env: 'LINE_API_BASE_URL',
    group: 'LINE',
    description: 'Origin of the Messaging API; the simulator in tests.',
  }),
  lineDataApiBaseUrl: url.default('https://api-data.line.me').meta({
    env: 'LINE_DATA_API_BASE_URL',
    group: 'LINE',
    description: 'Origin of the Messaging API for binary data.',
  }),
  lineTimeoutSeconds: wholeNumber(1, 60)
    .default(8)
    .meta({ env: 'LINE_TIMEOUT_SECONDS', group: 'LINE', description: 'Longest wait for one call to LINE.' }),

  geminiApiKey: z.string().optional().meta({
    env: 'GEMINI_API_KEY',
    group: 'Gemini',
    secret: true,
    description: 'API key (Google AI Studio) of a project with billing.',
  }),
  geminiBaseUrl: url.default('https://generativelanguage.googleapis.com').meta({
    env: 'GEMINI_BASE_URL',
    group: 'Gemini',
    description: 'Origin of the Gemini Developer API; the simulator in tests.',
  }),
  geminiGroundingModel: z.string().default('gemini-3.5-flash').meta({
    env: 'GEMINI_GROUNDING_MODEL',
    group: 'Gemini',
    description: 'Model for Google Maps and Google Search grounding.',
  }),
  geminiReportModel: z.string().default('gemini-3.5-flash').meta({
    env: 'GEMINI_REPORT_MODEL',
    group: 'Gemini',
    description: 'Model that writes the reports, in the batch and by ordinary call.',
  }),
  geminiTimeoutSeconds: wholeNumber(1, 60)
    .default(60)
    .meta({ env: 'GEMINI_TIMEOUT_SECONDS', group: 'Gemini', description: 'Longest wait for one call to Gemini.' }),
  geminiWebhookSecrets: list.default([]).meta({
    env: 'GEMINI_WEBHOOK_SECRETS',
    group: 'Gemini',
    secret: true,
    description:
      'Signing secrets (whsec_…) of a webhook endpoint registered at Google; several, separated by commas, while they rotate. Not needed for the per-job webhooks that the bot asks for itself.',
  }),
  geminiWebhookAudience: z.string().optional().meta({
    env: 'GEMINI_WEBHOOK_AUDIENCE',
    group: 'Gemini',
    description:
      'Audience that a JWT-signed Gemini webhook must carry. Unset: any is taken, and one other than our own webhook address is counted and logged.',
  }),

  temporalAddress: z.string().optional().meta({
    env: 'TEMPORAL_ADDRESS',
    group: 'Temporal',
    description:
      "host:port of a Temporal server. Unset: `npm start` starts a local one. Cloud and TLS by the SDK's own variables: TEMPORAL_API_KEY, TEMPORAL_TLS_CLIENT_CERT_PATH, TEMPORAL_TLS_CLIENT_KEY_PATH, …",
  }),
  temporalNamespace: z
    .string()
    .default('default')
    .meta({ env: 'TEMPORAL_NAMESPACE', group: 'Temporal', description: 'Namespace of the workflows.' }),
  temporalTaskQueue: z
    .string()
    .default('hyoban')
    .meta({ env: 'TEMPORAL_TASK_QUEUE', group: 'Temporal', description: 'Task queue between API and worker.' }),
  temporalPort: port
    .default(7233)
    .meta({ env: 'HYOBAN_TEMPORAL_PORT', group: 'Temporal', description: 'Port of the local Temporal server.' }),
  temporalUiPort: port
    .default(8233)
    .meta({ env: 'HYOBAN_TEMPORAL_UI_PORT', group: 'Temporal', description: 'Port of its Web UI.' }),
  temporalCli: z.string().optional().meta({
    env: 'TEMPORAL_CLI',
    group: 'Temporal',
    description: 'Path of the temporal command, when it is not on the PATH.',
  }),
  retentionDays: wholeNumber(1, 90).default(30).meta({
    env: 'HYOBAN_RETENTION_DAYS',
    group: 'Temporal',
    description: 'How long Temporal keeps finished workflows, and with them reports and nearby searches.',
  }),

  encryptionKeys: z.string().optional().meta({
    env: 'HYOBAN_ENCRYPTION_KEYS',
    group: 'Keys',
    secret: true,
    description:
      'Key ring for payloads and report links: id:base64 of 32 bytes, several separated by commas; the first one encrypts, all decrypt. Made by `npx hyoban keys`; the local mode makes and keeps its own.',
  }),
  payloadV1: z.enum(['write', 'read', 'refuse'], 'must be write, read or refuse').default('read').meta({
    env: 'HYOBAN_PAYLOAD_V1',
    group: 'Keys',
    description:
      'What becomes of payloads and links as version 1 sealed them, which are bound to no purpose. write: everything is sealed like that, while a process of version 1 still runs; read: they are read, new ones are bound; refuse: for when nothing of version 1 is kept any more.',
  }),
  idKey: z.string().optional().meta({
    env: 'HYOBAN_ID_KEY',
    group: 'Keys',
    secret: true,
    description:
      'Base64 of 32 bytes behind the digests in workflow ids. Never change it while analyses run: old taps would not find them.',
  }),
  codecPort: port.default(8234).meta({
    env: 'HYOBAN_CODEC_PORT',
    group: 'Keys',
    description: 'Port of the codec server, on 127.0.0.1, which shows operators decrypted payloads in the Web UI.',
  }),
  codecToken: z.string().min(16, 'must have at least 16 characters').optional().meta({
    env: 'HYOBAN_CODEC_TOKEN',
    group: 'Keys',
    secret: true,
    description:
      "Bearer token that the codec server asks for. The local mode needs none: it listens on loopback and only answers the Web UI's origin.",
  }),

  codecOrigins: list.default([]).meta({
    env: 'HYOBAN_CODEC_ORIGINS',
    group: 'Keys',
    description:
      'Origins of the Web UI whose pages may ask the codec server, separated by commas, e.g. https://temporal.example.org. The local mode allows its own.',
  }),
  simulatorLinePort: port.default(3010).meta({
    env: 'HYOBAN_SIMULATOR_LINE_PORT',
    group: 'Simulator',
    description: 'Port of the simulated LINE in local mode.',
  }),
  simulatorGeminiPort: port.default(3011).meta({
    env: 'HYOBAN_SIMULATOR_GEMINI_PORT',
    group: 'Simulator',
    description: 'Port of the simulated Gemini in local mode.',
  }),
  simulatorPhonePort: port.default(3012).meta({
    env: 'HYOBAN_SIMULATOR_PHONE_PORT',
    group: 'Simulator',
    description: 'Port of the phone page in local mode.',
  }),
  simulatorSeed: wholeNumber(0, 2 ** 31)
    .default(1)
    .meta({
      env: 'HYOBAN_SIMULATOR_SEED',
      group: 'Simulator',
      description: 'Seed of everything that the simulator invents.',
    }),
  simulatorBatchSeconds: z.coerce.number('must be a number').min(0, 'must be 0 or more').default(8).meta({
    env: 'HYOBAN_SIMULATOR_BATCH_SECONDS',
    group: 'Simulator',
    description: 'How long a simulated batch takes.',
  }),
});

/** All settings, checked. */
export type Config = z.output<typeof configSchema>;
