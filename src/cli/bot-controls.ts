import type { Client } from '@temporalio/client';
import { z } from 'zod';
import type { BotControls, BotEvent, BotPart, BotWorker } from '../simulator/phone/bot.ts';
import { readProgress } from '../temporal/running-analyses.ts';
import { workflowTypes } from '../workflows/contract.ts';
import { createRunReader } from './bot-runs.ts';

/** What the local mode knows of its bot. */
export type BotControlsOptions = {
  client: Client;
  namespace: string;
  taskQueue: string;
  /** Undefined when the Temporal server was not started here. */
  webUiUrl: string | undefined;
  worker: BotWorker;
};

const replayTimeoutMs = 20_000;

/** What the phone page may see and do of the bot: its runs in Temporal, and its worker process. */
export function createBotControls(options: BotControlsOptions): BotControls {
  const { client, namespace, taskQueue, webUiUrl, worker } = options;
  const listeners = new Set<(event: BotEvent) => void>();
  const runs = createRunReader({
    client,
    taskQueue,
    sinceMs: Date.now(),
    linkTo: (workflowId, runId) =>
      webUiUrl && `${webUiUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}/${runId}/history`,
  });

  /** A query makes the new process replay each history, so it shows that nothing was lost. */
  async function askAfterRestart(): Promise<void> {
    const open = (await runs.read()).filter((run) => run.isRunning && run.type === workflowTypes.analysis);
    for (const { workflowId, runId, eventCount, title } of open) {
      const askedAtMs = Date.now();
      const progress = await readProgress(client, replayTimeoutMs, { workflowId, runId });
      if (!progress || (await hasGoneOn(runId))) continue;
      const text = `The new worker has replayed ${eventCount} events of “${title}”: it stands at “${progress.stage}”, as before`;
      const meta = `in ${Date.now() - askedAtMs} ms`;
      const event: BotEvent = { id: `${runId}-${askedAtMs}`, atMs: Date.now(), text, meta, tone: 'good', minor: false };
      for (const listener of listeners) listener(event);
    }
  }

  /** Whether the history itself tells that the new process has taken a run over. */
  async function hasGoneOn(runId: string): Promise<boolean> {
    const run = (await runs.read()).find((candidate) => candidate.runId === runId);
    return run?.events.some(({ meta }) => meta?.startsWith(`worker ${worker.current().pid}@`)) ?? false;
  }

  let wasDown = false;
  worker.subscribe(({ state }) => {
    if (state === 'running' && wasDown) void askAfterRestart().catch(() => undefined);
    if (state !== 'starting') wasDown = state === 'down';
  });

  return {
    callerOf(entry, answers) {
      if (entry.route !== 'reply') return entry.route === 'jwks' ? 'api' : 'workflow';
      return replierTo(answers, JSON.stringify(entry.requestBody), runs.holdsAnswer());
    },
    runs: runs.read,
    onNews(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    worker,
  };
}

const eventSchema = z.object({ type: z.string(), message: z.object({ type: z.string() }).optional() });

/**
 * Both reply: the API at once to taps and commands, workflows with restaurants to a place, and with a report that was held.
 * A token that is not known yet belongs to a webhook that is still being answered: only the API can know it.
 */
function replierTo(event: unknown, said: string, holdsAnswer: boolean): BotPart {
  const { type, message } = eventSchema.safeParse(event).data ?? {};
  if (type === undefined) return 'api';
  const isAnswer =
    message?.type === 'location' || said.includes('v1.analyse.') || (holdsAnswer && said.includes('/r/'));
  return isAnswer ? 'workflow' : 'api';
}
