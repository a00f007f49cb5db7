import { mkdir, writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { chosenNames, readCommandLine } from '../support/command-line.ts';
import prepare from '../support/global-setup.ts';
import { shutDownRuntime } from '../support/runtime.ts';
import { startStack } from '../support/stack.ts';
import { startDevServer, startTimeSkippingServer, type TestTemporal } from '../support/temporal.ts';
import { historyKeys } from './keys.ts';
import { devServerScenarios, type Scenario, scenarios } from './scenarios.ts';

/**
 * `npm run histories:record [name ...]`: plays the scenarios and stores their histories. A history that is there already
 * is evidence of what has run: record it anew only with the reason in the commit message.
 */
/** Histories of version 1 lie beside this folder; nothing can record them again. */
const folder = 'test/replay/histories/version-2';

const known = Object.keys({ ...scenarios, ...devServerScenarios });
const usage = `npm run histories:record [-- name ...]
  of ${known.join(', ')}; default all`;

const wanted = readCommandLine(usage, (args) => chosenNames(args.length > 0 ? args : undefined, known));
await prepare();
await mkdir(folder, { recursive: true });
await record(scenarios, () => startTimeSkippingServer(historyKeys));
await record(devServerScenarios, () => startDevServer(historyKeys));
await shutDownRuntime();

async function record(group: Record<string, Scenario>, startServer: () => Promise<TestTemporal>): Promise<void> {
  const chosen = Object.entries(group).filter(([name]) => wanted.includes(name));
  if (chosen.length === 0) return;
  const temporal = await startServer();
  // Held answers outlive a month, so that its turn comes first.
  const stack = await startStack(temporal, { batchSeconds: 0, settings: { holdDays: 40 } });
  for (const [name, play] of chosen) {
    await stack.syncClock();
    const history = await (await play(stack)).fetchHistory();
    stack.gemini.faults.reset();
    stack.line.faults.reset();
    await writeFile(`${folder}/${name}.json`, `${historyToJSON(history)}\n`);
    process.stdout.write(`${name}: ${history.events?.length} events\n`);
  }
  await stack.stop();
  await temporal.stop();
}
