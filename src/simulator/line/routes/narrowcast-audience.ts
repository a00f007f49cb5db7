import { z } from 'zod';
import type { Answer } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import { errorAnswer } from '../errors.ts';
import { membersOf, recipientSchema } from './narrowcast-recipient.ts';

const targetReachForAttributes = 100;

/** The fields of a narrowcast beside its messages ("Send narrowcast message"). */
export const audienceFields = {
  recipient: recipientSchema.optional(),
  filter: z.looseObject({ demographic: z.looseObject({ type: z.string() }).optional() }).optional(),
  limit: z
    .looseObject({
      max: z.int().min(1).optional(),
      upToRemainingQuota: z.boolean().optional(),
      forbidPartialDelivery: z.boolean().optional(),
    })
    .optional(),
};

const audienceBody = z.looseObject(audienceFields);

/** Who gets a narrowcast; `errorCode` when LINE accepts it and then does not deliver it. */
type Audience = { userIds: string[]; targetCount: number; errorCode?: 2 | 5 };

/**
 * Finds the audience among the friends of the bot. There are no audience groups here, and nobody has attributes: a
 * demographic filter is refused below 100 friends and finds nobody above.
 */
export function audienceOf(context: LineContext, body: unknown): { audience: Audience } | { answer: Answer } {
  const { recipient, filter, limit } = audienceBody.parse(body);
  if (limit?.forbidPartialDelivery && !limit.upToRemainingQuota) {
    return refused('The option forbidPartialDelivery must be used with upToRemainingQuota.');
  }
  const friends = context.state.users.friends().map((user) => user.userId);
  if (filter?.demographic) {
    if (friends.length < targetReachForAttributes) {
      return { answer: errorAnswer(403, 'Your account does not have enough friends') };
    }
    return { audience: { userIds: [], targetCount: 0, errorCode: 2 } };
  }
  const found = recipient ? membersOf(context, recipient, new Set(friends)) : new Set(friends);
  if (!(found instanceof Set)) return { answer: found };
  return { audience: limited(context, [...found], limit ?? {}) };
}

type Limit = NonNullable<z.infer<typeof audienceBody>['limit']>;

/** Cuts the audience down to the limit object; the first people are taken where LINE takes some at random. */
function limited(context: LineContext, userIds: string[], limit: Limit): Audience {
  const { quota } = context.state;
  const quotaLeft = limit.upToRemainingQuota ? (quota.limit() ?? Infinity) - quota.used() : Infinity;
  const most = Math.max(0, Math.min(limit.max ?? Infinity, quotaLeft));
  if (limit.forbidPartialDelivery && userIds.length > most) {
    return { userIds: [], targetCount: userIds.length, errorCode: 5 };
  }
  const taken = userIds.slice(0, most);
  return { userIds: taken, targetCount: taken.length };
}

function refused(message: string): { answer: Answer } {
  return { answer: errorAnswer(400, message) };
}
