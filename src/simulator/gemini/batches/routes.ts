import type { Faults } from '../../core/faults.ts';
import type { Answer, Call, Route } from '../../core/server.ts';
import type { FileStore } from '../files/store.ts';
import { findModel } from '../model/models.ts';
import { googleError, modelNotFound, quotaExceeded } from '../wire/errors.ts';
import { pageOf } from '../wire/paging.ts';
import type { Batch } from './batch.ts';
import type { Batches } from './batches.ts';
import { fateOf, refusedForQuota, takeBatchBehaviour } from './fate.ts';
import { operationOf } from './operation.ts';
import { parseCreate } from './parse-create.ts';

/** What the routes of jobs need. */
export type BatchRoutesOptions = { batches: Batches; files: FileStore; faults: Faults; maxConcurrentBatches: number };

/** Create, get, list, cancel and delete ("Batch API"). Creating is not idempotent: the same call twice makes two jobs. */
export function batchRoutes({ batches, files, faults, maxConcurrentBatches }: BatchRoutesOptions): Route[] {
  const take = takeBatchBehaviour(faults);

  function create(call: Call, kind: Batch['kind'], method: string): Answer {
    const model = findModel(call.params.model ?? '');
    if (!model?.methods.includes(method)) {
      return modelNotFound(call.params.model ?? '', call.params.version ?? '', method);
    }
    const refused = refusedForQuota(take);
    if (refused) return refused;
    if (batches.liveCount() >= maxConcurrentBatches) return quotaExceeded();
    const parsed = parseCreate(call, files);
    if ('failure' in parsed) return parsed.failure;
    return { status: 200, body: operationOf(batches.create(kind, model.name, parsed.job, fateOf(take))) };
  }

  const onCreate = (name: string, kind: Batch['kind']): Route => ({
    name,
    method: 'POST',
    pattern: new RegExp(`^/(?<version>v1|v1beta|v1alpha)/models/(?<model>[^/:]+):${name}$`),
    handle: (call) => create(call, kind, name),
  });

  const onOne = (name: string, method: string, verb: string, handle: (batch: Batch) => unknown): Route => ({
    name,
    method,
    pattern: new RegExp(`^/(?:v1|v1beta|v1alpha)/batches/(?<id>[^/:]+)${verb}$`),
    handle(call) {
      const batch = batches.find(call.params.id ?? '');
      if (!batch) return googleError('NOT_FOUND', 'Requested entity was not found.');
      return { status: 200, body: handle(batch) ?? {} };
    },
  });

  return [
    onCreate('batchGenerateContent', 'generate'),
    onCreate('asyncBatchEmbedContent', 'embed'),
    onOne('getBatch', 'GET', '', (batch) => operationOf(batch)),
    onOne('cancelBatch', 'POST', ':cancel', (batch) => batches.cancel(batch)),
    onOne('deleteBatch', 'DELETE', '', (batch) => batches.remove(batch)),
    {
      name: 'listBatches',
      method: 'GET',
      pattern: /^\/(?:v1|v1beta|v1alpha)\/batches$/,
      handle(call) {
        const { items, nextPageToken } = pageOf(batches.all(), call, 50);
        if (items.length === 0) return { status: 200, body: {} };
        return { status: 200, body: { operations: items.map((b) => operationOf(b, { inList: true })), nextPageToken } };
      },
    },
  ];
}
