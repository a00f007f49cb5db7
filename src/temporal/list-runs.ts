import type { Client } from '@temporalio/client';
import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js';
import { isRefused } from '../workflows/refused.ts';
import { type DescribedRun, describedRun } from './run-description.ts';

/** A run as the index lists it. It is not readable, and has no memo, if we do not believe what its memo holds. */
export type ListedRun = DescribedRun & { isReadable: boolean };

const mostPerPage = 1000;

/**
 * Lists the runs of a query, page by page, the index being a moment behind. Runs that cannot be read are listed too, so
 * that callers can count them and miss none that follow.
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
      const info = await executionInfoFromRaw(raw, loadedDataConverter, undefined, namespace);
      yield { ...describedRun(info), isReadable: !Object.values(info.memo ?? {}).some(isRefused) };
    }
    ({ nextPageToken } = page);
  } while (nextPageToken.length > 0);
}
