import { z } from 'zod';
import { type Evidence, gatherEvidence, type Run, readRun } from '../evidence.ts';
import type { RunRef } from '../visibility.ts';
import { listRuns, until } from './open-runs.ts';
import { isNotFound, isReadable } from './operators.ts';
import type { DevPerformance } from './play.ts';
import type { DevStage } from './stage.ts';

const forgetInput = z.object({
  chatKey: z.string(),
  scope: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('stop') }),
    z.object({ kind: z.literal('message'), messageId: z.string() }),
    z.object({ kind: z.literal('everything') }),
  ]),
  askedAtMs: z.number(),
});

/** A forgetting that was taken. */
export type Forgetting = z.infer<typeof forgetInput> & { chat: number; run: Run };

/** Everything that the checks of one story on a real server look at. */
export type DevEvidence = Evidence &
  DevPerformance & {
    /** Runs that were started or made, whether they are still there or not. */
    known: RunRef[];
    /** Ids of runs whose history the server still gives away. */
    readable: ReadonlySet<string>;
    /** Ids of runs that hold their answer. */
    held: ReadonlySet<string>;
    forgettings: Forgetting[];
  };

/** What is deleted may still be there for a moment. */
const deletionMs = 5000;

/** Reads what is left behind by a story. */
export async function gatherDevEvidence(stage: DevStage, seen: DevPerformance): Promise<DevEvidence> {
  const { client } = stage.operators;
  const listed = await listRuns(client, seen.startedAtMs);
  const known = uniqueRuns([...seen.runs, ...listed]);
  const history: Run[] = [];
  for (const run of known) history.push(...(await readIfThere(stage, run)));
  const readable = new Set(history.map(({ runId }) => runId));
  const forgettings = history.filter(({ type }) => type === 'forget').map((run) => forgettingOf(stage, seen, run));
  const evidence: DevEvidence = {
    ...(await gatherEvidence(stage, { ...seen, runs: [] })),
    ...seen,
    history: [...history, ...snapshots(seen, readable)],
    ...{ known, readable, forgettings },
    held: new Set(listed.filter(({ isOpen, isHeld }) => isOpen && isHeld).map(({ runId }) => runId)),
  };
  const late = mustBeGone(evidence).filter(({ runId }) => readable.has(runId));
  await until(async () => {
    for (const run of late) if (!(await isReadable(client, run))) readable.delete(run.runId);
    return late.every(({ runId }) => !readable.has(runId));
  }, deletionMs);
  return { ...evidence, history: evidence.history.filter(({ runId }) => isThere(evidence, runId)) };
}

async function readIfThere({ installation }: DevStage, run: RunRef): Promise<Run[]> {
  try {
    return [await readRun(installation, run)];
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

function uniqueRuns(runs: RunRef[]): RunRef[] {
  return [...new Map(runs.map(({ workflowId, runId }) => [runId, { workflowId, runId }])).values()];
}

/** Runs as they were before an operator deleted them. */
function snapshots({ deeds }: DevPerformance, readable: ReadonlySet<string>): Run[] {
  return deeds.flatMap(({ snapshot }) => (snapshot && !readable.has(snapshot.runId) ? [snapshot] : []));
}

function isThere({ readable, deeds }: DevEvidence, runId: string): boolean {
  return readable.has(runId) || deeds.some(({ snapshot }) => snapshot?.runId === runId);
}

function forgettingOf({ installation }: DevStage, { story }: DevPerformance, run: Run): Forgetting {
  const input = forgetInput.parse(run.input);
  const chat = story.chats.findIndex(({ userId }) => installation.digests.chatKey(userId) === input.chatKey);
  return { ...input, chat, run };
}

/** Runs that somebody asked to have deleted: all of a chat, what one message asked for, or one by an operator. */
export function mustBeGone(evidence: DevEvidence): RunRef[] {
  const byOperators = evidence.deeds.filter(({ kind }) => kind === 'delete').map(({ run }) => run);
  return [...byOperators, ...evidence.forgettings.flatMap((forgetting) => forgotten(evidence, forgetting))];
}

/** What a forgetting is about. */
export function forgotten(evidence: DevEvidence, { scope, chat, askedAtMs }: Forgetting): RunRef[] {
  switch (scope.kind) {
    case 'stop':
      return [];
    case 'everything':
      return evidence.known.filter((run) => chatOfRun(evidence, run) === chat && askedAt(evidence, run) <= askedAtMs);
    case 'message': {
      const asking = evidence.people.sentEvents(chat).find(({ event }) => messageIdOf(event) === scope.messageId);
      return evidence.known.filter(({ workflowId }) => workflowId === `nearby:${asking?.webhookEventId}`);
    }
  }
}

const message = z.looseObject({ message: z.looseObject({ id: z.string() }) });
const messageIdOf = (event: unknown) => message.safeParse(event).data?.message.id;

/** The chat that a search or an analysis belongs to, by its id alone. */
export function chatOfRun({ people, story, digests }: DevEvidence, { workflowId }: RunRef): number | undefined {
  const [type, id] = workflowId.split(':');
  switch (type) {
    case 'nearby':
      return people.callerOfWorkflow(workflowId).chat;
    case 'analysis': {
      const chat = story.chats.findIndex(({ userId }) => digests.chatKey(userId) === id);
      return chat === -1 ? undefined : chat;
    }
    default:
      return undefined;
  }
}

const asked = z.looseObject({ webhookEventId: z.string() });
const timestamp = z.looseObject({ timestamp: z.number() });

/** When a person asked for a run: by the event that started it, else by when it was seen to start. */
export function askedAt(evidence: DevEvidence, run: RunRef): number {
  const first = ownerOf(evidence, run.runId);
  const { input } = evidence.history.find(({ runId }) => runId === run.runId || runId === first) ?? {};
  const eventId = run.workflowId.startsWith('nearby:')
    ? run.workflowId.slice('nearby:'.length)
    : asked.safeParse(input).data?.webhookEventId;
  const sent = evidence.story.chats.flatMap((_, chat) => evidence.people.sentEvents(chat));
  const event = sent.find(({ webhookEventId }) => webhookEventId === eventId)?.event;
  return timestamp.safeParse(event).data?.timestamp ?? evidence.runStarts.get(first) ?? Infinity;
}

/** The run that a run goes back to through resets: jobs and retry keys have their names from it. */
export function ownerOf(evidence: Pick<DevPerformance, 'deeds'>, runId: string): string {
  const made = evidence.deeds.find((deed) => deed.made?.runId === runId);
  return made ? ownerOf(evidence, made.run.runId) : runId;
}
