import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { searchAttributes } from '../workflows/search-attributes.ts';

const { IndexedValueType } = proto.temporal.api.enums.v1;

/**
 * Registers our search attributes and sets how long finished workflows are kept; does nothing that is done already.
 *
 * @throws ServiceError when the server refuses, e.g. for want of rights.
 */
export async function setUpNamespace(client: Client, retentionDays: number): Promise<void> {
  await addSearchAttributes(client);
  await setRetention(client, retentionDays);
}

/** Registers the missing search attributes; the time-skipping test server needs this much too. */
export async function addSearchAttributes(client: Client): Promise<void> {
  const { operatorService } = client.connection;
  const namespace = client.options.namespace;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(searchAttributes).filter((key) => !(key.name in customAttributes));
  if (missing.length === 0) return;
  await operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((key) => [key.name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD])),
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
