import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { TemporalUnavailable, withDeadline } from './deadline.ts';

const answerTimeoutMs = 10_000;
const { IndexedValueType } = proto.temporal.api.enums.v1;

/**
 * Registers our search attributes and sets how long finished workflows are kept; does nothing that is done already.
 *
 * @param address named when the server does not answer.
 * @throws ServiceError when the server refuses, e.g. for want of rights; TemporalUnavailable when it does not answer.
 */
export async function setUpNamespace(client: Client, retentionDays: number, address?: string): Promise<void> {
  await withDeadline(client, answerTimeoutMs, () => client.workflowService.getSystemInfo({})).catch(
    (error: unknown) => {
      throw new TemporalUnavailable(error, address);
    },
  );
  await addMissingSearchAttributes(client);
  await setRetention(client, retentionDays);
}

async function addMissingSearchAttributes(client: Client): Promise<void> {
  const namespace = client.options.namespace;
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(searchAttributes).filter((key) => !(key.name in customAttributes));
  if (missing.length > 0) await addSearchAttributes(client, missing);
}

/** Registers search attributes; the time-skipping test server can do this much, but not list them. */
export async function addSearchAttributes(client: Client, keys = Object.values(searchAttributes)): Promise<void> {
  await client.connection.operatorService.addSearchAttributes({
    namespace: client.options.namespace,
    searchAttributes: Object.fromEntries(keys.map((key) => [key.name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD])),
  });
}

async function setRetention(client: Client, retentionDays: number): Promise<void> {
  const { workflowService } = client.connection;
  const namespace = client.options.namespace;
  const seconds = retentionDays * 24 * 3600;
  const described = await workflowService.describeNamespace({ namespace });
  if (Number(described.config?.workflowExecutionRetentionTtl?.seconds ?? 0) === seconds) return;
  await workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: proto.google.protobuf.Duration.fromObject({ seconds }) },
  });
}
