/** One row of the table about activities that look for runs in an index, or for runs that were reset. */
export type ListRow = {
  activity:
    | 'forgetRuns'
    | 'findOrphans'
    | 'cancelOrphans'
    | 'findNeglected'
    | 'readUnanswered'
    | 'pushReport'
    | 'readEarlierAnswer';
  call: string;
  point: string;
  before: { says: string };
  after: { says: string };
};

type Ends = { before: string; after: string };

const row = (
  activity: ListRow['activity'],
  call: string,
  point: string,
  { before, after }: Ends = { before: 'looked again', after: 'looked again' },
): ListRow => ({ activity, call, point, before: { says: before }, after: { says: after } });

/** Rows of `forget`; those of one line can strike one chat one after the other. */
export const forgetRows = {
  list: row('forgetRuns', 'Temporal, list of runs', 'temporal.listWorkflowExecutions'),
  signal: row('forgetRuns', 'Temporal, signal to an analysis', 'temporal.signalWorkflowExecution', {
    before: 'signalled again',
    after: 'signalled again, or ended already, which is no error',
  }),
  cancel: row('forgetRuns', 'Temporal, cancel of a search', 'temporal.requestCancelWorkflowExecution', {
    before: 'cancelled again',
    after: 'cancelled again, or ended already, which is no error',
  }),
  jobs: row('forgetRuns', 'Gemini, get', 'gemini.getBatch'),
  deleteJob: row('forgetRuns', 'Gemini, delete job', 'gemini.deleteBatch', {
    before: 'looked again, deleted',
    after: 'looked again, gone',
  }),
  deleteRun: row('forgetRuns', 'Temporal, delete run', 'temporal.deleteWorkflowExecution', {
    before: 'deleted again',
    after: 'deleted again, or gone, which is no error',
  }),
};

/** Rows of `sweep`. */
export const sweepRows = {
  jobs: row('findOrphans', 'Gemini, list of jobs', 'gemini.findBatches'),
  awaited: row('findOrphans', 'Temporal, list of runs', 'temporal.listWorkflowExecutions'),
  last: row('findOrphans', 'Temporal, history', 'temporal.getWorkflowExecutionHistory'),
  cancel: row('cancelOrphans', 'Gemini, cancel', 'gemini.cancelBatch', {
    before: 'cancelled again',
    after: 'cancelled again, which is no error',
  }),
  neglected: row('findNeglected', 'Temporal, list of runs', 'temporal.listWorkflowExecutions'),
  histories: row('findNeglected', 'Temporal, history', 'temporal.getWorkflowExecutionHistory'),
  descriptions: row('findNeglected', 'Temporal, description of a run', 'temporal.describeWorkflowExecution'),
};

const readAgain = { before: 'read again', after: 'read again' };

/** Rows of `lateApology`, which reads what an analysis was asked for. */
export const unansweredRows = {
  history: row('readUnanswered', 'Temporal, history', 'temporal.getWorkflowExecutionHistory', readAgain),
  description: row('readUnanswered', 'Temporal, description of a run', 'temporal.describeWorkflowExecution', readAgain),
  newest: row('pushReport', 'Temporal, description of a run', 'temporal.describeWorkflowExecution', readAgain),
};

/** Rows of an analysis that a reset has made, before it apologises. */
export const earlierRows = {
  history: row('readEarlierAnswer', 'Temporal, history', 'temporal.getWorkflowExecutionHistory', readAgain),
};

/** All of them, as they stand in the table. */
export const listRows: ListRow[] = [forgetRows, sweepRows, unansweredRows, earlierRows].flatMap((rows) =>
  Object.values(rows),
);
