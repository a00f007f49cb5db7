import { z } from 'zod';
import { type AddProblem, also, isRecord, type TextRules, text } from './values.ts';

const keyPattern = /^[a-zA-Z0-9_]{1,20}$/;
const mostOfAKind = 20;

/** The schema of a textV2 message's own content ("Text message (v2)" of the reference); `mentions`: whether it may hold some. */
export function textV2Schema(rules: TextRules, mentions: boolean): z.ZodType {
  const substitution = z.discriminatedUnion('type', [
    z.looseObject({
      type: z.literal('emoji'),
      productId: text(rules, { max: 100 }),
      emojiId: text(rules, { max: 100 }),
    }),
    z.looseObject({
      type: z.literal('mention'),
      mentionee: z.discriminatedUnion('type', [
        z.looseObject({ type: z.literal('user'), userId: z.string().regex(/^U[0-9a-f]{32}$/) }),
        z.looseObject({ type: z.literal('all') }),
      ]),
    }),
  ]);
  return also(
    z.looseObject({ text: text(rules, { max: 5000 }), substitution: z.record(z.string(), substitution).optional() }),
    (message, add) => {
      const given = isRecord(message.substitution) ? message.substitution : {};
      countSubstitutions(given, add);
      judgeKeys(given, mentions, add);
      if (typeof message.text === 'string') checkPlaceholders(message.text, given, add);
    },
  );
}

function countSubstitutions(given: Record<string, unknown>, add: AddProblem): void {
  const entries = Object.values(given).filter(isRecord);
  if (entries.length > 100) add('size must be between 0 and 100', 'substitution');
  for (const type of ['mention', 'emoji']) {
    const count = entries.filter((entry) => entry.type === type).length;
    if (count > mostOfAKind) add(`the number of ${type} objects must be between 0 and ${mostOfAKind}`, 'substitution');
  }
}

function judgeKeys(given: Record<string, unknown>, mentions: boolean, add: AddProblem): void {
  for (const [key, value] of Object.entries(given)) {
    if (!keyPattern.test(key)) add(`The key does not match the pattern '${keyPattern.source}'.`, 'substitution', key);
    if (!mentions && isRecord(value) && value.type === 'mention') {
      add('must be used in a reply or push message', 'substitution', key);
    }
  }
}

function checkPlaceholders(message: string, given: Record<string, unknown>, add: AddProblem): void {
  const withoutEscapes = message.replaceAll('{{', '').replaceAll('}}', '');
  for (const [, key = ''] of withoutEscapes.matchAll(/\{([^{}]*)\}/g)) {
    if (!keyPattern.test(key)) {
      add(`The key '${key}' enclosed in '{}' does not match the pattern '${keyPattern.source}'.`, 'text');
    } else if (!(key in given)) {
      add(`The key '${key}' enclosed in '{}' is not found in the substitution.`, 'text');
    }
  }
  if (/[{}]/.test(withoutEscapes.replace(/\{[^{}]*\}/g, ''))) add("'{' or '}' must be escaped or closed.", 'text');
}
