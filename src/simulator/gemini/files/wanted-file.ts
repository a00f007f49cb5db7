import { z } from 'zod';
import type { Answer, Call } from '../../core/server.ts';
import { projectOf } from '../project.ts';
import type { GeminiSettings } from '../settings.ts';
import { googleError } from '../wire/errors.ts';
import { camelCased, parseLenientBody } from '../wire/json.ts';
import { createFileMessage } from '../wire/requests.ts';
import { unknownFieldsIn } from '../wire/unknown-fields.ts';
import type { WantedFile } from './upload-refusals.ts';

const createFileRequest = z.looseObject({
  file: z
    .looseObject({
      name: z.string().optional(),
      displayName: z.string().optional(),
      mimeType: z.string().optional(),
      sizeBytes: z.coerce.number().optional(),
    })
    .optional(),
});

/** What a call says of a file beside its metadata. */
export type SaidOfFile = { mimeType: string | undefined; sizeBytes: number | undefined; newFileId: () => string };

/** Reads a CreateFileRequest ("Files API" reference); empty bytes say nothing of the file. Throws BadJson. */
export function wantedFile(
  call: Call,
  metadata: Buffer,
  said: SaidOfFile,
  settings: GeminiSettings,
): { wanted: WantedFile } | { failure: Answer } {
  const body = parseLenientBody(metadata);
  const unknown = unknownFieldsIn(body, createFileMessage, settings);
  if (unknown) return { failure: unknown };
  const parsed = createFileRequest.safeParse(camelCased(body));
  if (!parsed.success) return { failure: googleError('INVALID_ARGUMENT', 'Invalid JSON payload received.') };
  const { name, displayName, mimeType, sizeBytes } = parsed.data.file ?? {};
  return {
    wanted: {
      project: projectOf(call),
      id: name?.replace(/^files\//, '') ?? said.newFileId(),
      displayName,
      mimeType: mimeType ?? said.mimeType ?? 'application/octet-stream',
      declaredBytes: said.sizeBytes ?? sizeBytes ?? 0,
    },
  };
}
