import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { freePort } from '../../src/cli/free-port.ts';
import { makeKeys } from '../../src/cli/local-keys.ts';
import { loadConfig } from '../../src/config-loading.ts';
import { startEmbeddedServer } from '../../src/temporal/embedded-server.ts';
import { createInstallation, type Installation } from '../../src/temporal/installation.ts';
import { addSearchAttributes, setUpNamespace } from '../../src/temporal/setup.ts';
import { ensureRuntime } from './runtime.ts';

/** A Temporal server for one test file. */
export type TestTemporal = {
  address: string;
  keys: { encryptionKeys: string; idKey: string };
  installation: Installation;
  /** Awaiting a result through this client lets time skip; the same as the other one on the dev server. */
  skippingClient: Client;
  /** The server's clock, which may be far ahead of ours. */
  currentTimeMs: () => Promise<number>;
  /** Ends the server process; only the dev server can come back. */
  stop: () => Promise<void>;
};

const namespace = 'default';

function requiredEnv(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; the global set-up of Jest sets it`);
  return value;
}

/** The real dev server with a SQLite file of its own. */
export async function startDevServer(
  keys = makeKeys(),
  dynamicConfig: string[] = [],
): Promise<TestTemporal & { restart: () => Promise<void>; halt: () => Promise<void> }> {
  ensureRuntime();
  const folder = await mkdtemp(join(tmpdir(), 'hyoban-test-'));
  const options = {
    executable: requiredEnv('TEMPORAL_CLI'),
    port: await freePort(),
    uiPort: await freePort(),
    databaseFile: join(folder, 'temporal.db'),
    dynamicConfig,
  };
  let server = await startEmbeddedServer(options);
  const installation = installationFor(server.address, keys);
  await setUpNamespace(installation.client, 30);
  return {
    address: server.address,
    keys,
    installation,
    skippingClient: installation.client,
    currentTimeMs: async () => Date.now(),
    async halt() {
      await server.stop();
    },
    async restart() {
      server = await startEmbeddedServer(options);
    },
    async stop() {
      await installation.client.connection.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The test server that skips time while a result is awaited through `skippingClient`. */
export async function startTimeSkippingServer(
  keys = makeKeys(),
): Promise<TestTemporal & { environment: TestWorkflowEnvironment }> {
  ensureRuntime();
  const { dataConverter } = installationFor('127.0.0.1:1', keys);
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: requiredEnv('TEMPORAL_TEST_SERVER') } },
    client: { dataConverter },
  });
  const { address } = environment.connection.options;
  const installation = installationFor(address, keys);
  await addSearchAttributes(installation.client);
  return {
    address,
    keys,
    installation,
    environment,
    currentTimeMs: async () => environment.currentTimeMs(),
    skippingClient: environment.client,
    async stop() {
      await installation.client.connection.close();
      await environment.teardown();
    },
  };
}

function installationFor(temporalAddress: string, keys: { encryptionKeys: string; idKey: string }): Installation {
  return createInstallation({ ...loadConfig({}), ...keys, temporalAddress, temporalNamespace: namespace });
}
