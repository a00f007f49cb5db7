import type { messagingApi } from '@line/bot-sdk';
import { lineLimits, shortenUtf16 } from '../limits.ts';
import type { Message } from './message.ts';
import { withQuickReplies } from './quick-reply.ts';

const paragraph = '\n\n';

/**
 * Renders messages as plain text, for the case that LINE refuses them as they are. A Flex Message becomes its texts and
 * links; the buttons above the keyboard stay. A text loses these buttons, since they are all that can be wrong with it.
 *
 * The same messages always give the same text, so the form need not be stored. At most 5 texts of 5000 UTF-16 units
 * ("Text message"); what is longer is cut, the links of its buttons are kept.
 */
export function plainForm(messages: Message[]): Message[] {
  const parts = messages.flatMap(partsOf).filter((part) => part.trim() !== '');
  const texts = packed(parts.flatMap((part) => slices(part, lineLimits.text)));
  const items = messages.flatMap((message) => (message.type === 'text' ? [] : (message.quickReply?.items ?? [])));
  return withinPlan(texts, linesOfButtons(messages)).map((text, index, all) => {
    const message: Message = { type: 'text', text };
    return index === all.length - 1 ? withQuickReplies(message, items) : message;
  });
}

/** One part for each bubble, so that a restaurant is not torn apart without need. */
function partsOf(message: Message): string[] {
  switch (message.type) {
    case 'text':
      return [message.text];
    case 'flex': {
      const { contents } = message;
      const parts = contents.type === 'carousel' ? contents.contents.map(textOfBubble) : [textOfBubble(contents)];
      return parts.some((part) => part !== '') ? parts : [message.altText];
    }
    default:
      return 'altText' in message ? [message.altText] : [];
  }
}

function textOfBubble(container: messagingApi.FlexContainer): string {
  if (container.type !== 'bubble') return '';
  const { header, body, footer } = container;
  return joined([header, body, footer].map(textOfComponent), paragraph);
}

function textOfComponent(component: messagingApi.FlexComponent | undefined): string {
  switch (component?.type) {
    case 'box': {
      const isRow = component.layout !== 'vertical';
      const between = component.spacing === 'lg' ? paragraph : '\n';
      return joined(component.contents.map(textOfComponent), isRow ? ' ' : between);
    }
    case 'text': {
      const text =
        component.text ??
        joined(
          (component.contents ?? []).map(({ text: span }) => span ?? ''),
          '',
        );
      return joined([text, uriOf(component.action)], '\n');
    }
    case 'button': {
      const uri = uriOf(component.action);
      return uri === '' ? '' : `${component.action.label ?? ''}: ${uri}`;
    }
    default:
      return '';
  }
}

function uriOf(action: messagingApi.Action | undefined): string {
  return action?.type === 'uri' ? (action.uri ?? '') : '';
}

/** The links of the buttons, each once: the page of the report comes first in each bubble. */
function linesOfButtons(messages: Message[]): string[] {
  const bubbles = messages.flatMap((message) => {
    if (message.type !== 'flex') return [];
    return message.contents.type === 'carousel' ? message.contents.contents : [message.contents];
  });
  const lines = bubbles.flatMap((bubble) =>
    bubble.type === 'bubble' && bubble.footer ? bubble.footer.contents.map(textOfComponent) : [],
  );
  return [...new Set(lines.filter((line) => line !== ''))];
}

/** As few texts as the parts fit into. */
function packed(parts: string[]): string[] {
  return parts.reduce<string[]>((texts, part) => {
    const last = texts.at(-1);
    const together = last === undefined ? part : `${last}${paragraph}${part}`;
    return together.length <= lineLimits.text ? [...texts.slice(0, -1), together] : [...texts, part];
  }, []);
}

/** Cuts between lines; a line that is too long by itself is shortened. */
function slices(part: string, maxUnits: number): string[] {
  const lines = part.split('\n').map((line) => shortenUtf16(line, maxUnits));
  const { done, open } = lines.reduce<{ done: string[]; open: string | undefined }>(
    (state, line) => {
      if (state.open === undefined) return { ...state, open: line };
      const together = `${state.open}\n${line}`;
      return together.length <= maxUnits
        ? { ...state, open: together }
        : { done: [...state.done, state.open], open: line };
    },
    { done: [], open: undefined },
  );
  return [...done, ...(open === undefined ? [] : [open])].filter((text) => text.trim() !== '');
}

function withinPlan(texts: string[], links: string[]): string[] {
  const max = lineLimits.messagesPerSend;
  if (texts.length <= max) return texts;
  const tail = shortenUtf16(links.join('\n'), lineLimits.text / 2);
  const head = shortenUtf16(texts[max - 1] ?? '', lineLimits.text - tail.length - paragraph.length);
  return [...texts.slice(0, max - 1), joined([head, tail], paragraph)];
}

function joined(texts: string[], separator: string): string {
  return texts.filter((text) => text.trim() !== '').join(separator);
}
