import { z } from 'zod';
import type { Answer, Call } from '../../core/server.ts';
import { noSuchFile } from '../files/routes.ts';
import type { FileStore } from '../files/store.ts';
import { projectOf } from '../project.ts';
import type { GeminiSettings } from '../settings.ts';
import { googleError, invalidField, tooLarge } from '../wire/errors.ts';
import { camelCased, isRecord, parseLenientBody } from '../wire/json.ts';
import { createBatchMessage, embedContentMessage, generateContentMessage } from '../wire/requests.ts';
import { unknownFieldsIn } from '../wire/unknown-fields.ts';
import type { Batch, BatchItem, WebhookConfig } from './batch.ts';
import { enqueuedTokensOf } from './enqueued-tokens.ts';
import { linesOf, problemsOf } from './input-lines.ts';

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
    webhookConfig: z.looseObject({ uris: z.array(z.url()), userMetadata: z.unknown().optional() }).optional(),
  }),
});

/** A job as asked for. */
export type NewBatch = {
  project: string;
  displayName: string | undefined;
  priority: string | undefined;
  inputFile: string | undefined;
  items: BatchItem[];
  enqueuedTokens: number;
  webhookConfig: WebhookConfig | undefined;
};

/** What a create call is read with. */
export type CreateSurroundings = { kind: Batch['kind']; files: FileStore; settings: GeminiSettings };

const messages = {
  generate: createBatchMessage(generateContentMessage),
  embed: createBatchMessage(embedContentMessage),
};

/** Reads the body of a create call ("Batch API reference"); an input file is read at once. Throws BadJson. */
export function parseCreate(call: Call, around: CreateSurroundings): { job: NewBatch } | { failure: Answer } {
  const body = parseLenientBody(call.rawBody);
  const unknown = unknownFieldsIn(body, messages[around.kind], around.settings);
  if (unknown) return { failure: unknown };
  const parsed = createBody.safeParse(camelCased(body));
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.map(String).join('.') ?? 'batch';
    return { failure: googleError('INVALID_ARGUMENT', `Invalid JSON payload received. Invalid value at '${field}'.`) };
  }
  const { displayName, priority, inputConfig, webhookConfig } = parsed.data.batch;
  const { fileName, requests } = inputConfig;
  const project = projectOf(call);
  const read = fileName ? itemsOfFile(fileName, project, around) : inlineItems(requests?.requests ?? [], call, around);
  if ('failure' in read) return read;
  const common = {
    project,
    displayName,
    priority: priority === undefined ? undefined : String(priority),
    webhookConfig,
  };
  return { job: { ...common, ...read, enqueuedTokens: enqueuedTokensOf(read.items) } };
}

type Items = { inputFile: string | undefined; items: BatchItem[] };

function itemsOfFile(fileName: string, project: string, around: CreateSurroundings): Items | { failure: Answer } {
  const { files, settings, kind } = around;
  const id = fileName.replace(/^files\//, '');
  const file = files.find(project, id);
  if (!file) return { failure: noSuchFile(id) };
  if (file.state !== 'ACTIVE') {
    const message = `The File ${id} is not in an ACTIVE state and usage is not allowed.`;
    return { failure: googleError('FAILED_PRECONDITION', message) };
  }
  const items = linesOf(file.bytes, kind, settings);
  const problems = settings.badLines === 'refuse-job' ? problemsOf(items) : [];
  if (problems.length > 0) return { failure: googleError('INVALID_ARGUMENT', problems.join('\n')) };
  return { inputFile: `files/${id}`, items };
}

function inlineItems(
  requests: readonly { request?: unknown; metadata?: unknown }[],
  call: Call,
  { settings }: CreateSurroundings,
): Items | { failure: Answer } {
  if (requests.length === 0) {
    return { failure: invalidField('BatchGenerateContentRequest.batch.input_config', 'is empty') };
  }
  if (call.rawBody.length > settings.maxInlineBatchBytes) return { failure: tooLarge(settings.maxInlineBatchBytes) };
  const items = requests.map(({ request, metadata }) => {
    const key = isRecord(metadata) && typeof metadata.key === 'string' ? metadata.key : undefined;
    return { key, metadata, request };
  });
  return { inputFile: undefined, items };
}
