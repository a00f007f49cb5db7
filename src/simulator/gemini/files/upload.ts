import { z } from 'zod';
import type { Answer, Call, Route } from '../../core/server.ts';
import { projectOf } from '../project.ts';
import type { GeminiSettings } from '../settings.ts';
import { googleError, tooLarge } from '../wire/errors.ts';
import { camelCased, parseLenientBody } from '../wire/json.ts';
import { createFileMessage } from '../wire/requests.ts';
import { unknownFieldsIn } from '../wire/unknown-fields.ts';
import { type FileStore, fileResource } from './store.ts';
import { refusedAtEnd, refusedAtStart, type WantedFile } from './upload-refusals.ts';

const startBody = z.looseObject({
  file: z
    .looseObject({
      name: z.string().optional(),
      displayName: z.string().optional(),
      mimeType: z.string().optional(),
      sizeBytes: z.coerce.number().optional(),
    })
    .optional(),
});

type Upload = WantedFile & { uploadId: string; version: string; chunks: Buffer[]; receivedBytes: number };

/** Routes of the resumable upload ("Files API"): start, then chunks to an upload URL that needs no key. */
export function uploadRoutes(
  files: FileStore,
  settings: GeminiSettings,
  ids: { newUploadId: () => string; newFileId: () => string },
) {
  const uploads = new Map<string, Upload>();
  const pattern = /^\/upload\/(?<version>v1|v1beta|v1alpha)\/files$/;

  function start(call: Call): Answer {
    const protocol = call.headers['x-goog-upload-protocol'] ?? 'resumable';
    if (protocol.toLowerCase() !== 'resumable') {
      return googleError(
        'INVALID_ARGUMENT',
        `Uploads by the protocol ${protocol} are not simulated, only resumable ones.`,
      );
    }
    const body = parseLenientBody(call.rawBody);
    const unknown = unknownFieldsIn(body, createFileMessage, settings);
    if (unknown) return unknown;
    const parsed = startBody.safeParse(camelCased(body));
    if (!parsed.success) return googleError('INVALID_ARGUMENT', 'Invalid JSON payload received.');
    const { name, displayName, mimeType, sizeBytes } = parsed.data.file ?? {};
    const wanted: WantedFile = {
      project: projectOf(call),
      id: name?.replace(/^files\//, '') ?? ids.newFileId(),
      displayName,
      mimeType: mimeType ?? call.headers['x-goog-upload-header-content-type'] ?? 'application/octet-stream',
      declaredBytes: sizeBytes ?? Number(call.headers['x-goog-upload-header-content-length'] ?? 0),
    };
    const refused = refusedAtStart(wanted, settings);
    if (refused) return refused;
    const version = call.params.version ?? 'v1beta';
    const upload: Upload = { ...wanted, uploadId: ids.newUploadId(), version, chunks: [], receivedBytes: 0 };
    uploads.set(upload.uploadId, upload);
    const url = `${call.origin}/upload/${version}/files?upload_id=${upload.uploadId}&upload_protocol=resumable`;
    return {
      status: 200,
      body: {},
      headers: { 'x-goog-upload-url': url, 'x-goog-upload-control-url': url, ...statusHeaders('active') },
    };
  }

  function receive(call: Call): Answer {
    const upload = uploads.get(call.query.get('upload_id') ?? '');
    if (!upload) return { ...googleError('NOT_FOUND', 'Upload not found.'), headers: statusHeaders('final') };
    const commands = (call.headers['x-goog-upload-command'] ?? 'upload, finalize').split(',').map((c) => c.trim());
    if (commands.includes('query')) {
      const received = { 'x-goog-upload-size-received': String(upload.receivedBytes) };
      return { status: 200, body: {}, headers: { ...statusHeaders('active'), ...received } };
    }
    if (commands.includes('cancel')) return ended(upload, { status: 200, body: {} }, 'cancelled');
    if (commands.includes('upload')) {
      const offset = Number(call.headers['x-goog-upload-offset'] ?? 0);
      if (offset !== upload.receivedBytes) {
        const message = `The upload offset ${offset} does not match the ${upload.receivedBytes} bytes received.`;
        return { ...googleError('INVALID_ARGUMENT', message), headers: statusHeaders('active') };
      }
      upload.chunks.push(call.rawBody);
      upload.receivedBytes += call.rawBody.length;
      if (upload.receivedBytes > settings.maxFileBytes) return ended(upload, tooLarge(settings.maxFileBytes));
    }
    if (!commands.includes('finalize')) return { status: 200, body: {}, headers: statusHeaders('active') };
    return ended(upload, finalize(upload, call.origin));
  }

  function finalize(upload: Upload, origin: string): Answer {
    const refused = refusedAtEnd(upload, upload.receivedBytes, files, settings);
    if (refused) return refused;
    const { project, id, displayName, mimeType, chunks } = upload;
    const bytes = Buffer.concat(chunks);
    const file = files.add({ project, id, displayName, mimeType, bytes, source: 'UPLOADED' });
    return { status: 200, body: { file: fileResource(file, origin, upload.version) } };
  }

  function ended(upload: Upload, answer: Answer, status: 'final' | 'cancelled' = 'final'): Answer {
    uploads.delete(upload.uploadId);
    return { ...answer, headers: statusHeaders(status) };
  }

  const routes: Route[] = [
    { name: 'uploadBytes', method: 'POST', pattern, handle: receive, accepts: (call) => call.query.has('upload_id') },
    { name: 'uploadBytes', method: 'PUT', pattern, handle: receive },
    { name: 'uploadStart', method: 'POST', pattern, handle: start },
  ];
  return { routes, reset: () => uploads.clear() };
}

const statusHeaders = (status: 'active' | 'final' | 'cancelled') => ({
  'x-goog-upload-status': status,
  'x-goog-upload-chunk-granularity': '262144',
});
