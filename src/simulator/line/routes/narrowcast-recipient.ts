import { z } from 'zod';
import type { Answer } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import { errorAnswer } from '../errors.ts';

const keptMs = 14 * 24 * 60 * 60 * 1000;
const mostSources = 10;

/** `recipient` of a narrowcast: audiences, earlier narrowcasts, and operators over them. */
type Recipient =
  | { type: 'audience'; audienceGroupId: number }
  | { type: 'redelivery'; requestId: string }
  | { type: 'operator'; and?: Recipient[]; or?: Recipient[]; not?: Recipient };

const parts = z.lazy(() => z.array(anyRecipient).min(1)).optional();
const operator = z
  .looseObject({ type: z.literal('operator'), and: parts, or: parts, not: z.lazy(() => anyRecipient).optional() })
  .refine(({ and, or, not }) => [and, or, not].filter((part) => part !== undefined).length === 1, {
    error: 'exactly one of and, or, not must be specified',
  });

const anyRecipient: z.ZodType<Recipient> = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('audience'), audienceGroupId: z.number() }),
  z.looseObject({ type: z.literal('redelivery'), requestId: z.string() }),
  operator,
]);

/** A recipient that names at most ten audiences and earlier narrowcasts ("Recipient objects"). */
export const recipientSchema = anyRecipient.refine((recipient) => sourcesIn(recipient) <= mostSources, {
  error: `must not have more than ${mostSources} recipients`,
});

/** How many audiences and earlier narrowcasts a recipient names. */
function sourcesIn(recipient: Recipient): number {
  if (recipient.type !== 'operator') return 1;
  const { and = [], or = [], not } = recipient;
  return [...and, ...or, ...(not ? [not] : [])].reduce((sum, part) => sum + sourcesIn(part), 0);
}

/** The friends that a recipient means; 400 for an audience, of which there are none here, or an unfit request id. */
export function membersOf(context: LineContext, recipient: Recipient, friends: Set<string>): Set<string> | Answer {
  switch (recipient.type) {
    case 'audience':
      return errorAnswer(400, `Invalid audience group id: ${recipient.audienceGroupId}`);
    case 'redelivery': {
      const sent = context.state.narrowcasts.get(recipient.requestId);
      const isUsable = sent && sent.errorCode === undefined && context.clock.nowMs() - sent.atMs < keptMs;
      if (!isUsable) return errorAnswer(400, `Invalid request id: ${recipient.requestId}`);
      return new Set(sent.userIds.filter((id) => friends.has(id)));
    }
    case 'operator':
      return combined(context, recipient, friends);
  }
}

function combined(
  context: LineContext,
  { and, or, not }: Extract<Recipient, { type: 'operator' }>,
  friends: Set<string>,
): Set<string> | Answer {
  const sets: Set<string>[] = [];
  for (const part of and ?? or ?? (not ? [not] : [])) {
    const set = membersOf(context, part, friends);
    if (!(set instanceof Set)) return set;
    sets.push(set);
  }
  return new Set(
    [...friends].filter((id) => {
      if (and) return sets.every((set) => set.has(id));
      return sets.some((set) => set.has(id)) === (or !== undefined);
    }),
  );
}
