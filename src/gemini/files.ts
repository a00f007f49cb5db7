import { z } from 'zod';
import { type CallOptions, callGemini } from './call.ts';
import { type ClientContext, createSdk } from './context.ts';
import { classifyGeminiError } from './errors.ts';
import type { GenerateContentRequest } from './generate.ts';
import { getRaw, resourcePath } from './raw.ts';

/** One line of a batch's input file ("Batch API"): results come back under its key. */
export type BatchLine = { key: string; request: GenerateContentRequest };

const uploadedFile = z.object({ name: z.string().startsWith('files/') });

/**
 * Uploads the input file of a batch. The documented MIME type is no real one and was refused for days in 2025, so a
 * registered-looking one is sent, and on that refusal once `text/plain`. Throws `GeminiCallError`.
 */
export async function uploadJsonl(
  context: ClientContext,
  { displayName, lines }: { displayName: string; lines: BatchLine[] },
  { signal }: CallOptions = {},
): Promise<{ fileName: string }> {
  const jsonl = lines.map((line) => `${JSON.stringify({ key: line.key, request: line.request })}\n`).join('');
  const ai = signal ? createSdk(context, context.baseUrl, signal) : context.ai;
  const upload = async (mimeType: string) => {
    const file = new Blob([jsonl], { type: mimeType });
    const { name } = uploadedFile.parse(await ai.files.upload({ file, config: { mimeType, displayName } }));
    return { fileName: name };
  };
  return callGemini('uploadJsonl', signal, async () => {
    // The SDK fails on an empty file with an error that tells nothing.
    if (lines.length === 0) throw new RangeError('A batch needs at least one line.');
    try {
      return await upload('application/jsonl');
    } catch (error) {
      if (classifyGeminiError(error).code !== 'GeminiUnsupportedMime') throw error;
      return upload('text/plain');
    }
  });
}

/** Fetches a result file as it is; the SDK's download gives no bytes back. Throws `GeminiCallError`. */
export async function downloadResults(
  context: ClientContext,
  fileName: string,
  { signal }: CallOptions = {},
): Promise<string> {
  return callGemini('downloadResults', signal, () =>
    getRaw(context, `${resourcePath(fileName)}:download?alt=media`, signal),
  );
}

/**
 * Deletes a file; one that is gone already is fine. Result files have names too long for the delete call, which answers
 * 400: they stay until Google removes them. Throws `GeminiCallError`.
 */
export async function deleteFile({ ai }: ClientContext, fileName: string, { signal }: CallOptions = {}): Promise<void> {
  return callGemini('deleteFile', signal, async () => {
    try {
      await ai.files.delete({ name: resourcePath(fileName), config: { abortSignal: signal } });
    } catch (error) {
      const { code } = classifyGeminiError(error);
      const undeletable = code === 'GeminiBadRequest' && fileName.startsWith('files/batch-');
      if (code !== 'GeminiNotFound' && code !== 'GeminiFileGone' && !undeletable) throw error;
    }
  });
}
