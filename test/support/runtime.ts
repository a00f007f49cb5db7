import { Runtime } from '@temporalio/worker';
import { createLogger } from '../../src/logging.ts';
import { installRuntime } from '../../src/worker/runtime.ts';

/** What tests log: nothing, unless `HYOBAN_TEST_LOG_LEVEL` says otherwise. */
export const testLogger = createLogger(process.env.HYOBAN_TEST_LOG_LEVEL ?? 'silent', 'test');

let installed = false;

/** Installs the Temporal runtime once per test file, before anything of Temporal starts. */
export function ensureRuntime(): void {
  if (!installed) installRuntime({ logger: testLogger });
  installed = true;
}

/** The last thing of a test file with a worker: without it Jest does not exit. */
export async function shutDownRuntime(): Promise<void> {
  await Runtime.instance().shutdown();
}
