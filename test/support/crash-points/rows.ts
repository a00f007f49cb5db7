import type { Seen } from './seen.ts';
import type { StoryName } from './stories.ts';

/** What comes of one death, as the table says it and as the vendors see it. */
export type Claim = {
  says: string;
  /** Answers of the vendors beyond those of the undisturbed story: statuses by route. */
  more?: Record<string, number[]>;
  /** Answers of the undisturbed story that do not come: statuses by route. */
  fewer?: Record<string, number[]>;
  /** Nobody waits for the activity, so no attempt follows. */
  isLast?: true;
  /** Charges beyond those of the undisturbed story, by kind. */
  billed?: Record<string, number>;
  /** Further entries of the ledger, all unknown. */
  unknown?: string[];
  /** Uploaded files that stay: hours after which Google deletes them. */
  filesLeft?: number[];
  also?: (seen: Seen) => void;
};

/** One row of the table: the call as it is named there and in the code, and the story in which it happens. */
export type Row = {
  activity: string;
  call: string;
  point: string;
  story: StoryName;
  before: Claim;
  after: Claim;
};

/** A call of a model that is paid: once more is billed when the answer had come. */
function paid(row: Pick<Row, 'activity' | 'call' | 'story'>, { ledgerName = row.activity, grounded = true } = {}): Row {
  const unknown = [ledgerName];
  const charges = { generateContent: 1, ...(grounded && { grounding: 1 }) };
  return {
    ...row,
    point: `gemini.${row.activity}`,
    before: { says: 'asked again; the first stands in the ledger as unknown', unknown },
    after: {
      says: 'asked and paid again; the first stands in the ledger as unknown',
      ...{ unknown, billed: charges, more: { generateContent: [200] } },
    },
  };
}

/** A reply: the token works once. */
function reply(row: Pick<Row, 'activity' | 'story'>): Row {
  return {
    ...{ ...row, call: 'LINE reply', point: 'line.reply' },
    before: { says: "unclear; the token's next use works" },
    after: { says: "unclear; the token's next use is refused, so it had arrived", more: { reply: [400] } },
  };
}

/** A push under its retry key. */
function push(row: Pick<Row, 'activity' | 'story'>): Row {
  return {
    ...{ ...row, call: 'LINE push', point: 'line.push' },
    before: { says: 'pushed again' },
    after: { says: 'pushed again under the same key; LINE answers 409', more: { push: [409] } },
  };
}

/** After the attempt's 60 s and a pause of 30 s the server can no longer accept what the dead one may have sent. */
function lookedLateEnough({ timesOf }: Seen): void {
  const [uploadedMs = 0] = timesOf('uploadBytes');
  const lookedMs = timesOf('listBatches').at(-1) ?? 0;
  expect(lookedMs - uploadedMs).toBeGreaterThanOrEqual(90_000);
}

const looked = { listBatches: [200] };

