import {
  type Client,
  ScheduleAlreadyRunning,
  ScheduleClient,
  ScheduleNotFoundError,
  type ScheduleOptions,
} from '@temporalio/client';
import type { PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

/**
 * Creates a schedule, or replaces the one that has its id; whether that one is paused is kept. What it held is not read:
 * it may be sealed with a key that is gone, or written by a client without keys. Several processes may do so at once.
 */
export async function putSchedule(client: Client, { scheduleId, ...plan }: ScheduleOptions): Promise<void> {
  const attempts = 3;
  for (let attempt = 1; ; attempt++) {
    try {
      await client.schedule.create({ scheduleId, ...plan });
      return;
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
    try {
      await replacingClient(client)
        .getHandle(scheduleId)
        .update(({ state }) => ({ ...plan, state }));
      return;
    } catch (error) {
      // Deleted between the two calls.
      if (!(error instanceof ScheduleNotFoundError) || attempt === attempts) throw error;
    }
  }
}

/** The SDK decodes the old schedule before it sends the new one; this client takes what is there for nothing. */
function replacingClient({ connection, options }: Client): ScheduleClient {
  return new ScheduleClient({
    connection,
    namespace: options.namespace,
    identity: options.identity,
    dataConverter: { payloadCodecs: options.loadedDataConverter.payloadCodecs.map(unread) },
  });
}

const nothing = { metadata: { encoding: Buffer.from('binary/null') } };

function unread(codec: PayloadCodec): PayloadCodec {
  return {
    encode: async (payloads, context) => codec.encode(payloads, context),
    decode: async (payloads) => payloads.map(() => PayloadMessage.create(nothing)),
  };
}
