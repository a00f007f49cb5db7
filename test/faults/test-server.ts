import { resolve } from 'node:path';
import proto from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { findTemporalBinary } from '../../src/temporal/binary.ts';

/** The time-skipping test server; its time skips only while the count of locks is 0. It starts with one lock. */
export type TestServer = {
  address: string;
  lock: () => Promise<void>;
  unlock: () => Promise<void>;
  /** Takes one lock away until so much time has passed, then puts it back and resolves. */
  unlockAndSleep: (durationMs: number) => Promise<void>;
  timeMs: () => Promise<number>;
  /** Has the server look at its timers. */
  poke: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Starts a server process. The Temporal runtime must be installed. */
export async function startTestServer(): Promise<TestServer> {
  const path = await findTemporalBinary('time-skipping', {
    configuredPath: process.env.TEMPORAL_TEST_SERVER,
    cacheDir: resolve('.hyoban/bin'),
    report: (line) => void process.stderr.write(`${line}\n`),
  });
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  const { testService, options } = environment.connection;
  if (!testService) throw new Error('The server has no test service');
  return {
    address: options.address,
    async lock() {
      await testService.lockTimeSkipping({});
    },
    async unlock() {
      await testService.unlockTimeSkipping({});
    },
    async unlockAndSleep(durationMs) {
      await testService.unlockTimeSkippingWithSleep({ duration: durationOf(durationMs) });
    },
    async timeMs() {
      const { time } = await testService.getCurrentTime({});
      return Number(time?.seconds ?? 0) * 1000 + Math.floor((time?.nanos ?? 0) / 1e6);
    },
    async poke() {
      await testService.sleep({ duration: durationOf(0) });
    },
    stop: () => environment.teardown(),
  };
}

function durationOf(durationMs: number) {
  const seconds = Math.floor(durationMs / 1000);
  return proto.google.protobuf.Duration.fromObject({ seconds, nanos: Math.round((durationMs % 1000) * 1e6) });
}
