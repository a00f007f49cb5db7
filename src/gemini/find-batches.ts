import type { BatchState } from './batch-states.ts';
import { type CallOptions, callGemini } from './call.ts';
import type { ClientContext } from './context.ts';
import { createdAtMsOf, type Operation, operationPage, stateOf } from './operation.ts';
import { getRaw } from './raw.ts';

/** A job that was found. */
export type FoundBatch = { batchName: string; displayName: string; state: BatchState; createdAtMs: number };

const pageSize = 100;

/**
 * How far the clocks of this machine and of Gemini may be apart. A job is told by its name; the time only ends the reading
 * of the list, so the tolerance is wide enough for a clock that is set to the wrong time zone.
 */
export const clockToleranceMs = 24 * 60 * 60_000;

/** Jobs of one display name, or of every display name that is wanted. */
type BatchSearch = { createdAfterMs: number } & ({ displayName: string } | { wants: (displayName: string) => boolean });

/**
 * All jobs of a search, oldest first, told by their names alone. Pages come newest first; reading ends with the first page
 * on which every job is a day older than `createdAfterMs`. Throws `GeminiCallError`.
 */
export async function findBatches(
  context: ClientContext,
  search: BatchSearch,
  { signal }: CallOptions = {},
): Promise<FoundBatch[]> {
  const { createdAfterMs } = search;
  const sinceMs = createdAfterMs - clockToleranceMs;
  return callGemini('findBatches', signal, async () => {
    const found = new Map<string, FoundBatch>();
    for await (const jobs of pages(context, signal)) {
      for (const job of jobs) {
        // A job that does not tell its age is taken for a new one: to miss one of ours means to pay twice.
        const createdAtMs = createdAtMsOf(job) ?? createdAfterMs;
        const displayName = job.metadata?.displayName ?? '';
        if (!fits(search, displayName)) continue;
        found.set(job.name, { batchName: job.name, displayName, state: stateOf(job).state, createdAtMs });
      }
      if (jobs.length > 0 && jobs.every((job) => (createdAtMsOf(job) ?? Infinity) < sinceMs)) break;
    }
    return [...found.values()].toSorted(
      (a, b) => a.createdAtMs - b.createdAtMs || (a.batchName < b.batchName ? -1 : 1),
    );
  });
}

function fits(search: BatchSearch, displayName: string): boolean {
  return 'wants' in search ? search.wants(displayName) : displayName === search.displayName;
}

/** The pages of the list. An empty or repeated token ends it: the SDK's pager would ask for ever. */
async function* pages(context: ClientContext, signal: AbortSignal | undefined): AsyncGenerator<Operation[]> {
  const seen = new Set<string>();
  for (let token: string | undefined = ''; token !== undefined; ) {
    seen.add(token);
    const query = new URLSearchParams({ pageSize: String(pageSize), ...(token && { pageToken: token }) });
    const page = operationPage.parse(JSON.parse(await getRaw(context, `batches?${query.toString()}`, signal)));
    yield page.operations;
    token = page.nextPageToken && !seen.has(page.nextPageToken) ? page.nextPageToken : undefined;
  }
}
