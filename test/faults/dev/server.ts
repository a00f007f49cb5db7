import { resolve } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { findTemporalBinary } from '../../../src/temporal/binary.ts';

/**
 * As for `npm start`, waits are taken away that a server of one shard does not need; the first two are those after which a
 * run that has closed may be deleted, half a minute each.
 */
const dynamicConfig = [
  'history.transferProcessorUpdateAckInterval="200ms"',
  'history.visibilityProcessorUpdateAckInterval="200ms"',
  'history.transferProcessorMaxPollRPS=200',
  'history.timerProcessorMaxPollRPS=200',
  'history.visibilityProcessorMaxPollRPS=200',
  'history.timerProcessorMaxTimeShift="10ms"',
];

/** A Temporal dev server, with its database in memory. */
export type DevServer = { address: string; stop: () => Promise<void> };

/** Starts a server process. The Temporal runtime must be installed. */
export async function startDevServer(): Promise<DevServer> {
  const path = await findTemporalBinary('cli', {
    configuredPath: process.env.TEMPORAL_CLI,
    cacheDir: resolve('.hyoban/bin'),
    report: (line) => void process.stderr.write(`${line}\n`),
  });
  const environment = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path },
      log: { format: 'pretty', level: 'error' },
      extraArgs: ['--output', 'none', ...dynamicConfig.flatMap((value) => ['--dynamic-config-value', value])],
    },
  });
  return { address: environment.connection.options.address, stop: () => environment.teardown() };
}
