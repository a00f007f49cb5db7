import { z } from 'zod';
import { parseCommand } from '../../../../src/line/commands.ts';
import type { Violation } from '../../checker/violation.ts';
import type { DevEvidence } from '../evidence.ts';

const promise = 'in groups only when asked';
const event = z.looseObject({
  type: z.string(),
  message: z
    .looseObject({
      text: z.string().optional(),
      mention: z.looseObject({ mentionees: z.array(z.looseObject({ isSelf: z.boolean().optional() })) }).optional(),
    })
    .optional(),
});
const reply = z.looseObject({ replyToken: z.string() });

/** In a group the bot answers to its name, to commands and to its buttons, and starts nothing for other words. */
export function checkGroups(evidence: DevEvidence): Violation[] {
  const { journal, story, people, known } = evidence;
  const tokens = new Set(
    journal.flatMap(({ side, route, requestBody }) =>
      side === 'line' && route === 'reply' ? [reply.safeParse(requestBody).data?.replyToken] : [],
    ),
  );
  return story.parts
    .flatMap(({ members }, chat) => (members.length > 0 ? people.sentEvents(chat) : []))
    .filter((sent) => !isAsked(sent.event))
    .flatMap(({ webhookEventId, replyToken }) => [
      ...(replyToken !== undefined && tokens.has(replyToken) ? [`the event ${webhookEventId} was answered`] : []),
      ...known
        .filter(({ workflowId }) => workflowId === `nearby:${webhookEventId}`)
        .map(() => `the event ${webhookEventId} started a search`),
    ])
    .map((what) => ({ promise, what }));
}

function isAsked(sent: unknown): boolean {
  const { type, message } = event.parse(sent);
  if (type !== 'message') return true;
  const isNamed = message?.mention?.mentionees.some(({ isSelf }) => isSelf) ?? false;
  return isNamed || parseCommand(message?.text ?? '') !== undefined;
}
