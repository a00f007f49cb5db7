import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { invalidParameter } from '../errors.ts';
import type { SendKind } from '../state/quota.ts';

const kinds: SendKind[] = ['reply', 'push', 'multicast', 'broadcast'];
const firstDate = '20180331';

/** The month's quota, what is used of it, and the numbers of messages sent on a day. */
export function quotaEndpoints(context: LineContext): Endpoint[] {
  return [
    {
      name: 'quota',
      method: 'GET',
      pattern: /^\/v2\/bot\/message\/quota$/,
      handle() {
        const value = context.state.quota.limit();
        return { status: 200, body: value === undefined ? { type: 'none' } : { type: 'limited', value } };
      },
    },
    {
      name: 'quota-consumption',
      method: 'GET',
      pattern: /^\/v2\/bot\/message\/quota\/consumption$/,
      handle: () => ({ status: 200, body: { totalUsage: context.state.quota.used() } }),
    },
    ...kinds.map((kind) => deliveryEndpoint(context, kind)),
  ];
}

function deliveryEndpoint(context: LineContext, kind: SendKind): Endpoint {
  return {
    name: `delivery-${kind}`,
    method: 'GET',
    pattern: new RegExp(`^/v2/bot/message/delivery/${kind}$`),
    handle({ call }) {
      const date = call.query.get('date') ?? '';
      if (!/^\d{8}$/.test(date)) return invalidParameter('date');
      if (date < firstDate) return { status: 200, body: { status: 'out_of_service' } };
      if (date >= context.state.quota.today()) return { status: 200, body: { status: 'unready' } };
      return { status: 200, body: { status: 'ready', success: context.state.quota.sentOn(kind, date) } };
    },
  };
}
