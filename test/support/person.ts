import type { ChatItem, LineSimulator, UserAction, WebhookDelivery } from '../../src/simulator/line/simulator.ts';

/** A person in a chat, as tests play one. */
export type Person = {
  userId: string;
  shareLocation: (latitude: number, longitude: number) => Promise<WebhookDelivery>;
  type: (text: string) => Promise<WebhookDelivery>;
  tap: (data: string) => Promise<WebhookDelivery>;
  /** Every message of the bot so far. */
  received: () => ChatItem[];
  /** The next message of the bot that this method has not returned yet. */
  next: () => Promise<ChatItem>;
  /** Waits until the bot has sent `count` messages in all. */
  untilReceived: (count: number) => Promise<ChatItem[]>;
};

const patienceMs = 20_000;

/** A new friend of the bot. */
export function createPerson(line: LineSimulator, language = 'zh-TW'): Person {
  const { userId } = line.addUser({ displayName: 'Test', language, friendship: 'friend' });
  const act = async (action: Omit<UserAction, 'userId'>) => line.act({ userId, ...action } as UserAction);
  const received = () => line.chat(userId).items.filter((item) => item.from === 'bot');
  let returned = 0;
  const untilReceived = async (count: number) => {
    await until(
      `${count} messages in the chat`,
      line.subscribe,
      () => received().length >= count,
      () => received().map((item) => textOf(item)),
    );
    return received();
  };
  return {
    userId,
    shareLocation: async (latitude, longitude) =>
      act({ type: 'location', latitude, longitude } as Omit<UserAction, 'userId'>),
    type: async (text) => act({ type: 'text', text } as Omit<UserAction, 'userId'>),
    tap: async (data) => act({ type: 'postback', data } as Omit<UserAction, 'userId'>),
    received,
    untilReceived,
    async next() {
      const item = (await untilReceived(returned + 1))[returned];
      returned += 1;
      if (!item) throw new Error('unreachable');
      return item;
    },
  };
}

/** Waits until `holds` does, looking again after each change. */
export async function until(
  what: string,
  subscribe: (listener: () => void) => () => void,
  holds: () => boolean,
  show: () => unknown = () => '',
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const check = () => holds() && resolve();
  const unsubscribe = subscribe(check);
  const timer = setTimeout(
    () => reject(new Error(`Not within ${patienceMs} ms: ${what}. ${JSON.stringify(show())}`)),
    patienceMs,
  );
  check();
  await promise.finally(() => {
    clearTimeout(timer);
    unsubscribe();
  });
}

/** What a person reads of a message. */
export function textOf({ message }: ChatItem): string {
  const text = message.text ?? message.altText;
  return typeof text === 'string' ? text : message.type;
}

/** Every postback on a message, with its label. */
export function buttonsOf(node: unknown): { label: string; data: string }[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, label, data } = node as Record<string, unknown>;
  const own = type === 'postback' && typeof data === 'string' ? [{ label: String(label), data }] : [];
  return [...own, ...Object.values(node).flatMap(buttonsOf)];
}

/** The data of the first button whose data starts with `v1.{action}.`. */
export function buttonFor(item: ChatItem, action: string): string {
  const found = buttonsOf(item.message).find(({ data }) => data.startsWith(`v1.${action}.`));
  if (!found) throw new Error(`No button "${action}" on: ${JSON.stringify(item.message)}`);
  return found.data;
}

/** Says that something is there. */
export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('There should be one');
  return value;
}
