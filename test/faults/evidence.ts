import proto, { type temporal } from '@temporalio/proto';
import type { JournalEntry } from '../../src/simulator/core/journal.ts';
import type { BatchView } from '../../src/simulator/gemini/batches/batch.ts';
import type { ChatItem } from '../../src/simulator/line/simulator.ts';
import { createEncryptionCodec } from '../../src/temporal/codec.ts';
import type { Installation } from '../../src/temporal/installation.ts';
import type { Performance } from './play.ts';
import type { Stage } from './stage.ts';
import type { RunRef } from './visibility.ts';

/** One event of a history, as far as the checks look. */
type RunEvent = {
  id: number;
  atMs: number;
  /** The attribute's name without `EventAttributes`, e.g. `activityTaskScheduled`. */
  type: string;
  /** Name of the signal, activity or timer; the cause of a failed workflow task. */
  name: string;
  /** For the end of an activity: the event that scheduled it. */
  scheduledEventId: number;
  /** For the failure of an activity: its type. */
  failureType: string | undefined;
};

/** One run as Temporal has it after the story. */
export type Run = RunRef & {
  type: string;
  status: 'running' | 'completed' | 'failed' | 'canceled' | 'terminated' | 'timedOut' | 'continuedAsNew';
  startedAtMs: number;
  closedAtMs: number | undefined;
  /** Type of the failure that it ended with. */
  failureType: string | undefined;
  input: unknown;
  result: unknown;
  /** Memo as it was last set, decrypted. */
  memo: Record<string, unknown>;
  events: RunEvent[];
  /** The whole history as it lies on the server's disk. */
  rawBytes: Buffer;
};

/** Everything that the checks of one story look at. */
export type Evidence = Performance & {
  history: Run[];
  journal: readonly JournalEntry[];
  batches: BatchView[];
  chats: ChatItem[][];
  digests: Installation['digests'];
  log: string[];
  metrics: string;
};

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** Reads what is left behind by a story. */
export async function gatherEvidence(stage: Stage, seen: Performance): Promise<Evidence> {
  const { line, gemini, journal, installation, apis } = stage;
  const history: Run[] = [];
  for (const run of seen.runs) history.push(await readRun(installation, run));
  const { skew } = seen.director.plan;
  const offMs = (side: JournalEntry['side']) => (side.startsWith('line') ? skew.line : skew.gemini);
  const metrics = await fetch(`${apis[seen.story.settings].adminUrl}/metrics`);
  return {
    ...seen,
    history,
    journal: journal.entries().map((entry) => ({ ...entry, atMs: entry.atMs - offMs(entry.side) })),
    batches: gemini.batches().map((batch) => onCommonClock(batch, skew.gemini)),
    chats: seen.story.chats.map(({ userId }) => line.chat(userId).items),
    digests: installation.digests,
    log: stage.takeLog(),
    metrics: await metrics.text(),
  };
}

function onCommonClock(batch: BatchView, offMs: number): BatchView {
  const { createdAtMs, endedAtMs } = batch;
  return { ...batch, createdAtMs: createdAtMs - offMs, endedAtMs: endedAtMs && endedAtMs - offMs };
}

/** One run with its history, decrypted. */
export async function readRun({ client, keyRing }: Installation, run: RunRef): Promise<Run> {
  const codec = createEncryptionCodec(keyRing);
  const answer = await client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution: run,
  });
  const events = answer.history?.events ?? [];
  const open = async (payload: temporal.api.common.v1.IPayload | null | undefined) => {
    if (!payload) return undefined;
    const [plain] = await codec.decode([payload]);
    const text = Buffer.from(plain?.data ?? []).toString('utf8');
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  const last = events.at(-1);
  const failure = last?.workflowExecutionFailedEventAttributes?.failure;
  return {
    ...run,
    type: started?.workflowType?.name ?? '',
    ...statusOf(last),
    startedAtMs: timeOf(events[0]),
    failureType: failure?.applicationFailureInfo?.type ?? (failure ? 'other' : undefined),
    input: await open(started?.input?.payloads?.[0]),
    result: await open(last?.workflowExecutionCompletedEventAttributes?.result?.payloads?.[0]),
    memo: await memoOf(events, open),
    events: events.map(simplified),
    rawBytes: Buffer.from(proto.temporal.api.history.v1.History.encode({ events }).finish()),
  };
}

async function memoOf(
  events: HistoryEvent[],
  open: (payload: temporal.api.common.v1.IPayload | undefined) => Promise<unknown>,
): Promise<Record<string, unknown>> {
  const memo: Record<string, unknown> = {};
  for (const event of events) {
    const fields = {
      ...event.workflowExecutionStartedEventAttributes?.memo?.fields,
      ...event.workflowPropertiesModifiedEventAttributes?.upsertedMemo?.fields,
    };
    for (const [name, payload] of Object.entries(fields)) memo[name] = await open(payload);
  }
  return memo;
}

function statusOf(last: HistoryEvent | undefined): Pick<Run, 'status' | 'closedAtMs'> {
  for (const status of ['completed', 'failed', 'canceled', 'terminated', 'timedOut', 'continuedAsNew'] as const) {
    const name = `workflowExecution${status[0]?.toUpperCase()}${status.slice(1)}EventAttributes`;
    if (last && Reflect.get(last, name)) return { status, closedAtMs: timeOf(last) };
  }
  return { status: 'running', closedAtMs: undefined };
}

function simplified(event: HistoryEvent): RunEvent {
  const [key, attributes] = Object.entries(event).find(([name, value]) => name.endsWith('Attributes') && value) ?? [''];
  const of = (name: string): unknown =>
    typeof attributes === 'object' && attributes !== null ? Reflect.get(attributes, name) : undefined;
  const activityType = of('activityType');
  const name = of('signalName') ?? (activityType ? Reflect.get(Object(activityType), 'name') : causeOf(of('cause')));
  return {
    id: Number(event.eventId),
    atMs: timeOf(event),
    type: key.replace(/EventAttributes$/, ''),
    name: typeof name === 'string' ? name : '',
    scheduledEventId: Number(of('scheduledEventId') ?? 0),
    failureType: event.activityTaskFailedEventAttributes?.failure?.applicationFailureInfo?.type ?? undefined,
  };
}

const causeOf = (cause: unknown) =>
  typeof cause === 'number' ? proto.temporal.api.enums.v1.WorkflowTaskFailedCause[cause] : undefined;

const timeOf = (event: HistoryEvent | undefined) =>
  Number(event?.eventTime?.seconds ?? 0) * 1000 + Math.floor((event?.eventTime?.nanos ?? 0) / 1e6);
