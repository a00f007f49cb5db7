import type { Chat } from '../../workflows/contract.ts';
import type { ApiContext } from '../context.ts';
import type { ActiveEvent } from './handle-event.ts';

/** The chat of an event with the digest that stands for it. */
export function chatOf({ digests }: ApiContext, { source }: ActiveEvent): Chat {
  return { key: digests.chatKey(source.id), to: source.id, kind: source.kind };
}
