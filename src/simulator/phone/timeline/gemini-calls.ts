import { z } from 'zod';
import { purposeOf } from '../../gemini/model/compose.ts';
import { generateContentRequest } from '../../gemini/model/request.ts';
import { camelCased } from '../../gemini/wire/json.ts';
import type { Meaning, TimedCall } from './call.ts';
import { shortName } from './words.ts';

const operation = z.looseObject({
  name: z.string(),
  metadata: z.looseObject({ state: z.string().optional() }).optional(),
});

/** What a call to the Gemini API means. */
export function geminiCall({ entry }: TimedCall): Meaning {
  const { route, method, path } = entry;
  switch (route) {
    case 'generateContent':
    case 'streamGenerateContent':
      return { text: generated(entry.requestBody) };
    case 'batchGenerateContent':
      return { text: 'Batch job created', meta: shortName(jobIn(entry.responseBody)?.name ?? '') };
    case 'getBatch':
      return { text: `Asks how the batch job stands: ${stateIn(entry.responseBody)}` };
    case 'listBatches':
      return { text: 'Looks whether the batch job is there already', minor: true };
    case 'cancelBatch':
      return { text: 'Cancels the batch job' };
    case 'uploadBytes':
      return { text: 'Uploads the input of the batch', minor: true };
    case 'downloadFile':
      return { text: 'Fetches the results of the batch' };
    case 'deleteFile':
      return { text: 'Deletes the input file', minor: true };
    case 'jwks':
      return { text: "Fetches Gemini's public keys, to check the webhook", minor: true };
    default:
      return { text: `${method} ${route ?? path}`, minor: true };
  }
}

function generated(body: unknown): string {
  const request = generateContentRequest.safeParse(camelCased(body)).data;
  switch (request && purposeOf(request)) {
    case 'maps':
      return 'Google Maps grounding';
    case 'search':
      return 'Google Search grounding';
    case 'json':
      return 'Ordinary call: JSON by a schema';
    case 'text':
    case undefined:
      return 'Ordinary call: text';
  }
}

const jobIn = (body: unknown) => operation.safeParse(body).data;

function stateIn(body: unknown): string {
  return (jobIn(body)?.metadata?.state ?? 'unknown').replace(/^(?:BATCH|JOB)_STATE_/, '');
}
