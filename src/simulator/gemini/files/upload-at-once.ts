import type { Answer, Call } from '../../core/server.ts';
import type { GeminiSettings } from '../settings.ts';
import { googleError, tooLarge } from '../wire/errors.ts';
import { partsOfBody } from './multipart.ts';
import { type FileStore, fileResource } from './store.ts';
import { refusedAtEnd, refusedAtStart, type WantedFile } from './upload-refusals.ts';
import { wantedFile } from './wanted-file.ts';

/** What an upload needs around it. */
export type UploadSurroundings = { files: FileStore; settings: GeminiSettings; newFileId: () => string };

/** Takes a file whose bytes are the body, described by headers alone. */
export function uploadRaw(call: Call, around: UploadSurroundings): Answer {
  const contentType = call.headers['x-goog-upload-header-content-type'] ?? call.headers['content-type'];
  return stored(call, Buffer.alloc(0), { contentType, bytes: call.rawBody }, around);
}

/** Takes a file from a multipart body: a part with the metadata as JSON, then one with the bytes. */
export function uploadMultipart(call: Call, around: UploadSurroundings): Answer {
  const parts = partsOfBody(call.headers['content-type'] ?? '', call.rawBody);
  const [metadata, media, ...more] = parts ?? [];
  if (!metadata || !media || more.length > 0) {
    const message = 'Multipart uploads need a boundary and two parts: the metadata, then the bytes of the file.';
    return googleError('INVALID_ARGUMENT', message);
  }
  return stored(call, metadata.bytes, media, around);
}

type Media = { contentType: string | undefined; bytes: Buffer };

function stored(call: Call, metadata: Buffer, media: Media, around: UploadSurroundings): Answer {
  const { settings, newFileId } = around;
  const mimeType = media.contentType?.split(';')[0]?.trim();
  const read = wantedFile(call, metadata, { mimeType, sizeBytes: media.bytes.length, newFileId }, settings);
  if ('failure' in read) return read.failure;
  const answer = refusedAtStart(read.wanted, settings) ?? finishedUpload(call, read.wanted, media.bytes, around);
  return { ...answer, headers: { 'x-goog-upload-status': 'final' } };
}

/** Keeps the bytes of an upload and answers with the file, or says why not. */
export function finishedUpload(
  call: Call,
  wanted: WantedFile,
  bytes: Buffer,
  { files, settings }: Pick<UploadSurroundings, 'files' | 'settings'>,
): Answer {
  if (bytes.length > settings.maxFileBytes) return tooLarge(settings.maxFileBytes);
  const refused = refusedAtEnd(wanted, bytes.length, files, settings);
  if (refused) return refused;
  const { project, id, displayName, mimeType } = wanted;
  const file = files.add({ project, id, displayName, mimeType, bytes, source: 'UPLOADED' });
  return { status: 200, body: { file: fileResource(file, call.origin, call.params.version ?? 'v1beta') } };
}
