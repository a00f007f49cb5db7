import type { Opinion, Topic } from '../world/opinion.ts';
import { recognise } from '../world/opinions.ts';

/** One review sentence of a prompt with the numbers of its sources. */
export type ReviewLine = {
  text: string;
  sources: number[];
  /** Undefined when nothing is known about the sentence. */
  topic: Topic | undefined;
  mood: Opinion['mood'] | undefined;
  dish?: string;
};

const reviewLine = /^[\s>*•-]*\[\s*(\d+(?:\s*,\s*\d+)*)\s*\]\s*(\S.*)$/gmu;

/** Reads lines `[1, 3] sentence`; equal sentences become one with the sources of all. */
export function reviewLinesOf(prompt: string): ReviewLine[] {
  const byText = new Map<string, ReviewLine>();
  for (const [, numbers = '', text = ''] of prompt.matchAll(reviewLine)) {
    const sources = numbers.split(',').map(Number);
    const before = byText.get(text.trim());
    if (before) before.sources = [...new Set([...before.sources, ...sources])];
    else byText.set(text.trim(), { text: text.trim(), sources, ...judge(text) });
  }
  return [...byText.values()];
}

function judge(text: string): Pick<ReviewLine, 'topic' | 'mood' | 'dish'> {
  const known = recognise(text);
  if (known) return { topic: known.opinion.topic, mood: known.opinion.mood, dish: known.dish };
  return { topic: topicWords.find(([, words]) => words.test(text))?.[0], mood: moodOf(text) };
}

const topicWords: readonly [Topic, RegExp][] = [
  ['queue', /排隊|等候|訂位|並ぶ|行列|待ち|予約|queue|wait|line\b|reserv/i],
  ['price', /價|貴|便宜|划算|値段|高い|安い|コスパ|price|expensive|cheap|value|cost/i],
  ['service', /服務|店員|態度|接客|スタッフ|service|staff|waiter|friendly|rude/i],
  ['atmosphere', /環境|氣氛|吵|裝潢|雰囲気|店内|静か|atmosphere|decor|noisy|quiet|cosy|cozy/i],
  ['portions', /份量|量が|ボリューム|portion/i],
  ['suits', /適合|向いて|suit|families|couples|groups/i],
  ['tips', /建議|記得|おすすめの時間|tip|advice|arrive|remember/i],
  ['dishes', /招牌|必點|看板|名物|signature|must[- ]try|famous for/i],
  ['taste', /味|好吃|美味|おいしい|旨|taste|delicious|flavou?r|tasty/i],
];

const badWords =
  /不好|難吃|太[鹹甜油吵貴]|失望|差|慢|冷淡|まずい|残念|悪い|遅い|がっかり|bad|poor|slow|rude|disappoint|terrible|overpriced|salty|bland|noisy/i;
const goodWords =
  /好吃|美味|推薦|親切|新鮮|划算|棒|おいしい|旨い|最高|良い|親切|素晴らしい|good|great|delicious|excellent|friendly|fresh|love|best|tasty|amazing/i;

function moodOf(text: string): Opinion['mood'] | undefined {
  if (badWords.test(text)) return 'bad';
  return goodWords.test(text) ? 'good' : undefined;
}
