import { DefaultLogger, type LogLevel, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import { property } from '../connection-errors.ts';

/** Where the SDK's metrics are offered; undefined for none. */
export type RuntimeOptions = { logger: Logger; metricsAddress?: string };

/**
 * Installs the process-wide Temporal runtime: its logs go to our logger, its metrics to Prometheus. Once per process,
 * before any worker; signals are left to us, since the worker is not the only thing to stop.
 */
export function installRuntime({ logger, metricsAddress }: RuntimeOptions): void {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('INFO', ({ level, message, meta }) =>
      writeLog(logger, level, message, withoutContents(meta)),
    ),
    telemetryOptions: {
      logging: { forward: {}, filter: { core: 'WARN', other: 'WARN' } },
      ...(metricsAddress ? { metrics: prometheusMetrics(metricsAddress) } : {}),
    },
  });
}

function prometheusMetrics(bindAddress: string) {
  return { prometheus: { bindAddress, useSecondsForDurations: true, unitSuffix: true, countersTotalSuffix: true } };
}

/**
 * Causes and details hold what vendors answered and what runs made; they stay in the encrypted failure. Errors of the
 * workflow sandbox are none of this realm's `Error`.
 */
function withoutContents(meta: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
  const error = meta?.error;
  if (typeof error !== 'object' || error === null) return meta;
  return {
    ...meta,
    error: { name: property(error, 'name'), message: property(error, 'message'), type: property(error, 'type') },
  };
}

function writeLog(logger: Logger, level: LogLevel, message: string, meta: object | undefined): void {
  switch (level) {
    case 'TRACE':
      return logger.trace(meta, message);
    case 'DEBUG':
      return logger.debug(meta, message);
    case 'INFO':
      return logger.info(meta, message);
    case 'WARN':
      return logger.warn(meta, message);
    case 'ERROR':
      return logger.error(meta, message);
  }
}
