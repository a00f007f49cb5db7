import { z } from 'zod';
import type { Answer, Call } from '../../core/server.ts';
import { noSuchFile } from '../files/routes.ts';
import type { FileStore } from '../files/store.ts';
import { googleError, invalidField } from '../wire/errors.ts';
import { camelCased, isRecord, parseLenientBody } from '../wire/json.ts';
import type { BatchItem, WebhookConfig } from './batch.ts';
import { enqueuedTokensOf } from './enqueued-tokens.ts';

const createBody = z.looseObject({
  batch: z.looseObject({
    displayName: z.string().optional(),
    priority: z.union([z.string(), z.number()]).optional(),
    inputConfig: z.looseObject({
      fileName: z.string().optional(),
      requests: z
        .looseObject({
          requests: z.array(z.looseObject({ request: z.unknown().optional(), metadata: z.unknown().optional() })),
        })
        .optional(),
    }),
    webhookConfig: z.looseObject({ uris: z.array(z.string()), userMetadata: z.unknown().optional() }).optional(),
  }),
});

/** A job as asked for. */
export type NewBatch = {
  displayName: string | undefined;
  priority: string | undefined;
  inputFile: string | undefined;
  items: BatchItem[];
  enqueuedTokens: number;
  webhookConfig: WebhookConfig | undefined;
};

/** Inline requests may not exceed 20 MB in all ("Batch API"). */
const inlineLimitBytes = 20 * 1024 * 1024;

/**
 * Reads the body of a create call; an input file is read at once. With `bareLines` a line of the file without key and
 * request is a request itself. Throws BadJson.
 */
export function parseCreate(call: Call, files: FileStore, bareLines: boolean): { job: NewBatch } | { failure: Answer } {
  const parsed = createBody.safeParse(camelCased(parseLenientBody(call.rawBody)));
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.map(String).join('.') ?? 'batch';
    return { failure: googleError('INVALID_ARGUMENT', `Invalid JSON payload received. Invalid value at '${field}'.`) };
  }
  const { displayName, priority, inputConfig, webhookConfig } = parsed.data.batch;
  const common = { displayName, priority: priority === undefined ? undefined : String(priority), webhookConfig };
  if (inputConfig.fileName !== undefined) {
    const id = inputConfig.fileName.replace(/^files\//, '');
    const file = files.find(id);
    if (!file) return { failure: noSuchFile(id) };
    const items = linesOf(file.bytes, bareLines);
    return { job: { ...common, inputFile: `files/${id}`, items, enqueuedTokens: enqueuedTokensOf(items) } };
  }
  const requests = inputConfig.requests?.requests ?? [];
  if (requests.length === 0)
    return { failure: invalidField('BatchGenerateContentRequest.batch.input_config', 'is empty') };
  if (call.rawBody.length > inlineLimitBytes) {
    return { failure: googleError('INVALID_ARGUMENT', 'Request payload size exceeds the limit: 20971520 bytes.') };
  }
  const items = requests.map(({ request, metadata }) => {
    const key = isRecord(metadata) && typeof metadata.key === 'string' ? metadata.key : undefined;
    return { key, metadata, request };
  });
  return { job: { ...common, inputFile: undefined, items, enqueuedTokens: enqueuedTokensOf(items) } };
}

/** Items of a JSONL file; a line that cannot be read becomes an item without a request. */
function linesOf(bytes: Buffer, bareLines: boolean): BatchItem[] {
  const lines = bytes
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  return lines.map((line) => {
    try {
      const parsed: unknown = JSON.parse(line);
      if (!isRecord(parsed)) return { request: undefined };
      if (bareLines && parsed.key === undefined && parsed.request === undefined) return { request: parsed };
      return { key: keyOf(parsed.key), request: isRecord(parsed.request) ? parsed.request : undefined };
    } catch {
      return { request: undefined };
    }
  });
}

function keyOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
