import { maxNesting, nestingOf } from '../../core/nesting.ts';
import type { GeminiSettings } from '../settings.ts';
import { isRecord } from '../wire/json.ts';
import { violationsIn } from '../wire/proto.ts';
import { embedContentMessage, generateContentMessage } from '../wire/requests.ts';
import type { Batch, BatchItem } from './batch.ts';

type Settings = Pick<GeminiSettings, 'docsCompat' | 'unknownFields'>;

const messages = { generate: generateContentMessage, embed: embedContentMessage };

/**
 * Items of a JSONL file ("Batch API"); a line that cannot be read becomes an item without a request. For the curl samples
 * of that page a line without key and request can be a request itself.
 */
export function linesOf(bytes: Buffer, kind: Batch['kind'], settings: Settings): BatchItem[] {
  const lines = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  return lines.map((line) => itemOf(line, kind, settings));
}

/** One sentence for each line that cannot be read, as Gemini has been seen to refuse a whole job with. */
export function problemsOf(items: readonly BatchItem[]): string[] {
  return items.flatMap(({ problem }, index) =>
    problem === undefined ? [] : [`Error on line ${index + 1}: ${problem}`],
  );
}

function itemOf(line: string, kind: Batch['kind'], settings: Settings): BatchItem {
  const parsed = jsonOf(line);
  if (!isRecord(parsed)) return { request: undefined, problem: 'invalid JSON' };
  const key = keyOf(parsed.key);
  const isBare = settings.docsCompat && parsed.key === undefined && parsed.request === undefined;
  const request = isBare ? parsed : parsed.request;
  if (!isRecord(request)) return { key, request: undefined, problem: "no field 'request'" };
  const [violation] = settings.unknownFields === 'refuse' ? violationsIn(request, messages[kind]) : [];
  if (!violation) return { key, request };
  const [, name] = /Unknown name "(.*?)"/.exec(violation.description) ?? [];
  const problem = name === undefined ? violation.description : `no such field: '${name}'`;
  return { key, request: undefined, problem: `invalid JSON, ${problem}` };
}

function jsonOf(line: string): unknown {
  if (nestingOf(line) > maxNesting) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function keyOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
