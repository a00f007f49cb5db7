import type { Client } from '@temporalio/client';
import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js';
import { type DescribedRun, describedRun } from './run-description.ts';

/** A run as the index lists it; one whose memo is sealed with keys that we do not have has none and is not readable. */
export type ListedRun = DescribedRun & { isReadable: boolean };

const mostPerPage = 1000;

/**
 * Lists the runs of a query, page by page, the index being a moment behind. A run that cannot be read is listed without its
 * memo: the SDK's own list would end there, and whoever reads it would miss all that follow.
 */
export async function* listRuns(
  client: Client,
  query: string,
  pageSize: number = mostPerPage,
): AsyncGenerator<ListedRun> {
  const { namespace, loadedDataConverter } = client.options;
  let nextPageToken: Uint8Array = new Uint8Array();
  do {
    const page = await client.workflowService.listWorkflowExecutions({ namespace, query, nextPageToken, pageSize });
    for (const raw of page.executions) {
      try {
        const info = await executionInfoFromRaw(raw, loadedDataConverter, undefined, namespace);
        yield { ...describedRun(info), isReadable: true };
      } catch {
        raw.memo = null;
        const info = await executionInfoFromRaw(raw, loadedDataConverter, undefined, namespace);
        yield { ...describedRun(info), isReadable: false };
      }
    }
    ({ nextPageToken } = page);
  } while (nextPageToken.length > 0);
}
