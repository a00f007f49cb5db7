import { createFaults } from '../core/faults.ts';
import { seededRandom } from '../core/random.ts';
import { createSideServer } from '../core/server.ts';
import { batchView } from './batches/batch.ts';
import { createBatches } from './batches/batches.ts';
import { batchRoutes } from './batches/routes.ts';
import { createBill } from './bill.ts';
import { controlRoutes } from './control.ts';
import { fileRoutes } from './files/routes.ts';
import { createFileStore } from './files/store.ts';
import { uploadRoutes } from './files/upload.ts';
import { createIds } from './ids.ts';
import { modelRoutes } from './model/routes.ts';
import { guarded, notFound } from './routes.ts';
import type { GeminiSimulator, GeminiSimulatorOptions } from './simulator.ts';
import { createSigningKeys } from './webhooks/keys.ts';
import { createSender } from './webhooks/sender.ts';
import { createWebhooks } from './webhooks/webhooks.ts';
import { googleError } from './wire/errors.ts';

/** Larger than the SDKs' 8 MiB chunks, so that curl can upload a file in one piece. */
const bodyLimitBytes = 128 * 1024 * 1024;

/** Starts Gemini on a loopback port: models, files, jobs, webhooks and, under `/_sim/`, the controls. */
export async function startGeminiSimulator(options: GeminiSimulatorOptions): Promise<GeminiSimulator> {
  const { clock, journal, seed } = options;
  const ids = createIds(seed);
  const geminiApiKey = options.geminiApiKey ?? ids.apiKey();
  const faults = createFaults(seed);
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  let url = '';

  const bill = createBill(clock, changed);
  const files = createFileStore(clock);
  const uploads = uploadRoutes(files, { newUploadId: ids.uploadId, newFileId: ids.fileId });
  const brain = { seed, faults, newResponseId: ids.responseId };
  const keys = createSigningKeys();
  const sender = createSender({
    clock,
    journal,
    faults,
    keys,
    signWith: options.signWith ?? 'v1a',
    issuer: () => url,
    signatureTimeMs: options.signatureTimeMs ?? clock.nowMs,
    changed,
  });
  const webhooks = createWebhooks({
    clock,
    sender,
    keys,
    userMetadataIn: options.userMetadataIn ?? 'data',
    newMessageId: ids.messageId,
    newWebhookId: ids.webhookId,
    newBatchId: ids.batchId,
    newSecret: ids.webhookSecret,
  });
  const batches = createBatches({
    clock,
    brain,
    bill,
    files,
    random: seededRandom(seed, 'gemini:results'),
    newBatchId: ids.batchId,
    batchMs: (options.batchSeconds ?? 8) * 1000,
    onEnd: webhooks.batchEnded,
    changed,
  });

  const simulator = {
    geminiApiKey,
    faults,
    batches: () => batches.all().map(batchView),
    async setBatchState(id: string, state: string) {
      batches.setState(id.replace(/^batches\//, ''), state.replace(/^(?:BATCH|JOB)_STATE_/, ''));
    },
    bill: () => [...bill.entries()],
    webhooks: { deliver: webhooks.deliver, settled: sender.settled, registered: webhooks.registered },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    reset() {
      batches.reset();
      files.reset();
      uploads.reset();
      webhooks.reset();
      bill.reset();
      faults.reset();
      journal.reset();
      changed();
    },
  };

  const { maxConcurrentBatches = 100, maxEnqueuedTokens, docsCompat = false } = options;
  const vendorRoutes = [
    ...modelRoutes(brain, bill),
    ...uploads.routes,
    ...fileRoutes(files),
    ...batchRoutes({ batches, files, faults, maxConcurrentBatches, maxEnqueuedTokens, docsCompat }),
    ...webhooks.routes,
  ];
  const server = createSideServer({
    side: 'gemini',
    routes: [
      ...controlRoutes(simulator, { clock, journal, later: sender.later }),
      ...guarded(vendorRoutes, geminiApiKey),
    ],
    notFound,
    clock,
    journal,
    faults,
    bodyLimitBytes,
    tooLarge: () => googleError('INVALID_ARGUMENT', `Request payload size exceeds the limit: ${bodyLimitBytes} bytes.`),
  });
  url = await server.listen({ host: '127.0.0.1', port: options.port });
  return {
    url,
    ...simulator,
    async close() {
      batches.reset();
      webhooks.reset();
      await server.close();
    },
  };
}
