import { unknownControls } from '../core/control.ts';
import { checkedFaults } from '../core/fault-checks.ts';
import { createFaults } from '../core/faults.ts';
import { seededRandom } from '../core/random.ts';
import { createSideServer } from '../core/server.ts';
import { sharedControls } from '../core/shared-controls.ts';
import { batchView } from './batches/batch.ts';
import { createBatches } from './batches/batches.ts';
import { batchRoutes } from './batches/routes.ts';
import { createBill } from './bill.ts';
import { geminiControls } from './control.ts';
import { fileRoutes } from './files/routes.ts';
import { createFileStore } from './files/store.ts';
import { uploadRoutes } from './files/upload.ts';
import { apiKeyOf, createIds } from './ids.ts';
import { geminiFaults } from './known-faults.ts';
import { modelsWith } from './model/models.ts';
import { modelRoutes } from './model/routes.ts';
import { createScript } from './model/scripted.ts';
import { guarded, notFound } from './routes.ts';
import { settingsOf } from './settings.ts';
import type { GeminiSimulator, GeminiSimulatorOptions } from './simulator.ts';
import { createSigningKeys } from './webhooks/keys.ts';
import { createSender } from './webhooks/sender.ts';
import { createWebhooks } from './webhooks/webhooks.ts';
import { httpError, tooLarge } from './wire/errors.ts';

/** Starts Gemini on a loopback port: models, files, jobs, webhooks and, under `/_sim/`, the controls. */
export async function startGeminiSimulator(options: GeminiSimulatorOptions): Promise<GeminiSimulator> {
  const { clock, journal, seed, idSeed } = options;
  const settings = settingsOf(options);
  let ids = createIds(idSeed);
  const geminiApiKey = options.geminiApiKey ?? options.secrets?.geminiApiKey ?? apiKeyOf(seed);
  const faults = checkedFaults(options.faults ?? createFaults(seed), () => geminiFaults(vendorRoutes));
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  let url = '';

  const models = modelsWith(settings.moreModels);
  const bill = createBill(clock, models, changed);
  const files = createFileStore(clock, settings);
  const uploads = uploadRoutes(files, settings, { newUploadId: () => ids.uploadId(), newFileId: () => ids.fileId() });
  const script = createScript(settings.answers);
  const brain = { seed, faults, files, models, script, settings, newResponseId: () => ids.responseId() };
  const keys = createSigningKeys(options.secrets ? undefined : seed);
  const sender = createSender({
    clock,
    journal,
    faults,
    keys,
    settings,
    issuer: () => url,
    signatureTimeMs: options.signatureTimeMs ?? clock.nowMs,
    changed,
  });
  const webhooks = createWebhooks({
    clock,
    sender,
    keys,
    settings,
    origin: () => url,
    newMessageId: () => ids.messageId(),
    newWebhookId: () => ids.webhookId(),
    newBatchId: () => ids.batchId(),
    newSecret: () => ids.webhookSecret(),
  });
  const newResults = () => seededRandom(seed, 'gemini:results');
  let results = newResults();
  const batches = createBatches({
    clock,
    brain,
    bill,
    files,
    random: () => results(),
    newBatchId: () => ids.batchId(),
    settings,
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
    answerWith: script.add,
    webhooks: { deliver: webhooks.deliver, settled: sender.settled, registered: webhooks.registered },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    reset() {
      batches.reset();
      files.reset();
      uploads.reset();
      script.reset();
      webhooks.reset();
      bill.reset();
      faults.reset();
      journal.reset();
      ids = createIds(idSeed);
      results = newResults();
      changed();
    },
  };

  const vendorRoutes = [
    ...modelRoutes(brain, bill),
    ...uploads.routes,
    ...fileRoutes(files, settings),
    ...batchRoutes({ batches, files, faults, models, settings }),
    ...webhooks.routes,
  ];
  const bodyLimitBytes = Math.max(settings.maxRequestBytes, settings.maxFileBytes);
  const server = createSideServer({
    side: 'gemini',
    routes: [
      ...sharedControls({ clock, journal, faults, reset: () => simulator.reset() }),
      ...geminiControls(simulator, sender.later),
      ...unknownControls,
      ...guarded(vendorRoutes, geminiApiKey, settings.maxRequestBytes),
    ],
    notFound,
    clock,
    journal,
    faults,
    bodyLimitBytes,
    tooLarge: () => tooLarge(bodyLimitBytes),
    httpError,
  });
  url = await server.listen(options.port);
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
