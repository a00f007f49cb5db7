/** How the durable calls to Temporal went lately. A server that answers reads may still be unable to store anything. */
export type DurableCalls = {
  succeeded: () => void;
  failed: () => void;
  /** Whether the last ones failed, not long ago. */
  areFailing: () => boolean;
};

/** One failure may be a slow moment. */
const failuresThatCount = 3;

/** After this long without a call an instance counts as able again: only a call can tell. */
const rememberedMs = 30_000;

/** Remembers the last durable calls. */
export function watchDurableCalls(): DurableCalls {
  let failures = 0;
  let failedAtMs = 0;
  return {
    succeeded() {
      failures = 0;
    },
    failed() {
      failures++;
      failedAtMs = Date.now();
    },
    areFailing: () => failures >= failuresThatCount && Date.now() - failedAtMs < rememberedMs,
  };
}
