import { defineCommand } from 'citty';
import { loadConfig } from '../../config-loading.ts';
import { startLocal } from '../local.ts';
import { keepOutForeignSettings } from '../local-environment.ts';
import { untilStopped } from '../until-stopped.ts';

/** `hyoban start`: the whole system on this machine, simulated where there are no credentials. */
export const startCommand = defineCommand({
  meta: { name: 'start', description: 'Run everything on this machine: Temporal, API, worker, and simulated vendors' },
  async run() {
    keepOutForeignSettings(process.env);
    const config = loadConfig(process.env);
    const system = await startLocal(config, (line) => console.log(line));
    untilStopped(system.stop, system.ended);
    const { line, gemini } = system.simulator;
    console.log(
      [
        '',
        'Hyoban is running.',
        `  LINE      ${line ? `simulated, ${line.url}` : 'REAL'}`,
        `  Gemini    ${gemini ? `simulated, ${gemini.url}` : 'REAL, calls cost money'}`,
        `  Temporal  ${config.temporalAddress ? `given, ${config.temporalAddress}` : `local, ${system.temporalAddress}, state in ${config.stateDir}/`}`,
        '',
        ...(system.phoneUrl ? [`  Phone     ${system.phoneUrl}`] : [`  Webhook   ${system.api.url}/webhooks/line`]),
        ...(system.webUiUrl ? [`  Web UI    ${system.webUiUrl}`] : []),
        `  Reports   ${system.api.url}/r/…  (the button under a report leads there)`,
        '',
        'Ctrl-C stops it.',
      ].join('\n'),
    );
  },
});
