import type { Faults } from '../../core/faults.ts';
import type { Answer, Call, Route } from '../../core/server.ts';
import { noSuchFile } from '../files/routes.ts';
import type { FileStore } from '../files/store.ts';
import { findModel, type Model } from '../model/models.ts';
import { refusedForQuota } from '../model/quota.ts';
import { projectOf } from '../project.ts';
import type { GeminiSettings } from '../settings.ts';
import { googleError, modelNotFound, quotaExceeded } from '../wire/errors.ts';
import { pageOf } from '../wire/paging.ts';
import { type Batch, endStates } from './batch.ts';
import type { Batches } from './batches.ts';
import { inDocsForm } from './docs-compat.ts';
import { fateOf, takeBatchBehaviour } from './fate.ts';
import { batchResource, operationOf } from './operation.ts';
import { parseCreate } from './parse-create.ts';
import { parseUpdate } from './update.ts';

/** What the routes of jobs need. */
export type BatchRoutesOptions = {
  batches: Batches;
  files: FileStore;
  faults: Faults;
  models: readonly Model[];
  settings: GeminiSettings;
};

/** Create, get, list, update, cancel and delete ("Batch API"). Creating is not idempotent: the same call twice makes two jobs. */
export function batchRoutes(options: BatchRoutesOptions): Route[] {
  const { batches, files, faults, models, settings } = options;
  const { docsCompat } = settings;
  const shown = (batch: Batch, inList = false) => {
    const operation = operationOf(batch, { inList });
    return docsCompat ? inDocsForm(operation, batch) : operation;
  };

  function create(call: Call, kind: Batch['kind'], method: string): Answer {
    const model = findModel(call.params.model ?? '', models);
    if (!model?.methods.includes(method)) {
      return modelNotFound(call.params.model ?? '', call.params.version ?? '', method);
    }
    const take = takeBatchBehaviour(faults, method);
    const refused = refusedForQuota(take, model.name, false);
    if (refused) return refused;
    const project = projectOf(call);
    if (batches.liveCount(project) >= settings.maxConcurrentBatches) return quotaExceeded();
    const parsed = parseCreate(call, { kind, files, settings });
    if ('failure' in parsed) return parsed.failure;
    const { job } = parsed;
    if (job.inputFile !== undefined && take('input-gone')) return withoutInput(project, job.inputFile);
    const limit = settings.maxEnqueuedTokens ?? model.enqueuedTokens[settings.usageTier - 1] ?? Infinity;
    if (batches.enqueuedTokens(project, model.name) + job.enqueuedTokens > limit) return quotaExceeded();
    return { status: 200, body: shown(batches.create(kind, model.name, job, fateOf(take))) };
  }

  function withoutInput(project: string, inputFile: string): Answer {
    const id = inputFile.replace(/^files\//, '');
    files.remove(project, id);
    return noSuchFile(id);
  }

  const onCreate = (name: string, kind: Batch['kind']): Route => ({
    name,
    method: 'POST',
    pattern: new RegExp(`^/(?<version>v1|v1beta|v1alpha)/models/(?<model>[^/:]+):${name}$`),
    handle: (call) => create(call, kind, name),
  });

  const onOne = (name: string, method: string, verb: string, handle: (batch: Batch, call: Call) => Answer): Route => ({
    name,
    method,
    pattern: new RegExp(`^/(?:v1|v1beta|v1alpha)/batches/(?<id>[^/:]+)${verb}$`),
    handle(call) {
      const batch = batches.find(projectOf(call), call.params.id ?? '');
      if (!batch) return googleError('NOT_FOUND', 'Requested entity was not found.');
      return handle(batch, call);
    },
  });

  function update(batch: Batch, call: Call): Answer {
    const parsed = parseUpdate(call, settings);
    if ('failure' in parsed) return parsed.failure;
    batches.update(batch, parsed.changes);
    return { status: 200, body: batchResource(batch) };
  }

  function cancel(batch: Batch): Answer {
    if (endStates.has(batch.state) && settings.cancelOfEndedJob === 'refused') {
      return googleError('FAILED_PRECONDITION', `Batch ${batch.id} has already ended.`);
    }
    batches.cancel(batch);
    return { status: 200, body: {} };
  }

  return [
    onCreate('batchGenerateContent', 'generate'),
    onCreate('asyncBatchEmbedContent', 'embed'),
    onOne('getBatch', 'GET', '', (batch) => ({ status: 200, body: shown(batch) })),
    onOne('updateBatch', 'PATCH', ':update(?:GenerateContent|EmbedContent)Batch', update),
    ...['POST', ...(docsCompat ? ['GET'] : [])].map((method) => onOne('cancelBatch', method, ':cancel', cancel)),
    onOne('deleteBatch', 'DELETE', '', (batch) => {
      batches.remove(batch);
      return { status: 200, body: {} };
    }),
    {
      name: 'listBatches',
      method: 'GET',
      pattern: /^\/(?:v1|v1beta|v1alpha)\/batches$/,
      handle(call) {
        const mine = batches.all().filter((batch) => batch.project === projectOf(call));
        const { items, nextPageToken } = pageOf(mine, call, { usual: 50, most: 1000 });
        if (items.length === 0) return { status: 200, body: {} };
        return { status: 200, body: { operations: items.map((batch) => shown(batch, true)), nextPageToken } };
      },
    },
  ];
}
