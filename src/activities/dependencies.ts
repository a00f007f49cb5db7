import type { GeminiClient } from '../gemini/client.ts';
import type { LineClient } from '../line/client.ts';
import type { Language } from '../workflows/contract.ts';

/** Names that tell nothing, made with the keys of the installation. */
export type Names = {
  placeKey: (placeId: string) => string;
  placesKey: (placeIds: string[]) => string;
  batchDisplayName: (ownerRunId: string, submission: number) => string;
  retryKey: (ownerRunId: string, kind: string) => string;
  /** Seals a text into one URL-safe word. */
  sealText: (text: string) => string;
};

/** What the activities stand on. */
export type ActivityDependencies = {
  gemini: GeminiClient;
  line: LineClient;
  languageOf: (userId: string | undefined) => Promise<Language>;
  names: Names;
  /** Address of the API as users reach it; undefined: reports have no page. */
  publicUrl: string | undefined;
  /** Where Gemini may report the end of a batch; undefined: no webhook is asked for, polls find it. */
  geminiWebhookUrl: string | undefined;
  /** Asks Temporal to cancel a run. */
  cancelRun: (workflowId: string, runId: string) => Promise<void>;
};
