import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { ConfigWith } from '../config-loading.ts';
import { findTemporalBinary } from '../temporal/binary.ts';
import { buildCodecServer } from '../temporal/codec-server.ts';
import { startEmbeddedServer } from '../temporal/embedded-server.ts';
import { parseKeyRing } from '../temporal/key-ring.ts';

/** A Temporal server to work with: given from outside, or started here. */
export type LocalTemporal = {
  address: string;
  webUiUrl: string | undefined;
  ended: Promise<unknown>;
  stop: () => Promise<void>;
};

/** Where the server will answer, also before it is started. */
export function localTemporalAddress({ temporalAddress, temporalPort }: Config): string {
  return temporalAddress ?? `127.0.0.1:${temporalPort}`;
}

const never = new Promise<never>(() => {});

/** With an address in the settings nothing is started; else the dev server with its Web UI and a codec server for it. */
export async function startLocalTemporal(
  config: ConfigWith<'encryptionKeys'>,
  report: (line: string) => void,
): Promise<LocalTemporal> {
  if (config.temporalAddress) {
    return { address: config.temporalAddress, webUiUrl: undefined, ended: never, stop: async () => {} };
  }
  const executable = await findTemporalBinary('cli', {
    configuredPath: config.temporalCli,
    cacheDir: join(config.stateDir, 'bin'),
    report,
  });
  const webUiOrigins = [`http://127.0.0.1:${config.temporalUiPort}`, `http://localhost:${config.temporalUiPort}`];
  const codec = buildCodecServer({
    keyRing: parseKeyRing(config.encryptionKeys, config.payloadV1),
    allowedOrigins: webUiOrigins,
    token: config.codecToken,
  });
  await codec.listen({ host: '127.0.0.1', port: config.codecPort });
  try {
    const server = await startEmbeddedServer({
      executable,
      port: config.temporalPort,
      uiPort: config.temporalUiPort,
      databaseFile: join(config.stateDir, 'temporal.db'),
      codecEndpoint: `http://127.0.0.1:${config.codecPort}`,
    });
    const stop = async () => {
      await server.stop();
      await codec.close();
    };
    return { address: server.address, webUiUrl: server.webUiUrl, ended: server.ended, stop };
  } catch (error) {
    await codec.close();
    throw error;
  }
}
