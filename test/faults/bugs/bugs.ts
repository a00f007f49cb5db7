/** A bug sown on purpose, to see that the checks find it. */
export type Bug = {
  name: string;
  /** Texts of `src` that are replaced; each must be there, once. */
  patches: { file: string; find: string; replace: string }[];
  /** The promise that it breaks. */
  promise: string;
  /** Seeds of which at least one brings it to light. */
  seeds: number[];
  /** One of a kind that `npm run test:all` looks for in another bug already; `bugs/hunt.ts` looks for all. */
  byHand?: true;
};

/** Every bug that the checks have to find. */
export const bugs: Bug[] = [
  {
    name: 'the push has no retry key',
    patches: [
      {
        file: 'src/activities/push-report.ts',
        find: '{ to, messages: plan.messages, retryKey },',
        replace: '{ to, messages: plan.messages, retryKey: retryKey && undefined! },',
      },
    ],
    promise: 'one final answer',
    seeds: [1],
  },
  {
    name: 'each attempt makes a retry key of its own',
    patches: [
      {
        file: 'src/activities/push-report.ts',
        find: 'names.retryKey(ownerRunId, kind)',
        replace: 'names.retryKey(`${ownerRunId}${activityInfo().attempt}`, kind)',
      },
    ],
    promise: 'one final answer',
    seeds: [3],
  },
  {
    name: 'createBatch does not look before it posts',
    patches: [
      {
        file: 'src/activities/create-batch.ts',
        find: 'if (found.live) return',
        replace: 'if (found.live && !found) return',
      },
    ],
    promise: 'one paid job',
    seeds: [1],
  },
  {
    name: 'a run that ended early leaves its job',
    patches: [
      {
        file: 'src/workflows/batch.ts',
        find: '  if (state.inputFileName === undefined && submission === 1) return;',
        replace: '  if (submission > 0) return;',
      },
    ],
    promise: 'one paid job',
    seeds: [3],
  },
  {
    name: 'the answer is pushed twice, under two kinds',
    patches: [
      {
        file: 'src/workflows/analysis.ts',
        find: "  const delivery = await deliverAnswer(state, made.plan, 'report');",
        replace:
          "  await deliverAnswer(state, made.plan, 'apology');\n  const delivery = await deliverAnswer(state, made.plan, 'report');",
      },
    ],
    promise: 'one final answer',
    seeds: [1],
  },
  {
    name: 'choices are pushed after they were replied',
    byHand: true,
    patches: [
      {
        file: 'src/workflows/nearby.ts',
        find: "if (replied === 'replied') return 'replied';",
        replace: "if (!replied) return 'replied';",
      },
    ],
    promise: 'one final answer',
    seeds: [2],
  },
  {
    name: 'every tap starts an analysis of its own',
    patches: [
      {
        file: 'src/temporal/analyses.ts',
        find: '  const workflowId = analysisWorkflowId(tap.input.chat.key, tap.placeKey);\n  return withDeadline',
        replace:
          '  const workflowId = `${analysisWorkflowId(tap.input.chat.key, tap.placeKey)}:${tap.timestampMs}`;\n  return withDeadline',
      },
    ],
    promise: 'one final answer',
    seeds: [1],
  },
  {
    name: 'the apology of a failed run is forgotten',
    byHand: true,
    patches: [
      {
        file: 'src/workflows/apology.ts',
        find: "  await deliverAnswer(state, plan, 'apology');",
        replace: '  if (plan.messages.length > 99) await deliverAnswer(state, plan, "apology");',
      },
    ],
    promise: 'one final answer',
    seeds: [6],
  },
  {
    name: 'a cancel is taken and ignored',
    patches: [
      {
        file: 'src/workflows/analysis-state.ts',
        find: '    if (!answerIsOut(state.stage)) stopWork();',
        replace: '    if (!answerIsOut(state.stage)) state.heldRequests.length = 0;',
      },
    ],
    promise: 'a cancel is kept',
    seeds: [1],
  },
  {
    name: 'a cancel is taken when the push has begun',
    patches: [
      {
        file: 'src/workflows/analysis.ts',
        find: "  if (state.cancelAsked) throw new CancelledFailure('The person cancelled before the push');\n",
        replace: "  if (state.cancelAsked && made.plan.messages.length > 99) throw new CancelledFailure('too late');\n",
      },
      {
        file: 'src/workflows/analysis-state.ts',
        find: '    state.cancelAsked = true;\n    work.cancel();',
        replace: '    state.cancelAsked = true;',
      },
    ],
    promise: 'a cancel is kept',
    seeds: [1],
  },
  {
    name: 'a run goes on when its chat has been left',
    byHand: true,
    patches: [
      {
        file: 'src/workflows/analysis-state.ts',
        find: '  setHandler(chatLeft, stopWork);',
        replace: '  setHandler(chatLeft, () => undefined);',
      },
    ],
    promise: 'a cancel is kept',
    seeds: [203],
  },
  {
    name: 'a held answer is not pushed when the month has turned',
    byHand: true,
    patches: [
      {
        file: 'src/workflows/held.ts',
        find: 'let pushAtMs = options.pushLater ? nextQuotaMonthMs(Date.now()) : Infinity;',
        replace: 'let pushAtMs = options.pushLater ? nextQuotaMonthMs(Date.now()) * 2 : Infinity;',
      },
    ],
    promise: 'one final answer',
    seeds: [451],
  },
  {
    name: 'a held answer is dropped',
    patches: [
      {
        file: 'src/workflows/held.ts',
        find: '      const replied = await replyHeld(plan, request);',
        replace: "      const replied = request.replyToken === '' ? await replyHeld(plan, request) : 'refused';",
      },
    ],
    promise: 'one final answer',
    seeds: [43],
  },
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
        find: 'encode: async (payloads) => payloads.map((payload) => encryptPayload(keyRing, payload)),',
        replace:
          'encode: async (payloads) => (payloads.length > 99 ? payloads.map((p) => encryptPayload(keyRing, p)) : payloads),',
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
        file: 'src/activities/failures.ts',
        find: 'return [...Array.from({ length: activityInfo().attempt - 1 }, () => unknownCall(entry.call)), entry];',
        replace: 'return unknownCall(entry.call).priceMicroUsd > 0 ? [] : [entry];',
      },
    ],
    promise: 'the ledger holds every charge',
    seeds: [1],
  },
  {
    name: 'the webhook is believed without a look at the job',
    patches: [
      {
        file: 'src/workflows/batch.ts',
        find: '    const check = await read.checkBatch({ batchName });\n    missingInARow',
        replace:
          "    const check = woken\n      ? { state: 'succeeded' as const, resultFileName: `files/batch-${batchName.slice(8)}` }\n      : await read.checkBatch({ batchName });\n    missingInARow",
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
        file: 'src/gemini/webhook.ts',
        find: "  if (ageSeconds > toleranceSeconds) throw new GeminiWebhookRejected('too-old');",
        replace: "  if (ageSeconds > 1e9) throw new GeminiWebhookRejected('too-old');",
      },
    ],
    promise: 'a webhook only nudges',
    seeds: [27],
  },
  {
    name: 'claims keep numbers that no source has',
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
];
