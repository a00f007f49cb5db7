import type { Bug } from '../../bugs/bug.ts';

/** The file that plays a lane of this set. */
export const devLane = 'test/faults/dev/lane.ts';

const forgetRuns = 'src/activities/forget-runs.ts';
const cancelOrphans = 'src/activities/cancel-orphans.ts';
const orphans = 'src/activities/orphans.ts';

/** Bugs that only show on a server with an index, resets and deletion. */
export const devBugs: Bug[] = [
  {
    name: 'a reset pushes under a new retry key',
    patches: [
      {
        file: 'src/workflows/analysis-state.ts',
        find: 'const { originalExecutionRunId: ownerRunId, runId } = workflowInfo();',
        replace: 'const { runId } = workflowInfo();\n  const ownerRunId = runId;',
      },
    ],
    promise: 'one final answer',
    seeds: [29, 1],
  },
  {
    name: 'a run that a reset made apologises after the report',
    patches: [
      {
        file: 'src/workflows/apology.ts',
        find: "  if (earlier === 'report' || earlier === 'perhaps-replied') return endInSilence(reason, error);\n",
        replace: '',
      },
    ],
    promise: 'one final answer',
    seeds: [6],
  },
  {
    name: '"forget me" leaves the runs',
    patches: [{ file: forgetRuns, find: '    await run.remove();\n', replace: '' }],
    promise: 'what is forgotten is gone',
    seeds: [1],
  },
  {
    name: 'the sweep apologises each time',
    patches: [
      { file: 'src/workflows/sweep.ts', find: "'REJECT_DUPLICATE'", replace: "'ALLOW_DUPLICATE'" },
      {
        file: 'src/workflows/late-apology.ts',
        find: 'plan, ownerRunId, startedAtMs, kind, form,',
        replace: 'plan, ownerRunId: `${ownerRunId}${Date.now()}`, startedAtMs, kind, form,',
      },
    ],
    promise: 'one final answer',
    seeds: [15, 24],
  },
  {
    name: 'a run that was terminated is forgotten',
    patches: [
      {
        file: 'src/activities/find-neglected.ts',
        find: 'if (await runs.readUnanswered(run)) unanswered',
        replace: 'if (nowMs < 0) unanswered',
      },
    ],
    promise: 'one final answer',
    seeds: [15, 24],
  },
  {
    name: 'a run that was reset is taken for terminated',
    patches: [
      {
        file: 'src/temporal/unanswered.ts',
        find: '  if (await isSuperseded(client, run)) return undefined;\n',
        replace: '',
      },
      {
        file: 'src/activities/push-report.ts',
        find: 'if (apologyFor && (await runs.isSuperseded(apologyFor)))',
        replace: 'if (apologyFor && runs && !apologyFor)',
      },
    ],
    promise: 'the sweep takes what is lost',
    seeds: [2],
  },
  {
    name: 'the sweep cancels what is waited for',
    patches: [
      {
        file: orphans,
        find: 'jobs.filter((job) => !open.some((run) => awaits(names, run, job)))',
        replace: 'jobs.filter((job) => open.every((run) => awaits(names, run, job) || true))',
      },
      {
        file: orphans,
        find: 'since.has(batchName) && nowMs - sinceMs >= orphanAfterMs - startToleranceMs',
        replace: "batchName !== '' && sinceMs + orphanAfterMs + startToleranceMs > 0",
      },
    ],
    promise: 'the sweep takes what is lost',
    seeds: [15, 31],
  },
  {
    name: 'the job of a terminated run goes on',
    patches: [
      {
        file: cancelOrphans,
        find: '      await gemini.cancelBatch(batchName, { signal });\n',
        replace: '',
      },
    ],
    promise: 'the sweep takes what is lost',
    seeds: [15, 24],
  },
  {
    name: '"forget me" takes what was asked for later',
    patches: [{ file: forgetRuns, find: '  if (run.askedAtMs > askedAtMs) return false;\n', replace: '' }],
    promise: 'what is forgotten is gone',
    seeds: [22, 39],
  },
  {
    name: '"forget me" gives up on a run that takes long to end',
    patches: [
      {
        file: 'src/workflows/forget.ts',
        find: 'if (open > 0) open = await lookAfter(pause);',
        replace: 'if (open > 99) open = await lookAfter(pause);',
      },
    ],
    promise: 'what is forgotten is gone',
    seeds: [8],
  },
  {
    name: '"forget me" leaves the apology for a terminated run',
    patches: [
      {
        file: 'src/temporal/chat-runs.ts',
        find: '    await remove(client, { workflowId: apology });\n',
        replace: '    void apology;\n',
      },
    ],
    promise: 'what is forgotten is gone',
    seeds: [549],
  },
  {
    name: 'an unsent message stays',
    patches: [{ file: forgetRuns, find: 'run.messageId === scope.messageId', replace: 'run.messageId === undefined' }],
    promise: 'what is forgotten is gone',
    seeds: [9, 6],
  },
  {
    name: 'in groups the bot takes every word for its own',
    patches: [
      {
        file: 'src/api/events/handle-event.ts',
        find: 'event.mentionsBot || parseCommand(event.text) ?',
        replace: 'event.text !== "" ?',
      },
    ],
    promise: 'in groups only when asked',
    seeds: [1],
  },
];
