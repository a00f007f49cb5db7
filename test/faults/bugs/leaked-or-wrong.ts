import type { Bug } from './bug.ts';

/** Bugs in the other promises: webhooks, privacy, the ledger, claims. */
export const leakedOrWrong: Bug[] = [
  {
    name: 'the user id is in the name of the job',
    patches: [
      {
        file: 'src/activities/create-batch.ts',
        find: '{ displayName, fileName: input.fileName,',
        replace: '{ displayName: `${displayName}-${secretOf(dependencies)}`, fileName: input.fileName,',
      },
      {
        file: 'src/activities/create-batch.ts',
        find: 'function webhookOf(',
        replace:
          "function secretOf(_: unknown) {\n  return Object(globalThis).leakedUserId ?? 'nobody';\n}\n\nfunction webhookOf(",
      },
      {
        file: 'src/activities/read-language.ts',
        find: '): Promise<Language> {\n',
        replace: '): Promise<Language> {\n  Object.assign(globalThis, { leakedUserId: input.chat.to });\n',
      },
    ],
    promise: 'nothing personal leaks',
    seeds: [1],
  },
  {
    name: 'the log tells who asked',
    byHand: true,
    patches: [
      {
        file: 'src/activities/show-loading.ts',
        find: '  try {\n',
        replace: '  log.info(`loading for ${input.chatId}`);\n  try {\n',
      },
      {
        file: 'src/activities/show-loading.ts',
        find: 'import { attemptSignal }',
        replace: "import { log } from '@temporalio/activity';\nimport { attemptSignal }",
      },
    ],
    promise: 'nothing personal leaks',
    seeds: [1, 2],
  },
  {
    name: 'payloads are stored as they are',
    byHand: true,
    patches: [
      {
        file: 'src/temporal/codec.ts',
        find: 'encode: async (payloads, context) => payloads.map((payload) => encryptPayload(keyRing, payload, context)),',
        replace:
          'encode: async (payloads, context) => (payloads.length > 99 ? payloads.map((p) => encryptPayload(keyRing, p, context)) : payloads),',
      },
    ],
    promise: 'nothing personal leaks',
    seeds: [1, 2],
  },
  {
    name: 'only the last attempt of a paid call is entered',
    byHand: true,
    patches: [
      {
        file: 'src/activities/paid-call.ts',
        find: 'return { ...found, usage: [...earlier, found.usage] };',
        replace: 'return { ...found, usage: earlier.length > 99 ? earlier : [found.usage] };',
      },
    ],
    promise: 'the ledger holds every charge',
    seeds: [1],
  },
  {
    name: 'the webhook is believed without a look at the job',
    byHand: true,
    patches: [
      {
        file: 'src/workflows/batch.ts',
        find: '    const check = await look(state, batchName);\n',
        replace:
          "    const check = woken\n      ? { state: 'succeeded' as const, resultFileName: `files/batch-${batchName.slice(8)}` }\n      : await look(state, batchName);\n",
      },
    ],
    promise: 'a webhook only nudges',
    seeds: [10],
  },
  {
    name: 'a webhook is taken whatever its age',
    byHand: true,
    patches: [
      {
        file: 'src/gemini/webhook-jwt.ts',
        find: "  if (ageSeconds > toleranceSeconds) throw new GeminiWebhookRejected('too-old');",
        replace: "  if (ageSeconds > 1e9) throw new GeminiWebhookRejected('too-old');",
      },
    ],
    promise: 'a webhook only nudges',
    seeds: [27],
  },
  {
    name: 'claims keep numbers that no source has',
    byHand: true,
    patches: [
      {
        file: 'src/report/grounding-check.ts',
        find: '.filter((number) => existing.has(number))',
        replace: '.filter((number) => existing.has(number) || number === 99)',
      },
    ],
    promise: 'every claim has a source',
    seeds: [7],
  },
  {
    name: 'a report is pushed before it is checked',
    patches: [
      {
        file: 'src/activities/model-report.ts',
        find: '  const report = checkedReport({ modelReport: underOwnNumbers(modelReport, ownNumber), ...collected });',
        replace:
          '  const { place, reviews } = collected;\n  const head = { placeName: place.name, mapsUri: place.mapsUri };\n  const report = { ...head, ...underOwnNumbers(modelReport, ownNumber), sources: reviews.sources, droppedClaims: 0 };',
      },
    ],
    promise: 'every claim has a source',
    seeds: [7],
  },
];
