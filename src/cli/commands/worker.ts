import { defineCommand } from 'citty';
import { loadConfig, requireSettings } from '../../config-loading.ts';
import { createLogger } from '../../logging.ts';
import { createInstallation } from '../../temporal/installation.ts';
import { installRuntime } from '../../worker/runtime.ts';
import { startWorkerFrom, workerSettings } from '../../worker/start.ts';
import { untilStopped } from '../until-stopped.ts';

/** `hyoban worker`: workflows and activities in production; any number of them. */
export const workerCommand = defineCommand({
  meta: { name: 'worker', description: 'Run a worker (workflows and activities)' },
  async run() {
    const config = requireSettings(loadConfig(process.env), ...workerSettings);
    const logger = createLogger(config.logLevel ?? 'info', 'worker');
    const { adminHost, workerMetricsPort } = config;
    installRuntime({ logger, metricsAddress: workerMetricsPort ? `${adminHost}:${workerMetricsPort}` : undefined });
    const installation = createInstallation(config);
    const worker = await startWorkerFrom(config, installation);
    logger.info({ taskQueue: config.temporalTaskQueue }, 'polling');
    untilStopped(async () => {
      await worker.stop();
      await installation.client.connection.close();
    }, worker.ended);
  },
});
