import { z } from 'zod';
import type { Answer, Call, Route } from '../../core/server.ts';
import { googleError, invalidField } from '../wire/errors.ts';
import { camelCased, parseLenientBody } from '../wire/json.ts';
import { type FileStore, fileResource } from './store.ts';

const startBody = z.looseObject({
  file: z
    .looseObject({
      name: z.string().optional(),
      displayName: z.string().optional(),
      mimeType: z.string().optional(),
    })
    .optional(),
});

type Upload = {
  id: string;
  version: string;
  fileId: string;
  displayName: string | undefined;
  mimeType: string;
  chunks: Buffer[];
  receivedBytes: number;
};

/** Routes of the resumable upload ("Files API"): start, then chunks to an upload URL that needs no key. */
export function uploadRoutes(files: FileStore, ids: { newUploadId: () => string; newFileId: () => string }) {
  const uploads = new Map<string, Upload>();
  const pattern = /^\/upload\/(?<version>v1|v1beta|v1alpha)\/files$/;

  function start(call: Call): Answer {
    const parsed = startBody.safeParse(camelCased(parseLenientBody(call.rawBody)));
    if (!parsed.success)
      return googleError('INVALID_ARGUMENT', 'Invalid JSON payload received. Invalid value at file.');
    const wanted = parsed.data.file;
    const fileId = wanted?.name?.replace(/^files\//, '') ?? ids.newFileId();
    const problem = nameProblem(fileId);
    if (problem) return invalidField('CreateFileRequest.file.name', problem);
    if (files.find(fileId)) return googleError('FAILED_PRECONDITION', `Resource files/${fileId} already exists.`);
    const version = call.params.version ?? 'v1beta';
    const upload: Upload = {
      id: ids.newUploadId(),
      version,
      fileId,
      displayName: wanted?.displayName,
      mimeType: wanted?.mimeType ?? call.headers['x-goog-upload-header-content-type'] ?? 'application/octet-stream',
      chunks: [],
      receivedBytes: 0,
    };
    uploads.set(upload.id, upload);
    const url = `${call.origin}/upload/${version}/files?upload_id=${upload.id}&upload_protocol=resumable`;
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
      return {
        status: 200,
        body: {},
        headers: { ...statusHeaders('active'), 'x-goog-upload-size-received': String(upload.receivedBytes) },
      };
    }
    if (commands.includes('upload')) {
      const offset = Number(call.headers['x-goog-upload-offset'] ?? 0);
      if (offset !== upload.receivedBytes) {
        const message = `The upload offset ${offset} does not match the ${upload.receivedBytes} bytes received.`;
        return { ...googleError('INVALID_ARGUMENT', message), headers: statusHeaders('active') };
      }
      upload.chunks.push(call.rawBody);
      upload.receivedBytes += call.rawBody.length;
    }
    if (!commands.includes('finalize')) return { status: 200, body: {}, headers: statusHeaders('active') };
    uploads.delete(upload.id);
    const { fileId: id, displayName, mimeType } = upload;
    const file = files.add({ id, displayName, mimeType, bytes: Buffer.concat(upload.chunks), source: 'UPLOADED' });
    return {
      status: 200,
      body: { file: fileResource(file, call.origin, upload.version) },
      headers: statusHeaders('final'),
    };
  }

  const routes: Route[] = [
    { name: 'uploadBytes', method: 'POST', pattern, handle: receive, accepts: (call) => call.query.has('upload_id') },
    { name: 'uploadBytes', method: 'PUT', pattern, handle: receive },
    { name: 'uploadStart', method: 'POST', pattern, handle: start },
  ];
  return { routes, reset: () => uploads.clear() };
}

const statusHeaders = (status: 'active' | 'final') => ({
  'x-goog-upload-status': status,
  'x-goog-upload-chunk-granularity': '262144',
});

function nameProblem(id: string): string | undefined {
  if (id.length > 40) return "File ID (name excluding 'files/') cannot be more than 40 characters.";
  if (/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(id)) return undefined;
  return 'File ID must consist of lowercase letters, digits and dashes, and cannot begin or end with a dash.';
}
