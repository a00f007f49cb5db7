import { defineCommand } from 'citty';
import { apiSettings, startApi } from '../../api/start.ts';
import { loadConfigOf, requireSettings } from '../../config-loading.ts';
import { createLogger } from '../../logging.ts';
import { createInstallation } from '../../temporal/installation.ts';
import { untilStopped } from '../until-stopped.ts';

/** `hyoban api`: webhooks and report pages in production. */
export const apiCommand = defineCommand({
  meta: { name: 'api', description: 'Run the API (webhooks, report pages, health, metrics)' },
  async run() {
    const config = requireSettings(loadConfigOf('api', process.env), ...apiSettings);
    const logger = createLogger(config.logLevel ?? 'info', 'api');
    const installation = createInstallation(config);
    const api = await startApi(config, installation, logger);
    logger.info({ url: api.url, metrics: `${api.adminUrl}/metrics` }, 'listening');
    untilStopped(async () => {
      await api.stop();
      await installation.client.connection.close();
    });
  },
});
