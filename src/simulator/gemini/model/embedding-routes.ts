import { z } from 'zod';
import type { Answer, Call } from '../../core/server.ts';
import type { GeminiSettings } from '../settings.ts';
import { parseBody } from '../wire/json.ts';
import { batchEmbedMessage, embedContentMessage } from '../wire/requests.ts';
import { unknownFieldsIn } from '../wire/unknown-fields.ts';
import { embeddingOf } from './embedding.ts';

type Settings = Pick<GeminiSettings, 'unknownFields'>;

/** One embedding, at once. */
export function embedContent(seed: number, settings: Settings, call: Call): Answer {
  const body = parseBody(call.rawBody);
  const unknown = unknownFieldsIn(body, embedContentMessage, settings);
  if (unknown) return unknown;
  const embedded = embeddingOf(seed, body);
  return embedded.failure ?? { status: 200, body: { embedding: embedded.embedding } };
}

const batchBody = z.object({ requests: z.array(z.unknown()).default([]) });

/** Several embeddings, at once, in their order. */
export function batchEmbedContents(seed: number, settings: Settings, call: Call): Answer {
  const body = parseBody(call.rawBody);
  const unknown = unknownFieldsIn(body, batchEmbedMessage, settings);
  if (unknown) return unknown;
  const parsed = batchBody.safeParse(body);
  const all = (parsed.data?.requests ?? []).map((request) => embeddingOf(seed, request));
  const failed = all.find((embedded) => embedded.failure);
  if (failed?.failure) return failed.failure;
  const embeddings = all.flatMap((embedded) => (embedded.failure ? [] : [embedded.embedding]));
  return { status: 200, body: { embeddings } };
}
