import type { Bug } from './bug.ts';

/** Bugs in the first three promises: answers, paid jobs and cancels. */
export const doubledOrLost: Bug[] = [
  {
    name: 'the push has no retry key',
    patches: [
      {
        file: 'src/activities/push-report.ts',
        find: '{ to, messages: messagesIn(form, plan.messages), retryKey },',
        replace: '{ to, messages: messagesIn(form, plan.messages), retryKey: retryKey && undefined! },',
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
        find: 'names.retryKey(ownerRunId, keyOf(kind, form))',
        replace: 'names.retryKey(`${ownerRunId}${activityInfo().attempt}`, keyOf(kind, form))',
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
    name: 'a poll pushes too',
    patches: [
      {
        file: 'src/workflows/batch.ts',
        find: '    if (!woken) poll++;',
        replace: '    if (!woken) poll++;\n    if (!woken) Object.assign(state, { wasPolled: true });',
      },
      {
        file: 'src/workflows/analysis.ts',
        find: "  const delivery = await deliverAnswer(state, made.plan, 'report');",
        replace:
          "  if ('wasPolled' in state) await deliverAnswer(state, made.plan, 'apology');\n  const delivery = await deliverAnswer(state, made.plan, 'report');",
      },
    ],
    promise: 'one final answer',
    seeds: [2],
  },
  {
    name: 'the late result of a batch that was given up is pushed',
    patches: [
      {
        file: 'src/workflows/batch.ts',
        find: '  await cancelBatches(state);\n  const check = await',
        replace: '  Object.assign(state, { comesLate: true });\n  const check = await',
      },
      {
        file: 'src/workflows/analysis.ts',
        find: "  const delivery = await deliverAnswer(state, made.plan, 'report');",
        replace:
          "  const delivery = await deliverAnswer(state, made.plan, 'report');\n  if ('comesLate' in state && (await condition(() => state.nudged, '3 hours')))\n    await deliverAnswer(state, made.plan, 'apology');",
      },
      {
        file: 'src/workflows/analysis.ts',
        find: 'import { ApplicationFailure, CancellationScope, CancelledFailure, upsertMemo }',
        replace: 'import { ApplicationFailure, CancellationScope, CancelledFailure, condition, upsertMemo }',
      },
    ],
    promise: 'one final answer',
    seeds: [3],
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
    name: 'a tap looks in the list of runs whether there is one',
    patches: [
      {
        file: 'src/temporal/analyses.ts',
        find: '  const workflowId = analysisWorkflowId(tap.input.chat.key, tap.placeKey);\n  return withDeadline(client, options.timeoutMs, async () => {\n',
        replace: `
  const lock = analysisWorkflowId(tap.input.chat.key, tap.placeKey);
  const workflowId = \`\${lock}:\${tap.timestampMs}\`;
  return withDeadline(client, options.timeoutMs, async () => {
    const query = \`HyobanChat = '\${tap.input.chat.key}' AND ExecutionStatus = 'Running'\`;
    for await (const run of client.workflow.list({ query }))
      // An index is a moment behind; the runner's own is not.
      if (run.workflowId.startsWith(lock) && Date.now() - run.startTime.getTime() > 1000) return { kind: 'redelivery' };
`,
      },
    ],
    promise: 'one final answer',
    seeds: [1, 11],
  },
  {
    name: 'the apology of a failed run is forgotten',
    byHand: true,
    patches: [
      {
        file: 'src/workflows/apology.ts',
        find: "  await deliverAnswer(state, plan, earlier === 'perhaps-report' ? 'report' : 'apology');",
        replace: "  if (plan.messages.length > 99) await deliverAnswer(state, plan, 'apology');",
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
    byHand: true,
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
        find: '      const replied = await replyHeld(state, plan, request);',
        replace: "      const replied = request.replyToken === '' ? await replyHeld(state, plan, request) : 'refused';",
      },
    ],
    promise: 'one final answer',
    seeds: [43],
  },
];
