import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { z } from 'zod';
import { parseButtonData } from '../../src/line/button-data.ts';
import type { analysis } from '../../src/workflows/analysis.ts';
import { analysisWorkflowId, progress } from '../../src/workflows/contract.ts';
import type { RecordedCall } from './call-recorder.ts';
import { everyone } from './everyone.ts';
import type { Webhook } from './mailbox.ts';
import type { Seated } from './people.ts';
import type { System } from './system.ts';

/** An analysis that waits for its batch. */
export type WaitingAnalysis = { userId: string; handle: WorkflowHandle<typeof analysis>; batchId: string };

/** Webhooks of Gemini that have come and were kept back, by the id of their batch. */
export type HeldWebhooks = Map<string, Webhook>;

const bodySchema = z.object({ data: z.object({ id: z.string() }) });
const lookEveryMs = 25;
const patienceMs = 30_000;

/** Keeps the webhooks of Gemini back from now on. */
export function holdGeminiWebhooks({ mailbox }: System): HeldWebhooks {
  const held: HeldWebhooks = new Map();
  mailbox.onGemini(async (webhook) => {
    const { id } = bodySchema.parse(JSON.parse(webhook.body.toString())).data;
    held.set(id.replace('batches/', ''), webhook);
    return 200;
  });
  return held;
}

/** Taps "analyse" for every person at once and waits until each workflow says that it waits for its batch. */
export async function startAnalyses(system: System, people: Seated[]): Promise<WaitingAnalysis[]> {
  return everyone(people, async ({ userId, button }) => {
    const status = await system.vendors.call('tap', { userId, data: button });
    if (status !== 200) throw new Error(`A tap was answered with ${status}`);
    const handle = handleOf(system, userId, button);
    const batchName = await poll('the wait for the batch', async () => {
      const at = await handle.query(progress);
      return at.stage === 'waiting' ? at.batchName : undefined;
    });
    return { userId, handle, batchId: batchName.replace('batches/', '') };
  });
}

function handleOf({ installation }: System, userId: string, button: string): WorkflowHandle<typeof analysis> {
  const data = parseButtonData(button);
  if (!data) throw new Error(`No button of ours: ${button}`);
  const { client, digests } = installation;
  return client.workflow.getHandle<typeof analysis>(analysisWorkflowId(digests.chatKey(userId), data.placeKey));
}

/** The webhook of a batch that ends about now. */
export async function heldWebhook(held: HeldWebhooks, batchId: string): Promise<Webhook> {
  return poll('the webhook of Gemini', async () => held.get(batchId));
}

/** The push that LINE accepted for this analysis. */
export async function acceptedPush({ vendors }: System, userId: string, withinMs?: number): Promise<RecordedCall> {
  return poll('the push', async () => vendors.call('pushTo', { userId }), withinMs);
}

/** Waits for the end of the run, which must have delivered. */
export async function delivered({ handle }: WaitingAnalysis): Promise<void> {
  const { outcome } = await handle.result();
  if (outcome !== 'delivered') throw new Error(`An analysis ended as ${String(outcome)}`);
}

/** Looks until there is something. */
export async function poll<T>(
  what: string,
  look: () => Promise<T | undefined>,
  withinMs: number = patienceMs,
): Promise<T> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(lookEveryMs)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`This did not happen within ${withinMs} ms: ${what}`);
}
