import type { Region } from './land.ts';
import { inLanguage, type Language, type Wording } from './language.ts';

/** First parts of restaurant names; all invented. */
export const prefixes: readonly Wording[] = [
  ['金樹', 'きんじゅ', 'Golden Tree'],
  ['青石', 'あおいし', 'Blue Stone'],
  ['月見', 'つきみ', 'Moonview'],
  ['松風', 'まつかぜ', 'Pine Breeze'],
  ['小鹿', 'こじか', 'Little Deer'],
  ['福安', 'ふくやす', 'Fook On'],
  ['春日', 'はるひ', 'Spring Day'],
  ['阿波', 'あわ', 'Ah-Po'],
  ['海燕', 'うみつばめ', 'Sea Swallow'],
  ['竹影', 'たけかげ', 'Bamboo Shade'],
  ['紅橋', 'あかはし', 'Red Bridge'],
  ['白鷺', 'しらさぎ', 'White Heron'],
  ['老街口', 'ろうがい', 'Old Street'],
  ['雲水', 'くもみず', 'Cloud & Water'],
  ['銀杏', 'いちょう', 'Ginkgo'],
  ['柿子', 'かきのき', 'Persimmon'],
  ['三味', 'さんみ', 'Three Flavours'],
  ['北斗', 'ほくと', 'Big Dipper'],
  ['茉莉', 'まつり', 'Jasmine'],
  ['晴川', 'はれかわ', 'Clear River'],
  ['五谷', 'ごこく', 'Five Grains'],
  ['鯨灣', 'くじらわん', 'Whale Bay'],
  ['山嵐', 'やまあらし', 'Mountain Mist'],
  ['巷尾', 'こうじ', 'Lane End'],
  ['阿嬤家', 'おばあちゃん', "Grandma's"],
  ['燈籠', 'とうろう', 'Lantern'],
  ['渡船頭', 'わたしば', 'Ferry Landing'],
  ['夜貓', 'よねこ', 'Night Cat'],
  ['石榴', 'ざくろ', 'Pomegranate'],
  ['初雪', 'はつゆき', 'First Snow'],
  ['河童', 'かっぱ', 'River Imp'],
  ['稻香', 'いなか', 'Rice Field'],
];

/** What a place cooks: ten dishes for each region. */
export const dishes: readonly Wording[] = [
  ['牛肉麵', '牛肉麺', 'Beef Noodle'],
  ['小籠包', '小籠包', 'Soup Dumpling'],
  ['魯肉飯', 'ルーロー飯', 'Braised Pork Rice'],
  ['蚵仔煎', '牡蠣オムレツ', 'Oyster Omelette'],
  ['臭豆腐', '臭豆腐', 'Stinky Tofu'],
  ['鹽酥雞', '台湾唐揚げ', 'Popcorn Chicken'],
  ['火鍋', '火鍋', 'Hot Pot'],
  ['豆花', '豆花', 'Tofu Pudding'],
  ['刈包', '割包', 'Gua Bao'],
  ['虱目魚', 'サバヒー', 'Milkfish'],
  ['拉麵', 'ラーメン', 'Ramen'],
  ['壽司', '寿司', 'Sushi'],
  ['天婦羅', '天ぷら', 'Tempura'],
  ['烏龍麵', 'うどん', 'Udon'],
  ['蕎麥麵', 'そば', 'Soba'],
  ['炸豬排', 'とんかつ', 'Tonkatsu'],
  ['鰻魚飯', 'うなぎ', 'Eel'],
  ['大阪燒', 'お好み焼き', 'Okonomiyaki'],
  ['串燒', '焼き鳥', 'Yakitori'],
  ['咖哩', 'カレー', 'Curry'],
  ['披薩', 'ピザ', 'Pizza'],
  ['義大利麵', 'パスタ', 'Pasta'],
  ['漢堡', 'ハンバーガー', 'Burger'],
  ['塔可', 'タコス', 'Taco'],
  ['牛排', 'ステーキ', 'Steak'],
  ['海鮮', 'シーフード', 'Seafood'],
  ['早午餐', 'ブランチ', 'Brunch'],
  ['燒烤', 'バーベキュー', 'Barbecue'],
  ['河粉', 'フォー', 'Pho'],
  ['甜點', 'スイーツ', 'Dessert'],
];

/** Where the dishes of a region begin in `dishes`; each region has ten. */
export const firstDishOf: Record<Region, number> = { taiwan: 0, japan: 10, elsewhere: 20 };
export const dishesPerRegion = 10;

/** Last parts of restaurant names. */
export const kinds: readonly Wording[] = [
  ['小館', '堂', 'House'],
  ['食堂', '亭', 'Kitchen'],
  ['老舖', '本舗', 'Parlour'],
  ['專門店', '専門店', 'Shop'],
  ['小吃', '屋台', 'Stand'],
  ['酒場', '酒場', 'Tavern'],
  ['工坊', '工房', 'Works'],
  ['茶屋', '茶屋', 'Tea House'],
];

/** Which parts a name is made of; the same in every language. */
export type NameParts = { prefix: number; dish: number; kind: number };

const languages: readonly Language[] = ['zh-TW', 'ja', 'en'];

/** A restaurant's name in one language. */
export function nameOf(parts: NameParts, language: Language): string {
  const words = [prefixes[parts.prefix], dishes[parts.dish], kinds[parts.kind]];
  return words.map((word) => (word ? inLanguage(word, language) : '')).join(language === 'en' ? ' ' : '');
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function oneOf(wordings: readonly Wording[], language: Language): string {
  const words = wordings.map((w) => inLanguage(w, language)).toSorted((a, b) => b.length - a.length);
  return `(${words.map(escaped).join('|')})`;
}

const grammars = languages.map((language) => ({
  language,
  pattern: new RegExp(
    [prefixes, dishes, kinds].map((words) => oneOf(words, language)).join(language === 'en' ? ' ' : ''),
    'g',
  ),
}));

const indexOf = (wordings: readonly Wording[], language: Language, text: string | undefined) =>
  wordings.findIndex((w) => inLanguage(w, language) === text);

/** A name of the invented world met in a text. */
export type NameFound = { name: string; parts: NameParts; at: number };

/** All names of the invented world in a text, in order; a name is known by its grammar, so no list has to be kept. */
export function findNames(text: string): NameFound[] {
  const found = grammars.flatMap(({ language, pattern }) =>
    [...text.matchAll(pattern)].map((match) => ({
      name: match[0],
      at: match.index,
      parts: {
        prefix: indexOf(prefixes, language, match[1]),
        dish: indexOf(dishes, language, match[2]),
        kind: indexOf(kinds, language, match[3]),
      },
    })),
  );
  const inOrder = found.toSorted((a, b) => a.at - b.at);
  return inOrder.filter((f, index) => index === 0 || inOrder[index - 1]?.at !== f.at);
}
