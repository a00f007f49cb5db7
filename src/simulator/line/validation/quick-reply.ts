import { z } from 'zod';
import { actionSchema } from './actions.ts';
import { list, mediaUrl, type TextRules } from './values.ts';

/** The schema of `quickReply`: 1 to 13 buttons, each with an action that has a label ("Use quick replies"). */
export function quickReplySchema(rules: TextRules): z.ZodType {
  const type = z.literal('action');
  return z.looseObject({
    items: list(
      z.looseObject({
        type: rules.leniency?.quickReplyItemType === 'optional' ? type.optional() : type,
        imageUrl: mediaUrl(rules).optional(),
        action: actionSchema(rules, 'quick-reply'),
      }),
      1,
      13,
    ),
  });
}
