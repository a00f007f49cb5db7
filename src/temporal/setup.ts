import { type Client, isGrpcServiceError } from '@temporalio/client';
import proto from '@temporalio/proto';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { TemporalUnavailable, withDeadline } from './deadline.ts';
import { SetupRefused } from './setup-refused.ts';

const answerTimeoutMs = 10_000;
const { IndexedValueType } = proto.temporal.api.enums.v1;

/** gRPC codes of a server that keeps a call to itself, as Temporal Cloud does: PERMISSION_DENIED and UNIMPLEMENTED. */
const refusals = [7, 12];
const [invalidArgument, notFound] = [3, 5];

/**
 * Registers our search attributes and sets how long finished workflows are kept; does nothing that is done already. Where
 * the server lets nobody do so through this interface, it looks whether an operator has done it.
 *
 * @param address named when the server does not answer.
 * @throws SetupRefused that says what to do by hand; TemporalUnavailable when the server does not answer.
 */
export async function setUpNamespace(client: Client, retentionDays: number, address?: string): Promise<void> {
  const { namespace } = client.options;
  await withDeadline(client, answerTimeoutMs, () => client.workflowService.getSystemInfo({})).catch(
    (error: unknown) => {
      throw new TemporalUnavailable(error, address);
    },
  );
  const days = await readRetentionDays(client);
  const missing = await missingSearchAttributes(client);
  const isAdded = missing.length === 0 || (await isAllowed(() => addSearchAttributes(client, missing)));
  const isKept = days === retentionDays || (await isAllowed(() => setRetention(client, retentionDays)));
  if (isAdded && isKept) return;
  throw new SetupRefused(namespace, {
    attributes: isAdded ? [] : missing.map(({ name }) => name),
    retention: isKept ? undefined : { wantedDays: retentionDays, isDays: days },
  });
}

/** Registers search attributes; the time-skipping test server can do this much, but not list them. */
export async function addSearchAttributes(client: Client, keys = Object.values(searchAttributes)): Promise<void> {
  await client.connection.operatorService.addSearchAttributes({
    namespace: client.options.namespace,
    searchAttributes: Object.fromEntries(keys.map((key) => [key.name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD])),
  });
}

type SearchAttribute = (typeof searchAttributes)[keyof typeof searchAttributes];

async function missingSearchAttributes(client: Client): Promise<SearchAttribute[]> {
  const keys = Object.values(searchAttributes);
  try {
    const { namespace } = client.options;
    const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
    return keys.filter((key) => !(key.name in customAttributes));
  } catch (error) {
    if (!hasCode(error, ...refusals)) throw error;
  }
  const known = await Promise.all(keys.map(async (key) => isKnown(client, key)));
  return keys.filter((_key, index) => !known[index]);
}

/** A query that names an attribute which the namespace does not have is refused. */
async function isKnown(client: Client, { name }: SearchAttribute): Promise<boolean> {
  try {
    const { namespace } = client.options;
    await client.workflowService.countWorkflowExecutions({ namespace, query: `${name} = 'none'` });
    return true;
  } catch (error) {
    if (hasCode(error, invalidArgument)) return false;
    throw error;
  }
}

async function readRetentionDays(client: Client): Promise<number> {
  const { namespace } = client.options;
  try {
    const { config } = await client.workflowService.describeNamespace({ namespace });
    return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / (24 * 3600);
  } catch (error) {
    if (hasCode(error, notFound)) throw new SetupRefused(namespace, 'not there');
    if (hasCode(error, ...refusals)) throw new SetupRefused(namespace, 'closed to us');
    throw error;
  }
}

async function setRetention(client: Client, retentionDays: number): Promise<void> {
  const seconds = retentionDays * 24 * 3600;
  await client.workflowService.updateNamespace({
    namespace: client.options.namespace,
    config: { workflowExecutionRetentionTtl: proto.google.protobuf.Duration.fromObject({ seconds }) },
  });
}

async function isAllowed(call: () => Promise<void>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (hasCode(error, ...refusals)) return false;
    throw error;
  }
}

function hasCode(error: unknown, ...codes: number[]): boolean {
  return isGrpcServiceError(error) && codes.includes(error.code);
}
