import {
  type CancellationScope,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import {
  type AnalysisInput,
  answerNow,
  batchUpdated,
  cancelByUser,
  chatLeft,
  type HeldRequest,
  heldWanted,
  progress,
  type Stage,
} from './contract.ts';
import { createLedger, type Ledger, type OpenWork } from './ledger.ts';
import { searchAttributes } from './search-attributes.ts';
import { type RunVersion, runVersion } from './version.ts';

/** A reply token, and when a worker saw it first, by Temporal's clock. */
export type TakenRequest = HeldRequest & { takenAtMs: number };

/** A job of a run and the submission that its display name carries. */
export type OwnJob = { batchName: string; submission: number };

/** What one analysis knows while it runs. */
export type AnalysisState = {
  /** Rules of the release that opened the run. */
  version: RunVersion;
  input: AnalysisInput;
  /** Run id that a reset keeps: batch name and retry key come from it. */
  ownerRunId: string;
  startedAtMs: number;
  stage: Stage;
  batchName: string | undefined;
  inputFileName: string | undefined;
  /** How often a batch has been asked for; part of its display name. */
  submission: number;
  /** The webhook said that something changed: look now. */
  nudged: boolean;
  /** Jobs that webhooks named and nobody has looked at; one of them may be the job of a create of unknown outcome. */
  namedJobs: string[];
  /** From when on a create of unknown outcome can no longer make a job, milliseconds since the epoch; 0: there is none. */
  createKnownAtMs: number;
  /** The jobs that this run has at Gemini; undefined once there may be one whose name it does not know. */
  jobs: OwnJob[] | undefined;
  answerNowAsked: boolean;
  cancelAsked: boolean;
  /** Reply tokens of people who asked while the answer was held, oldest first. */
  heldRequests: TakenRequest[];
  /** An operator has cancelled the run. */
  operatorCancelled: boolean;
  ledger: Ledger;
  /** The lines of the present batch job, until their results are read. */
  batchLines: OpenWork | undefined;
  /** When the present batch job was created, milliseconds since the epoch. */
  batchCreatedAtMs: number | undefined;
  /** How long the batch job took that brought the results. */
  batchMs: number | undefined;
};

/** Nudges beyond this many are ignored, so that a noisy sender cannot grow the history without bound. */
const maxNudges = 50;

/** Each name costs one look: a run has three jobs at most, and some may be of earlier runs of its workflow id. */
const maxNamedJobs = 10;

/** Reply tokens live for a minute: more than these are of no use. */
const maxHeldRequests = 20;

/** Makes the state and sets every handler; `work` is what a user's cancel ends, `root` what an operator's does. */
export function openAnalysis(
  input: AnalysisInput,
  { root, work }: { root: CancellationScope; work: CancellationScope },
): AnalysisState {
  const { originalExecutionRunId: ownerRunId, runId } = workflowInfo();
  const version = runVersion();
  const state: AnalysisState = {
    version,
    input,
    ownerRunId,
    startedAtMs: workflowInfo().startTime.getTime(),
    stage: 'collecting',
    batchName: undefined,
    inputFileName: undefined,
    submission: 1,
    nudged: false,
    namedJobs: [],
    createKnownAtMs: 0,
    // The run that was reset may have jobs; in a replay every run has the id of the first, so no command may hang on this.
    jobs: version === 2 && runId === ownerRunId ? [] : undefined,
    answerNowAsked: false,
    cancelAsked: false,
    heldRequests: [],
    operatorCancelled: false,
    ledger: createLedger(),
    batchLines: undefined,
    batchCreatedAtMs: undefined,
    batchMs: undefined,
  };
  root.cancelRequested.catch(() => {
    state.operatorCancelled = true;
  });
  let nudges = 0;
  const named = new Set<string>();
  setHandler(batchUpdated, ({ batchName }) => {
    if (nudges++ >= maxNudges) return;
    state.nudged = true;
    if (!batchName || named.has(batchName) || named.size >= maxNamedJobs) return;
    named.add(batchName);
    state.namedJobs.push(batchName);
  });
  setHandler(answerNow, () => {
    state.answerNowAsked = true;
  });
  const stopWork = () => {
    state.cancelAsked = true;
    work.cancel();
  };
  setHandler(cancelByUser, () => {
    if (!answerIsOut(state.stage)) stopWork();
  });
  // A push under way ends by itself; what is held has nobody left to be given to.
  setHandler(chatLeft, stopWork);
  setHandler(heldWanted, (request) => {
    if (state.heldRequests.length < maxHeldRequests) state.heldRequests.push({ ...request, takenAtMs: Date.now() });
  });
  setHandler(progress, () => {
    const { stage, startedAtMs, batchName, cancelAsked } = state;
    return { stage, startedAtMs, batchName, cancelled: cancelAsked };
  });
  describeStage(state);
  return state;
}

/** From here on a cancel comes too late. */
function answerIsOut(stage: Stage): boolean {
  switch (stage) {
    case 'collecting':
    case 'submitting':
    case 'queued':
    case 'waiting':
    case 'answering-now':
    case 'cancelled':
      return false;
    case 'delivering':
    case 'held':
    case 'delivered':
    case 'apologised':
      return true;
  }
}

/** Moves on to a stage, so that operators see it in the list and in the details; `submitting` is too short to list. */
export function enterStage(state: AnalysisState, stage: Stage): void {
  state.stage = stage;
  const batch = state.batchName ? [{ key: searchAttributes.batch, value: state.batchName }] : [];
  describeStage(state);
  if (stage === 'submitting') return;
  upsertSearchAttributes([{ key: searchAttributes.stage, value: stage }, ...(stage === 'waiting' ? batch : [])]);
}

const stageSentences: Record<Stage, string> = {
  collecting: 'Collecting what people write, with Google Search grounding',
  submitting: 'Handing the batch job to Gemini',
  queued: 'Gemini takes no more batch jobs now; asking again later',
  waiting: 'Waiting for the batch job; the webhook or the next poll ends the wait',
  'answering-now': 'Asking Gemini by ordinary call at full price',
  delivering: 'Pushing the answer to LINE',
  held: 'LINE does not take the answer now; the person gets it with the next tap or "status"',
  delivered: 'The report is with the user',
  apologised: 'The user got an apology',
  cancelled: 'Cancelled; the batch job is being cancelled too',
};

function describeStage(state: AnalysisState): void {
  const places = state.input.places.map((place) => `- ${place.name}`).join('\n');
  const batch = state.batchName ? `\n\nBatch job: \`${state.batchName}\`` : '';
  const droppedClaims = state.ledger.entries().reduce((sum, entry) => sum + (entry.droppedClaims ?? 0), 0);
  const dropped = droppedClaims > 0 ? `\n\nClaims dropped in the check: ${droppedClaims}` : '';
  setCurrentDetails(`**${stageSentences[state.stage]}**\n\n${places}${batch}${dropped}`);
}

/** What is left of the run's patience, milliseconds; negative when it is over. */
export function patienceLeftMs({ startedAtMs, input }: AnalysisState): number {
  return startedAtMs + input.policy.patienceMs - Date.now();
}
