import { mkdir, writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import prepare from '../support/global-setup.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { startStack } from '../support/stack.ts';
import { startTimeSkippingServer } from '../support/temporal.ts';
import { historyKeys } from './keys.ts';
import { scenarios } from './scenarios.ts';

/**
 * `npm run histories:record [name ...]`: plays the scenarios and stores their histories. A history that is there already
 * is evidence of what has run: record it anew only with the reason in the commit message.
 */
const wanted = process.argv.slice(2);
await prepare();
const temporal = await startTimeSkippingServer(historyKeys);
const stack = await startStack(temporal, { batchSeconds: 0 });
await mkdir('test/replay/histories', { recursive: true });
for (const [name, play] of Object.entries(scenarios)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  await stack.syncClock();
  const history = await (await play(stack)).fetchHistory();
  stack.gemini.faults.reset();
  await writeFile(`test/replay/histories/${name}.json`, `${historyToJSON(history)}\n`);
  process.stdout.write(`${name}: ${history.events?.length} events\n`);
}
await stack.stop();
await temporal.stop();
await shutDownRuntime();
