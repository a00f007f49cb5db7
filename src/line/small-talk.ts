import { type Command, longestCommand, parseCommand, plain } from './commands.ts';

/** What a person means who talks to the bot without a command of its own. */
type Spoken = Command | 'thanks' | 'nod';

/** What people say to somebody who is listening; in a group the same words are meant for others. */
const words: Record<Spoken, string[]> = {
  help: [
    ...['hi', 'hello', 'hey', 'good morning', 'good evening', 'start', 'menu'],
    ...['你好', '您好', '嗨', '哈囉', '早安', '晚安', '選單'],
    ...['こんにちは', 'こんばんは', 'おはよう', 'はじめまして', 'メニュー'],
  ],
  status: [
    ...['how long', 'how much longer', 'is it ready', 'are you done', 'not yet'],
    ...['狀況', '目前狀況', '好了嗎', '好了沒', '做好了嗎', '多久', '還要多久', '要多久'],
    ...['まだ', 'まだですか', 'できた', 'できましたか', 'どうなった', 'あとどれくらい', 'いつできる'],
  ],
  cancel: [
    ...['never mind', 'forget it'],
    ...['算了', '不用了', '不要'],
    ...['いらない', 'もういい', 'もういいです', 'やっぱりいい'],
  ],
  'forget-me': [],
  thanks: [
    ...['thanks', 'thank you', 'thanks a lot', 'thank you so much', 'thx'],
    ...['謝謝', '谢谢', '謝謝你', '多謝', '感謝', '感恩', '謝啦'],
    ...['ありがとう', 'ありがとうございます', 'どうも', 'サンキュー'],
  ],
  nod: [
    ...['ok', 'okay', 'got it', 'great', 'yes', 'no'],
    ...['好', '好的', '好喔', '好啊', '收到', '了解', '知道了', '嗯', '讚'],
    ...['はい', 'うん', 'わかった', 'わかりました', '了解です', '了解しました', 'オッケー'],
  ],
};

const kinds = ['help', 'status', 'cancel', 'forget-me', 'thanks', 'nod'] as const;
const spokenOf = new Map<string, Spoken>();
for (const kind of kinds) for (const word of words[kind]) spokenOf.set(plain(word), kind);

/** Like `parseCommand`, for a text that is certainly meant for the bot: greetings, thanks and impatience are understood too. */
export function parseSpoken(text: string): Spoken | undefined {
  return parseCommand(text) ?? (text.length > longestCommand ? undefined : spokenOf.get(plain(text)));
}
