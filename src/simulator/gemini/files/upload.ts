import type { Answer, Call, Route } from '../../core/server.ts';
import type { GeminiSettings } from '../settings.ts';
import { googleError, tooLarge } from '../wire/errors.ts';
import type { FileStore } from './store.ts';
import { finishedUpload, type UploadSurroundings, uploadMultipart, uploadRaw } from './upload-at-once.ts';
import { sliceOf, type UploadProtocol, uploadProtocolOf } from './upload-protocol.ts';
import { refusedAtStart, type WantedFile } from './upload-refusals.ts';
import { wantedFile } from './wanted-file.ts';

type Upload = WantedFile & { uploadId: string; byRange: boolean; chunks: Buffer[]; receivedBytes: number };

/**
 * Routes of uploads ("Files API"): in one call, raw or multipart, or resumable, that is a start and then chunks to an
 * upload URL that needs no key.
 */
export function uploadRoutes(
  files: FileStore,
  settings: GeminiSettings,
  ids: { newUploadId: () => string; newFileId: () => string },
) {
  const uploads = new Map<string, Upload>();
  const around: UploadSurroundings = { files, settings, newFileId: ids.newFileId };
  const pattern = /^\/upload\/(?<version>v1|v1beta|v1alpha)\/files$/;

  function start(call: Call): Answer {
    const protocol = uploadProtocolOf(call);
    if (typeof protocol === 'object') return protocol.failure;
    const byRange = protocol === 'content-range';
    const prefix = byRange ? 'x-upload' : 'x-goog-upload-header';
    const mimeType = call.headers[`${prefix}-content-type`];
    const length = call.headers[`${prefix}-content-length`];
    const said = { mimeType, sizeBytes: length === undefined ? undefined : Number(length), newFileId: ids.newFileId };
    const read = wantedFile(call, call.rawBody, said, settings);
    if ('failure' in read) return read.failure;
    const refused = refusedAtStart(read.wanted, settings);
    if (refused) return refused;
    const upload: Upload = { ...read.wanted, uploadId: ids.newUploadId(), byRange, chunks: [], receivedBytes: 0 };
    uploads.set(upload.uploadId, upload);
    const version = call.params.version ?? 'v1beta';
    const way = byRange ? 'uploadType=resumable' : 'upload_protocol=resumable';
    const url = `${call.origin}/upload/${version}/files?upload_id=${upload.uploadId}&${way}`;
    if (byRange) return { status: 200, bytes: Buffer.alloc(0), headers: { location: url } };
    return {
      status: 200,
      body: {},
      headers: { 'x-goog-upload-url': url, 'x-goog-upload-control-url': url, ...statusHeaders('active') },
    };
  }

  function receive(call: Call): Answer {
    const upload = uploads.get(call.query.get('upload_id') ?? '');
    if (!upload) return { ...googleError('NOT_FOUND', 'Upload not found.'), headers: statusHeaders('final') };
    return upload.byRange ? receiveSlice(upload, call) : receiveChunk(upload, call);
  }

  function receiveChunk(upload: Upload, call: Call): Answer {
    const commands = (call.headers['x-goog-upload-command'] ?? 'upload, finalize').split(',').map((c) => c.trim());
    if (commands.includes('query')) {
      const received = { 'x-goog-upload-size-received': String(upload.receivedBytes) };
      return { status: 200, body: {}, headers: { ...statusHeaders('active'), ...received } };
    }
    if (commands.includes('cancel')) return ended(upload, { status: 200, body: {} }, 'cancelled');
    if (commands.includes('upload')) {
      const refused = taken(upload, call, Number(call.headers['x-goog-upload-offset'] ?? 0));
      if (refused) return refused;
    }
    if (!commands.includes('finalize')) return { status: 200, body: {}, headers: statusHeaders('active') };
    return ended(upload, finishedUpload(call, upload, Buffer.concat(upload.chunks), around));
  }

  /** 308, or for those that ask so 200 with a header that says 308, until the last slice is there. */
  function receiveSlice(upload: Upload, call: Call): Answer {
    const slice = sliceOf(call);
    if ('failure' in slice) return slice.failure;
    if (call.rawBody.length > 0) {
      const refused = taken(upload, call, slice.offset ?? upload.receivedBytes);
      if (refused) return refused;
    }
    const isQuery = call.rawBody.length === 0 && upload.receivedBytes < upload.declaredBytes;
    if (slice.isLast && !isQuery) {
      return ended(upload, finishedUpload(call, upload, Buffer.concat(upload.chunks), around));
    }
    const range: Record<string, string> =
      upload.receivedBytes === 0 ? {} : { range: `bytes=0-${upload.receivedBytes - 1}` };
    const headers = { ...range, 'x-http-status-code-override': '308' };
    if (call.headers['x-guploader-no-308'] !== undefined) return { status: 200, bytes: Buffer.alloc(0), headers };
    return { status: 308, bytes: Buffer.alloc(0), headers: range };
  }

  function taken(upload: Upload, call: Call, offset: number): Answer | undefined {
    if (offset !== upload.receivedBytes) {
      const message = `The upload offset ${offset} does not match the ${upload.receivedBytes} bytes received.`;
      return { ...googleError('INVALID_ARGUMENT', message), headers: statusHeaders('active') };
    }
    upload.chunks.push(call.rawBody);
    upload.receivedBytes += call.rawBody.length;
    return upload.receivedBytes > settings.maxFileBytes ? ended(upload, tooLarge(settings.maxFileBytes)) : undefined;
  }

  function ended(upload: Upload, answer: Answer, status: 'final' | 'cancelled' = 'final'): Answer {
    uploads.delete(upload.uploadId);
    return { ...answer, headers: statusHeaders(status) };
  }

  const post = (name: string, handle: Route['handle'], accepts?: Route['accepts']): Route => {
    return { name, method: 'POST', pattern, handle, accepts };
  };
  const routes: Route[] = [
    post('uploadBytes', receive, (call) => call.query.has('upload_id')),
    { name: 'uploadBytes', method: 'PUT', pattern, handle: receive },
    post('uploadAtOnce', (call) => uploadRaw(call, around), goesBy('raw')),
    post('uploadAtOnce', (call) => uploadMultipart(call, around), goesBy('multipart')),
    post('uploadStart', start),
  ];
  return { routes, reset: () => uploads.clear() };
}

const goesBy = (protocol: UploadProtocol) => (call: Call) => uploadProtocolOf(call) === protocol;

const statusHeaders = (status: 'active' | 'final' | 'cancelled') => ({
  'x-goog-upload-status': status,
  'x-goog-upload-chunk-granularity': '262144',
});
