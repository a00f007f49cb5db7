import type { Answer, Call } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { invalidParameter } from '../errors.ts';
import { rateLimits } from '../state/rate-limits.ts';

/** Counting began then; what was before is not known to LINE. */
const firstDates = { followers: '20161101', deliveries: '20170301' };

const get = { method: 'GET', limit: rateLimits.hourly } as const;

/**
 * The numbers of friends and of messages of a day, and demographics, which are not available for so few people
 * ("Insight" of the reference). Friends are counted as they are now, whatever the day.
 */
export function insightEndpoints(context: LineContext): Endpoint[] {
  return [
    {
      ...get,
      name: 'insight-followers',
      pattern: /^\/v2\/bot\/insight\/followers$/,
      handle: ({ call }) => ofDay(context, call, firstDates.followers, () => followersOf(context)),
    },
    {
      ...get,
      name: 'insight-deliveries',
      pattern: /^\/v2\/bot\/insight\/message\/delivery$/,
      handle({ call }) {
        if (!call.query.has('date')) return invalidParameter('date');
        return ofDay(context, call, firstDates.deliveries, (date) => deliveriesOf(context, date));
      },
    },
    {
      ...get,
      name: 'insight-demographic',
      pattern: /^\/v2\/bot\/insight\/demographic$/,
      handle: () => ({ status: 200, body: { available: false } }),
    },
  ];
}

/** A day's numbers are ready on the next one; without a word it is yesterday's. */
function ofDay(context: LineContext, call: Call, firstDate: string, body: (date: string) => object): Answer {
  const date = call.query.get('date');
  if (date !== null && !/^\d{8}$/.test(date)) return invalidParameter('date');
  if (date !== null && date < firstDate) return { status: 200, body: { status: 'out_of_service' } };
  if (date !== null && date >= context.state.quota.today()) return { status: 200, body: { status: 'unready' } };
  return { status: 200, body: { status: 'ready', ...body(date ?? '') } };
}

function followersOf({ state }: LineContext) {
  const users = state.users.list();
  const blocks = users.filter(({ friendship }) => friendship === 'blocked').length;
  const friends = state.users.friends().length;
  return { followers: friends + blocks, targetedReaches: 0, blocks };
}

function deliveriesOf({ state: { quota } }: LineContext, date: string) {
  return {
    apiBroadcast: quota.sentOn('broadcast', date),
    apiPush: quota.sentOn('push', date),
    apiMulticast: quota.sentOn('multicast', date),
    apiNarrowcast: quota.sentOn('narrowcast', date),
    apiReply: quota.sentOn('reply', date),
  };
}
