import { log } from '@temporalio/activity';
import type { ModelAnswer } from '../gemini/answer.ts';
import { GeminiCallError, UnusableAnswer } from '../gemini/call.ts';
import type { LedgerEntry } from '../workflows/contract.ts';

/** The text of an answer, also of one that was cut off; undefined when there is none. */
export function answerText(answer: ModelAnswer): string | undefined {
  return answer.kind === 'text' || answer.kind === 'cut-off' ? answer.text : undefined;
}

/** Is told how many claims are dropped with an answer of which nothing is used. */
export type TellUnusable = (dropped: { droppedClaims: number }) => void;

/** Logs an answer of which nothing is used. No ledger entry counts its claims. */
export const logUnusable =
  (what: 'report' | 'comparison'): TellUnusable =>
  ({ droppedClaims }) => {
    log.warn('Nothing of an answer can be used', { what, droppedClaims });
  };

/**
 * Makes an answer that was cut off too early a failed attempt with its price.
 *
 * @throws GeminiCallError `GeminiCutOff` when nothing was made of such an answer.
 */
export function refuseUselessCut(made: object | undefined, answer: ModelAnswer, usage: LedgerEntry): void {
  if (made || answer.kind !== 'cut-off') return;
  throw new GeminiCallError('answerNow', new UnusableAnswer('GeminiCutOff'), { usage });
}
