import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { keepOutForeignSettings, keepOutForeignTemporal } from '../../src/cli/local-environment.ts';
import { findTemporalBinary } from '../../src/temporal/binary.ts';
import { bundleWorkflows } from '../../src/worker/bundle.ts';

const report = (line: string) => void process.stderr.write(`${line}\n`);

/**
 * Once per run: finds the Temporal binaries and bundles the workflows; the test files read where they are. What Node has
 * compiled is kept for the many processes that tests start.
 */
export default async function prepare() {
  keepOutForeignTemporal(process.env);
  keepOutForeignSettings(process.env);
  process.env.NODE_COMPILE_CACHE = resolve('test-output/compile-cache');
  const cacheDir = resolve('.hyoban/bin');
  process.env.TEMPORAL_CLI = await findTemporalBinary('cli', {
    configuredPath: process.env.TEMPORAL_CLI,
    cacheDir,
    report,
  });
  process.env.TEMPORAL_TEST_SERVER = await findTemporalBinary('time-skipping', {
    configuredPath: process.env.TEMPORAL_TEST_SERVER,
    cacheDir,
    report,
  });
  const failureConverterPath = resolve('src/temporal/failure-converter.ts');
  const { code } = await bundleWorkflows({ failureConverterPath });
  mkdirSync('test-output', { recursive: true });
  process.env.HYOBAN_TEST_BUNDLE = resolve('test-output/workflow-bundle.js');
  writeFileSync(process.env.HYOBAN_TEST_BUNDLE, code);
}
