import type { SimulatorClock } from '../../core/clock.ts';
import { Refused } from '../../core/control.ts';
import { type SeededRandom } from '../../core/random.ts';
import type { Bill } from '../bill.ts';
import type { FileStore } from '../files/store.ts';
import type { Brain } from '../model/answer.ts';
import type { GeminiSettings } from '../settings.ts';
import { type Batch, type BatchFate, endStates } from './batch.ts';
import type { NewBatch } from './parse-create.ts';
import { foreignResults, resultLines, resultsOf } from './results.ts';
import type { BatchChanges } from './update.ts';

/** What the jobs need around them. */
export type BatchSurroundings = {
  clock: SimulatorClock;
  brain: Brain;
  bill: Bill;
  files: FileStore;
  random: SeededRandom;
  newBatchId: () => string;
  settings: Pick<GeminiSettings, 'batchSeconds' | 'jobExpiryHours' | 'endedJobsHaveError'>;
  /** Called once when a job ends. */
  onEnd: (batch: Batch) => void;
  changed: () => void;
};

/** The jobs of all projects and their life on the clock. */
export type Batches = {
  create: (kind: Batch['kind'], model: string, job: NewBatch, fate: BatchFate) => Batch;
  /** A job of this project; those of others are not to be seen. */
  find: (project: string, id: string) => Batch | undefined;
  all: () => Batch[];
  /** Jobs of a project that have not ended. */
  liveCount: (project: string) => number;
  /** Tokens of a model's jobs in a project that have not ended. */
  enqueuedTokens: (project: string, model: string) => number;
  update: (batch: Batch, changes: BatchChanges) => void;
  /** Ends a live job as cancelled; nothing for one that has ended. */
  cancel: (batch: Batch) => void;
  remove: (batch: Batch) => void;
  /** Puts a live job into a state and stops its own course. Throws for a job that is unknown or has ended. */
  setState: (id: string, state: string) => void;
  reset: () => void;
};

const hourMs = 60 * 60 * 1000;
/** Share of its time that a job is pending. */
const pendingShare = 0.35;

const endErrors: Record<string, { code: number; message: string }> = {
  FAILED: { code: 13, message: 'Internal error encountered while processing the batch.' },
  EXPIRED: { code: 4, message: 'The batch expired before it completed.' },
  CANCELLED: { code: 1, message: 'The batch was cancelled.' },
};

/** Makes an empty list of jobs. */
export function createBatches(around: BatchSurroundings): Batches {
  const { clock, settings } = around;
  const batches = new Map<string, Batch>();
  const timers = new Map<string, (() => void)[]>();
  let seq = 0;

  function stopCourse(batch: Batch) {
    for (const stop of timers.get(batch.id) ?? []) stop();
    timers.delete(batch.id);
  }

  function expireLater(batch: Batch) {
    const atMs = batch.createdAtMs + settings.jobExpiryHours * hourMs;
    timers.set(batch.id, [clock.schedule(atMs, () => enter(batch, 'EXPIRED'))]);
  }

  function follow(batch: Batch) {
    expireLater(batch);
    const { end, durationMs = settings.batchSeconds * 1000 } = batch.fate;
    if (end === undefined) return;
    timers.get(batch.id)?.push(
      clock.schedule(batch.createdAtMs + durationMs * pendingShare, () => enter(batch, 'RUNNING')),
      clock.schedule(batch.createdAtMs + durationMs, () => enter(batch, end)),
    );
  }

  function enter(batch: Batch, state: string) {
    batch.state = state;
    batch.updatedAtMs = clock.nowMs();
    if (endStates.has(state)) {
      stopCourse(batch);
      finish(batch);
      around.onEnd(batch);
    }
    around.changed();
  }

  function finish(batch: Batch) {
    batch.endedAtMs = clock.nowMs();
    if (batch.state === 'SUCCEEDED' && batch.items.every((item) => item.request === undefined)) {
      batch.state = 'FAILED';
      batch.error = { code: 3, message: 'The input file holds no readable request.' };
      return;
    }
    if (batch.state !== 'SUCCEEDED') {
      if (batch.state === 'FAILED' || settings.endedJobsHaveError) batch.error = endErrors[batch.state];
      return;
    }
    batch.results = resultsOf(batch, around.brain, around.bill, around.random);
    if (batch.fate.foreignJob) turnForeign(batch);
    if (batch.inputFile === undefined || batch.fate.noOutput) return;
    const id = `batch-${batch.id}`;
    batch.outputFile = `files/${id}`;
    if (batch.fate.outputGone) return;
    const bytes = resultLines(batch.results);
    const { project } = batch;
    const file = { project, id, displayName: undefined, mimeType: 'application/jsonl', bytes };
    around.files.add({ ...file, source: 'GENERATED' });
  }

  /** The newest job before it that has results stands in for somebody else's. */
  function turnForeign(batch: Batch) {
    const other = [...batches.values()].findLast(
      ({ id, kind, results }) => id !== batch.id && kind === batch.kind && results,
    );
    batch.displayName = 'the-job-of-somebody-else';
    if (other?.results) batch.results = foreignResults(batch, other.results);
  }

  const live = (project: string) =>
    [...batches.values()].filter((batch) => batch.project === project && !endStates.has(batch.state));

  return {
    create(kind, model, job, fate) {
      const now = clock.nowMs();
      const batch: Batch = {
        seq: ++seq,
        id: around.newBatchId(),
        kind,
        model,
        ...job,
        fate,
        state: 'PENDING',
        createdAtMs: now,
        updatedAtMs: now,
        endedAtMs: undefined,
        results: undefined,
        outputFile: undefined,
        error: undefined,
      };
      batches.set(batch.id, batch);
      follow(batch);
      around.changed();
      return batch;
    },
    find(project, id) {
      const batch = batches.get(id);
      return batch?.project === project ? batch : undefined;
    },
    all: () => [...batches.values()],
    liveCount: (project) => live(project).length,
    enqueuedTokens: (project, model) =>
      live(project)
        .filter((batch) => batch.model === model)
        .reduce((sum, batch) => sum + batch.enqueuedTokens, 0),
    update(batch, changes) {
      Object.assign(batch, changes, { updatedAtMs: clock.nowMs() });
      around.changed();
    },
    cancel(batch) {
      if (!endStates.has(batch.state)) enter(batch, 'CANCELLED');
    },
    remove(batch) {
      stopCourse(batch);
      batches.delete(batch.id);
      around.changed();
    },
    setState(id, state) {
      const batch = batches.get(id);
      if (!batch) throw new Refused(`There is no batch ${id}.`);
      if (endStates.has(batch.state)) throw new Refused(`Batch ${id} has already ended as ${batch.state}.`);
      stopCourse(batch);
      expireLater(batch);
      enter(batch, state);
    },
    reset() {
      for (const batch of batches.values()) stopCourse(batch);
      batches.clear();
    },
  };
}