/** Rows of the table that one search and one analysis come by. */
export const rows: Row[] = [
  {
    ...{ activity: 'showLoading', call: 'LINE loading animation', point: 'line.showLoading', story: 'search' },
    before: { says: 'not shown; the answer does not wait for it', isLast: true, fewer: { loading: [202] } },
    after: { says: 'shown', isLast: true },
  },
  {
    ...{ activity: 'readLanguage', call: 'LINE profile', point: 'line.getProfile', story: 'search' },
    before: { says: 'read again' },
    after: { says: 'read again', more: { profile: [200] } },
  },
  paid({ activity: 'searchPlaces', call: 'Gemini, Maps grounding', story: 'search' }),
  paid({ activity: 'extractNames', call: 'Gemini', story: 'search' }, { grounded: false }),
  reply({ activity: 'replyChoices', story: 'search' }),
  push({ activity: 'pushChoices', story: 'search, reply refused' }),
  paid({ activity: 'collectReviews', call: 'Gemini, Search grounding', story: 'analysis' }),
  {
    ...{ activity: 'uploadJsonl', call: 'Gemini, upload', point: 'gemini.uploadJsonl', story: 'analysis' },
    before: { says: 'uploaded again' },
    after: {
      says: 'uploaded again; Google deletes the other file after 48 hours',
      more: { uploadStart: [200], uploadBytes: [200] },
      filesLeft: [48],
    },
  },
  {
    ...{ activity: 'createBatch', call: 'Gemini, list of jobs', point: 'gemini.findBatches' },
    story: 'analysis without a webhook',
    before: { says: 'looked 90 s later', also: lookedLateEnough },
    after: { says: 'looked again 90 s later', more: looked, also: lookedLateEnough },
  },
  {
    ...{ activity: 'createBatch', call: 'Gemini, create', point: 'gemini.createBatch' },
    story: 'analysis without a webhook',
    before: { says: 'looked again 90 s later, not found, created', more: looked, also: lookedLateEnough },
    after: { says: 'looked again 90 s later, found, adopted', more: looked, also: lookedLateEnough },
  },
  {
    ...{ activity: 'createBatch', call: 'Gemini, cancel of a second job of that name', point: 'gemini.cancelBatch' },
    story: 'two jobs of one name',
    before: { says: 'looked again, cancelled', more: looked },
    after: { says: 'looked again; what is cancelled is left alone', more: looked },
  },
  {
    ...{ activity: 'adoptBatch', call: 'Gemini, get', point: 'gemini.getBatch', story: 'lost create' },
    before: { says: 'looked again' },
    after: { says: 'looked again', more: { getBatch: [200] } },
  },
  {
    ...{ activity: 'checkBatch', call: 'Gemini, get', point: 'gemini.getBatch', story: 'analysis' },
    before: { says: 'looked again' },
    after: { says: 'looked again', more: { getBatch: [200] } },
  },
  {
    ...{ activity: 'fetchReports', call: 'Gemini, download', point: 'gemini.downloadResults', story: 'analysis' },
    before: { says: 'fetched again' },
    after: { says: 'fetched again', more: { downloadFile: [200] } },
  },
  paid({ activity: 'answerNow', call: 'Gemini', story: 'failed batch' }, { grounded: false }),
  paid(
    { activity: 'compareNow', call: 'Gemini', story: 'failed batch of all' },
    { ledgerName: 'answerNow', grounded: false },
  ),
  {
    ...{ activity: 'cancelBatch', call: 'Gemini, list of jobs', point: 'gemini.findBatches' },
    story: 'cancel of two jobs',
    before: { says: 'looked again' },
    after: { says: 'looked again', more: looked },
  },
  {
    ...{ activity: 'cancelBatch', call: 'Gemini, get', point: 'gemini.getBatch', story: 'cancel' },
    before: { says: 'looked again' },
    after: { says: 'looked again', more: { getBatch: [200] } },
  },
  {
    ...{ activity: 'cancelBatch', call: 'Gemini, cancel', point: 'gemini.cancelBatch', story: 'cancel' },
    before: { says: 'looked again, cancelled', more: { getBatch: [200] } },
    after: { says: 'looked again; what is cancelled is left alone', more: { getBatch: [200] } },
  },
  {
    ...{ activity: 'cleanUp', call: 'Gemini, delete file', point: 'gemini.deleteFile', story: 'analysis' },
    before: {
      says: 'stays; Google deletes it after 48 hours',
      ...{ isLast: true, fewer: { deleteFile: [200] }, filesLeft: [48] },
    },
    after: { says: 'deleted', isLast: true },
  },
  push({ activity: 'pushReport', story: 'analysis' }),
  reply({ activity: 'replyPlan', story: 'held' }),
  {
    ...{ activity: 'readTokenTaken', call: 'Temporal, history', story: 'held, reply unknown' },
    point: 'temporal.getWorkflowExecutionHistory',
    before: { says: 'read again' },
    after: { says: 'read again' },
  },
  {
    ...{ activity: 'endAsCancelled', call: 'Temporal, cancel', story: 'cancel' },
    point: 'temporal.requestCancelWorkflowExecution',
    before: { says: 'cancelled again' },
    after: { says: 'cancelled already, which is no error' },
  },
];
