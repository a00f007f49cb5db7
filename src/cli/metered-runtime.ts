import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { installRuntime } from '../worker/runtime.ts';
import { freePort } from './free-port.ts';

type MetricsPlace = Pick<Config, 'adminHost' | 'workerMetricsPort'>;

/**
 * Installs the Temporal runtime with metrics on the configured port. When another process has it, e.g. another worker of
 * this machine, a free port is taken and logged.
 *
 * @returns the address of the metrics; undefined when the port is 0.
 * @throws what the SDK throws when it cannot listen for another reason.
 */
export async function installMeteredRuntime(
  logger: Logger,
  { adminHost: host, workerMetricsPort: port }: MetricsPlace,
): Promise<string | undefined> {
  if (port === 0) {
    installRuntime({ logger });
    return undefined;
  }
  const addressOf = (somePort: number) => `http://${urlHost(host)}:${somePort}/metrics`;
  try {
    installRuntime({ logger, metricsAddress: `${urlHost(host)}:${port}` });
    return addressOf(port);
  } catch (error) {
    if (!isPortTaken(error)) throw error;
  }
  const otherPort = await freePort(host);
  installRuntime({ logger, metricsAddress: `${urlHost(host)}:${otherPort}` });
  logger.warn(
    { taken: port, metrics: addressOf(otherPort) },
    'the metrics port is taken by another process, so the metrics are on another port',
  );
  return addressOf(otherPort);
}

/** The SDK's native half says it in words only. */
const isPortTaken = (error: unknown) => error instanceof Error && /address already in use/i.test(error.message);

const urlHost = (host: string) => (host.includes(':') ? `[${host}]` : host);
