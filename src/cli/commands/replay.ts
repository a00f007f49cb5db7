import { readFile } from 'node:fs/promises';
import type { Client } from '@temporalio/client';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { defineCommand } from 'citty';
import { loadConfig, requireSettings } from '../../config-loading.ts';
import { createDataConverter } from '../../temporal/data-converter.ts';
import { createInstallation } from '../../temporal/installation.ts';
import { parseKeyRing } from '../../temporal/key-ring.ts';
import { bundleWorkflows } from '../../worker/bundle.ts';
import { FlagError } from '../flag-error.ts';

type History = ReturnType<typeof historyFromJSON>;
/** Read when its turn has come, so that one that cannot be read is one that does not replay. */
type NamedHistory = { workflowId: string; read: () => Promise<History> };

/** `hyoban replay`: whether today's workflow code still fits what production has run. */
export const replayCommand = defineCommand({
  meta: {
    name: 'replay',
    description: 'Replay histories on the code of today: from files, or from the server by a query',
  },
  args: {
    files: { type: 'positional', description: 'Files with histories, as JSON', required: false },
    query: {
      type: 'string',
      description: 'List filter of the server, e.g. "ExecutionStatus = \'Running\'"',
      valueHint: 'filter',
    },
    limit: { type: 'string', description: 'Most runs that a query takes', default: '1000' },
  },
  async run({ args }) {
    const config = requireSettings(loadConfig(process.env), 'encryptionKeys', 'idKey');
    const files: string[] = args._;
    if ((args.query === undefined) === (files.length === 0)) {
      throw new FlagError('Name files with histories, or --query with a list filter');
    }
    const keyRing = parseKeyRing(config.encryptionKeys);
    const dataConverter = createDataConverter(keyRing, 'replay');
    // Files need no server, so settings of one, which may be wrong or meant for another, are not looked at.
    const client = args.query === undefined ? undefined : createInstallation(config).client;
    const histories = client && args.query ? fromServer(client, args.query, limitOf(args.limit)) : fromFiles(files);
    const workflowBundle = await bundleWorkflows(dataConverter);
    let failed = 0;
    let passed = 0;
    for await (const { workflowId, read } of histories) {
      try {
        await Worker.runReplayHistory({ workflowBundle, dataConverter }, await read(), workflowId);
        passed++;
      } catch (error) {
        failed++;
        console.log(`${workflowId}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    console.log(`${passed} replay, ${failed} do not`);
    await client?.connection.close();
    process.exit(failed === 0 ? 0 : 1);
  },
});

async function* fromFiles(files: string[]): AsyncGenerator<NamedHistory> {
  for (const file of files) {
    yield { workflowId: file, read: () => readHistory(file) };
  }
}

async function readHistory(file: string): Promise<History> {
  const text = await readFile(file, 'utf8');
  try {
    const history = historyFromJSON(JSON.parse(text));
    if (history.events?.[0]?.workflowExecutionStartedEventAttributes) return history;
  } catch {
    // The same sentence for what is no JSON.
  }
  throw new Error('This is no history as `temporal workflow show --output json` writes it');
}

async function* fromServer(client: Client, query: string, limit: number): AsyncGenerator<NamedHistory> {
  let taken = 0;
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    if (taken++ >= limit) return;
    yield { workflowId, read: () => client.workflow.getHandle(workflowId, runId).fetchHistory() };
  }
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new FlagError(`--limit must be a whole number above 0, not ${text}`);
}
