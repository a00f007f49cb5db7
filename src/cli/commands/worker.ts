import { defineCommand } from 'citty';
import { loadConfigOf, requireSettings } from '../../config-loading.ts';
import { createLogger } from '../../logging.ts';
import { createInstallation } from '../../temporal/installation.ts';
import { scheduleSweep, sweepSettings } from '../../temporal/sweeps.ts';
import { bundleWorkflows } from '../../worker/bundle.ts';
import { startWorkerFrom, workerSettings } from '../../worker/start.ts';
import { installMeteredRuntime } from '../metered-runtime.ts';
import { parentProcess } from '../parent-process.ts';
import { untilStopped } from '../until-stopped.ts';

/** `hyoban worker`: workflows and activities in production; any number of them. In local mode `hyoban start` starts one. */
export const workerCommand = defineCommand({
  meta: { name: 'worker', description: 'Run a worker (workflows and activities)' },
  async run() {
    const parent = parentProcess();
    const config = requireSettings(loadConfigOf('worker', process.env), ...workerSettings);
    const logger = createLogger(config.logLevel ?? 'info', 'worker');
    const metrics = await installMeteredRuntime(logger, config);
    const installation = createInstallation(config);
    const bundle = await bundleWorkflows(installation.dataConverter);
    await parent?.untilGo();
    const worker = await startWorkerFrom(config, installation, bundle);
    await scheduleSweep(installation.client, sweepSettings(config, installation.digests)).catch((err: unknown) =>
      logger.warn({ err }, 'the sweep could not be scheduled'),
    );
    logger.info({ taskQueue: config.temporalTaskQueue, metrics }, 'polling');
    untilStopped(async () => {
      await worker.stop();
      await installation.client.connection.close();
    }, worker.ended);
    parent?.tellReady();
  },
});
