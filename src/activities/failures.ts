import { activityInfo, Context, cancellationSignal, log } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { classifyGeminiError, type GeminiFailure } from '../gemini/errors.ts';
import { classifyLineError } from '../line/errors.ts';
import { type BackOff, retryPauseMs } from '../retry-pause.ts';
import { backOffs } from '../workflows/back-offs.ts';

/** Free looks and sends under a retry key are worth repeating earlier than a vendor asks. */
const maxHintMs = 10 * 60_000;

/**
 * Turns an error of Gemini into the failure that Temporal retries or not, after the wait that Google asked for or our own,
 * whichever is longer. A hint beyond the deadline of the activity ends it at once.
 *
 * @param options.details what the workflow reads of the failure besides the hint.
 */
export function geminiFailure(
  error: unknown,
  options: { backOff?: BackOff; nonRetryable?: boolean; details?: object } = {},
): ApplicationFailure {
  const failure = classifyGeminiError(error);
  const { kind, code, retryAfterMs, callClass, needsOperator, apology } = failure;
  if (needsOperator) reportKeyRefused(failure);
  const { attempt } = activityInfo();
  return ApplicationFailure.create({
    type: code,
    message: needsOperator ? `Gemini refuses our key or project: ${code}` : `Gemini: ${code}`,
    nonRetryable: options.nonRetryable || kind === 'permanent',
    nextRetryDelay: retryPauseMs(options.backOff ?? backOffs.read, attempt, {
      hintMs: retryAfterMs,
      maxHintMs: callClass === 'freeRead' ? maxHintMs : undefined,
    }),
    details: [{ ...options.details, retryAfterMs, apology }],
    cause: error instanceof Error ? error : undefined,
  });
}

/** Tells operators once per attempt: nobody else can end it. */
function reportKeyRefused({ code }: GeminiFailure): void {
  log.error('Gemini refuses our API key or project; runs wait or fail until an operator sets a valid one', { code });
  Context.current()
    .metricMeter.createCounter('hyoban_gemini_key_refused', '1', 'Calls that Gemini refused for our key or project')
    .add(1, { code });
}

/** Turns an error of LINE into the failure that Temporal retries or not. */
export function lineFailure(error: unknown, details: object = {}): ApplicationFailure {
  const { kind, code, retryAfterMs } = classifyLineError(error);
  return ApplicationFailure.create({
    type: code,
    message: `LINE: ${code}`,
    nonRetryable: kind === 'permanent',
    nextRetryDelay: retryPauseMs(backOffs.push, activityInfo().attempt, { hintMs: retryAfterMs, maxHintMs }),
    details: [details],
    cause: error instanceof Error ? error : undefined,
  });
}

/** The failure of a push. It says whether an attempt before this one may have reached LINE under the same retry key. */
export function pushFailure(error: unknown, known: { maybeSentBefore?: boolean } = {}): ApplicationFailure {
  return lineFailure(error, { maybeSentBefore: known.maybeSentBefore || activityInfo().attempt > 1 });
}

/** Runs a call to Gemini that costs nothing; its errors become failures by the table of `gemini/outcomes.ts`. */
export async function callGemini<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    // The attempt was cancelled, e.g. by the worker's shutdown: the SDK wants its own reason back.
    if (cancellationSignal().aborted) throw cancellationSignal().reason;
    throw geminiFailure(error);
  }
}
