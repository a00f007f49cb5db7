import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import type { SendKind } from '../state/quota.ts';

const kinds: SendKind[] = ['reply', 'push', 'multicast', 'narrowcast', 'broadcast'];

/** The endpoints that judge message objects without sending them ("Validate message objects"). */
export function validateEndpoints(context: LineContext): Endpoint[] {
  return kinds.map((kind) => ({
    name: `validate-${kind}`,
    method: 'POST',
    pattern: new RegExp(`^/v2/bot/message/validate/${kind}$`),
    body: 'json',
    handle({ body }) {
      const checked = context.validate(body, {}, kind);
      return checked.ok ? { status: 200, body: {} } : checked.answer;
    },
  }));
}
