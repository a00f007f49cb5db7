import { createHmac } from 'node:crypto';
import type { ChatView } from '../../src/simulator/line/simulator.ts';
import { buttonsOf } from '../support/person.ts';
import type { People } from './people.ts';
import type { Stage } from './stage.ts';
import { lineWebhookUrl } from './stage.ts';
import type { Action, ChatStory, Story } from './story.ts';

/** Where an action takes place. */
type Scene = { stage: Stage; story: Story; people: People; chat: number; person: ChatStory };

/**
 * Does one step of a story and says what it was; resolves when it is on its way, not when it has been answered. What the
 * person cannot do (no such button on the screen, the bot blocked) is not done, and that is said too.
 */
export async function doAction(scene: Scene, action: Action): Promise<string> {
  try {
    return await act(scene, action);
  } catch (error) {
    return `could not: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function act(scene: Scene, action: Action): Promise<string> {
  const { stage, person } = scene;
  const { userId } = person;
  const send = (wish: Parameters<Stage['line']['act']>[0]) => begin(stage.line.act(wish));
  switch (action.kind) {
    case 'location':
      await send({ userId, type: 'location', latitude: person.latitude, longitude: person.longitude });
      return 'shares a location';
    case 'place':
      await send({ userId, type: 'text', text: person.typedPlace });
      return `types "${person.typedPlace}"`;
    case 'type':
      await send({ userId, type: 'text', text: action.word });
      return `types "${action.word}"`;
    case 'sticker':
      await send({ userId, type: 'sticker' });
      return 'sends a sticker';
    case 'unfollow':
    case 'follow':
      await send({ userId, type: action.kind });
      return action.kind === 'follow' ? 'follows again' : 'blocks the bot';
    case 'tap': {
      const data = buttonOnScreen(stage.line.chat(userId), `v1.analyse.`, `.${action.choice}.`);
      if (!data) return 'finds no such restaurant to tap';
      for (let tap = 0; tap < action.taps; tap++) {
        if (tap > 0) await nextMillisecond(stage);
        await send({ userId, type: 'postback', data });
      }
      return `taps ${data}${action.taps > 1 ? ' twice' : ''}`;
    }
    case 'button': {
      const data = buttonOnScreen(stage.line.chat(userId), `v1.${action.button}.`);
      if (!data) return `finds no button "${action.button}"`;
      await send({ userId, type: 'postback', data });
      return `taps ${data}`;
    }
    case 'redelivery':
      return redeliver(scene, action.back);
    case 'odd-webhook':
      return oddWebhook(scene, action.oddity);
  }
}

/** A refusal comes at once, an answer much later, with LINE's own redeliveries in between. */
export async function begin(delivery: Promise<unknown>): Promise<void> {
  let refused: unknown;
  delivery.catch((error: unknown) => {
    refused = error;
  });
  await new Promise((resolve) => setImmediate(resolve));
  if (refused) throw refused;
}

async function nextMillisecond({ clock }: Stage): Promise<void> {
  const now = Math.floor(clock.nowMs());
  while (Math.floor(clock.nowMs()) === now) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** The newest button on the screen with this beginning. */
export function buttonOnScreen(view: ChatView, start: string, within = ''): string | undefined {
  const shown = [
    ...view.items
      .filter((item) => item.from === 'bot')
      .map(({ message: { quickReply: _gone, ...message } }) => message),
    view.quickReplies.map(({ action }) => action),
  ];
  return shown
    .flatMap((part) => buttonsOf(part).map(({ data }) => data))
    .findLast((data) => data.startsWith(start) && data.includes(within));
}

/** LINE may deliver an event again, even one that was taken. */
async function redeliver({ stage, story, people, chat }: Scene, back: number): Promise<string> {
  const earlier = people.sentEvents(chat).at(-1 - back);
  if (!earlier) return 'has no earlier event to be delivered again';
  const event = { ...earlier.event, deliveryContext: { isRedelivery: true } };
  const body = JSON.stringify({ destination: stage.line.botUserId, events: [event] });
  const signature = createHmac('sha256', stage.line.channelSecret).update(body, 'utf8').digest('base64');
  await begin(
    fetch(lineWebhookUrl(stage.apis[story.settings].url), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-line-signature': signature },
    }),
  );
  return `LINE delivers ${earlier.webhookEventId} again`;
}

async function oddWebhook(
  { stage, story }: Scene,
  oddity: 'foreign' | 'wrong-signature' | 'too-old' | 'again',
): Promise<string> {
  const uri = `${stage.apis[story.settings].url}/webhooks/gemini`;
  const wish = {
    foreign: { uri, foreign: true },
    'wrong-signature': { uri, wrongSignature: true },
    'too-old': { uri, ageSeconds: 900 },
    again: { uri, times: 2 },
  }[oddity];
  await begin(stage.gemini.webhooks.deliver(wish));
  return `somebody posts a Gemini webhook: ${oddity}`;
}
