import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { LedgerEntry } from '../workflows/contract.ts';
import { type ModelAnswer, readAnswer } from './answer.ts';
import { confirmedUsage } from './pricing.ts';
import { generateContentResponse } from './response.ts';

/** What one line of the batch brought. */
export type LineResult = { answer: ModelAnswer; usage: LedgerEntry } | { error: { code: number; message: string } };

const resultLine = z.object({
  key: z.string().optional(),
  metadata: z.object({ key: z.string().optional() }).optional().catch(undefined),
  response: z.unknown().optional(),
  error: z
    .object({ code: z.number().catch(2), message: z.string().catch('') })
    .optional()
    .catch(undefined),
});

/** google.rpc codes for lines that say nothing of their own. */
const unknownCode = 2;
const dataLossCode = 15;

/**
 * Reads a result file ("Batch API"): by key, never by position, since the order is not promised. Whatever is odd becomes
 * a problem in words without content of the lines, and nothing throws. Of a key that comes twice the first line is kept,
 * unless the lines differ: then nobody can tell which is right, and the key has failed.
 */
export function readResults(
  jsonl: string,
  expectedKeys: readonly string[],
): { byKey: Map<string, LineResult>; problems: string[] } {
  const expected = new Set(expectedKeys);
  const byKey = new Map<string, LineResult>();
  const problems: string[] = [];
  for (const [index, text] of jsonl
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    if (text.trim() === '') continue;
    const where = `line ${index + 1}`;
    const line = readLine(text);
    const key = line?.key ?? line?.metadata?.key;
    if (!line) problems.push(`${where}: not a result`);
    else if (key === undefined) problems.push(`${where}: no key`);
    else if (!expected.has(key)) problems.push(`${where}: unknown key ${JSON.stringify(key.slice(0, 40))}`);
    else take(key, resultOf(line), where);
  }
  for (const key of expected) if (!byKey.has(key)) problems.push(`key ${key}: no line`);
  return { byKey, problems };

  function take(key: string, result: LineResult, where: string) {
    const first = byKey.get(key);
    if (!first) {
      byKey.set(key, result);
      return;
    }
    const same = isDeepStrictEqual(contentOf(first), contentOf(result));
    problems.push(`${where}: key ${key} again, ${same ? 'the same' : 'with another content'}`);
    if (!same) byKey.set(key, { error: { code: dataLossCode, message: 'two lines of this key differ' } });
  }
}

function readLine(text: string): z.infer<typeof resultLine> | undefined {
  try {
    return resultLine.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const contentOf = (result: LineResult) => ('error' in result ? result.error : result.answer);

/** The form of a failed line is not documented: a line without a response has failed, whatever else it says. */
function resultOf({ response, error }: z.infer<typeof resultLine>): LineResult {
  const parsed = generateContentResponse.safeParse(response);
  if (response === undefined || response === null || !parsed.success) {
    return { error: error ?? { code: unknownCode, message: 'no response in this line' } };
  }
  const model = parsed.data.modelVersion ?? '';
  return { answer: readAnswer(response), usage: confirmedUsage('batchLine', model, parsed.data) };
}
