import { answerNow, compareNow } from './answer-now.ts';
import { cancelBatch, createBatch, deleteBatch, getBatch } from './batches.ts';
import { collectReviews } from './collect-reviews.ts';
import { type ClientContext, createContext, type GeminiOptions } from './context.ts';
import { extractNames } from './extract-names.ts';
import { deleteFile, downloadResults, uploadJsonl } from './files.ts';
import { findBatches } from './find-batches.ts';
import { searchPlaces } from './search-places.ts';

/**
 * The calls to the Gemini Developer API. Each makes one attempt, ends after `timeoutMs` or with the signal that the
 * caller may pass last, and throws `GeminiCallError`, which `classifyGeminiError` sorts.
 */
export function createGeminiClient(options: GeminiOptions) {
  const context = createContext(options);
  const bind =
    <Input extends unknown[], Output>(method: (context: ClientContext, ...input: Input) => Output) =>
    (...input: Input): Output =>
      method(context, ...input);
  return {
    searchPlaces: bind(searchPlaces),
    extractNames: bind(extractNames),
    collectReviews: bind(collectReviews),
    answerNow: bind(answerNow),
    compareNow: bind(compareNow),
    uploadJsonl: bind(uploadJsonl),
    downloadResults: bind(downloadResults),
    deleteFile: bind(deleteFile),
    findBatches: bind(findBatches),
    createBatch: bind(createBatch),
    getBatch: bind(getBatch),
    cancelBatch: bind(cancelBatch),
    deleteBatch: bind(deleteBatch),
  };
}

/** What the activities call Gemini with. */
export type GeminiClient = ReturnType<typeof createGeminiClient>;
