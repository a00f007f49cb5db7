import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineCommand } from 'citty';
import type { Config } from '../../config.ts';
import { loadConfig } from '../../config-loading.ts';
import { findTemporalBinary } from '../../temporal/binary.ts';
import { playStory } from '../demo-story.ts';
import { freePort } from '../free-port.ts';
import { startLocal } from '../local.ts';
import { keepOutForeignSettings, keepOutForeignTemporal } from '../local-environment.ts';

const demoBatchSeconds = 3;

/** `hyoban demo`: one story on a system of its own, beside whatever else runs; ends with code 0 when it came out well. */
export const demoCommand = defineCommand({
  meta: { name: 'demo', description: 'Play one complete story on simulated vendors and a real Temporal server' },
  async run() {
    const startedAtMs = performance.now();
    const narrate = (line: string) => {
      console.log(`${((performance.now() - startedAtMs) / 1000).toFixed(2).padStart(6)} s  ${line}`);
    };
    narrate('Starting Temporal, the simulator, API and worker');
    const config = await demoConfig(narrate);
    const system = await startLocal(config, narrate);
    try {
      await playStory(system.simulator, narrate);
      narrate('The end.');
    } catch (error) {
      console.error(error);
      process.exitCode = 1;
    } finally {
      await system.stop();
      await rm(config.stateDir, { recursive: true, force: true });
    }
  },
});

/**
 * Everything simulated, every port free, and a new state folder: an earlier demo's report would be fresh and shown again. Of
 * the settings only the level of the log and the way to the Temporal binary count.
 */
async function demoConfig(report: (line: string) => void): Promise<Config> {
  keepOutForeignTemporal(process.env);
  keepOutForeignSettings(process.env);
  const given = loadConfig(process.env);
  const [temporalPort, temporalUiPort, codecPort] = [await freePort(), await freePort(), await freePort()];
  return {
    ...loadConfig({}),
    logLevel: given.logLevel,
    ...{ temporalPort, temporalUiPort, codecPort, apiPort: 0, adminPort: 0 },
    ...{ simulatorLinePort: 0, simulatorGeminiPort: 0, simulatorPhonePort: 0, simulatorBatchSeconds: demoBatchSeconds },
    stateDir: await mkdtemp(join(tmpdir(), 'hyoban-demo-')),
    temporalCli: await findTemporalBinary('cli', {
      configuredPath: given.temporalCli,
      cacheDir: join(given.stateDir, 'bin'),
      report,
    }),
  };
}
