import type { Claim, Comparison, Report } from '../../../src/report/report.ts';
import { searchSuggestions } from '../../../src/simulator/gemini/model/search-suggestions.ts';
import type { Language } from '../../../src/workflows/contract.ts';

/** What reviewers say about a restaurant in one language, as long as such sentences are. */
type Wording = {
  names: readonly [string, string, string];
  verdict: string;
  dishes: readonly string[];
  praise: readonly string[];
  complaints: readonly string[];
  other: readonly [string, string, string, string, string];
  forWhom: readonly [string, string, string];
  searches: (name: string) => string[];
};

const wordings: Record<Language, Wording> = {
  'zh-TW': {
    names: ['永康牛肉麵館', '林東芳', '台北市信義區永春街超級無敵長名字的川味紅燒牛肉麵專賣店（信義旗艦店）'],
    verdict: '湯頭濃郁、牛肉軟嫩，是台北紅燒牛肉麵的代表之一，但尖峰時段要排隊，座位也擠。',
    dishes: ['紅燒牛肉麵：湯頭濃郁微辣，牛筋軟嫩入味，許多人說是必點。', '粉蒸排骨。'],
    praise: ['上菜快，十分鐘內上桌。', '牛肉份量大方，肉塊大而不柴。'],
    complaints: ['座位擁擠，常要併桌。', '部分評論覺得湯頭偏鹹，冷氣不夠強。'],
    other: [
      '一碗約 300 元。',
      '假日中午約等一小時，不接受訂位。',
      '適合家庭。',
      '平日下午人少。',
      '有人說微辣，有人說偏辣。',
    ],
    forWhom: ['帶長輩的家庭', '一個人快速用餐', '想吃辣的人'],
    searches: (name) => [`${name} 評價`, `${name} 推薦 必點`],
  },
  ja: {
    names: [
      '大阪らーめん 難波本店',
      'すし',
      '昔ながらの手打ちうどんと天ぷらの店 さぬき庵 心斎橋駅前アーケード商店街店',
    ],
    verdict: '濃厚なスープと深夜営業が支持される一方、行列と接客のばらつきが指摘されています。',
    dishes: ['特製醤油らーめんは鶏と魚介の濃厚なスープに太麺が合うと評判です。', '厚切りのチャーシュー。'],
    praise: ['深夜まで営業していて便利。', '量が多く満足感がある。'],
    complaints: ['忙しい時間帯は接客が雑になるとの声。', '店内が狭い。'],
    other: [
      '一杯 1,000 円ほど。',
      '週末は 30 分並ぶ。',
      '一人客に向く。',
      '食券機は現金のみ。',
      '塩気の評価は分かれる。',
    ],
    forWhom: ['家族連れ', '一人で手早く食べたい人', '辛いものが好きな人'],
    searches: (name) => [`${name} 口コミ`, `${name} おすすめ`],
  },
  en: {
    names: ['Harbour Noodles', 'Bar', 'The Old Harbour Noodle House & Dumpling Kitchen of Upper Llanfairpwllgwyngyll'],
    verdict: 'Rich broth and quick service win people over, though the room is cramped and weekend queues are long.',
    dishes: [
      'Braised beef noodles: a deep, slightly spicy broth with tender shank that most call a must.',
      'Dumplings.',
    ],
    praise: ['Food arrives within ten minutes.', 'Portions are generous.'],
    complaints: ['Tables are close together and often shared.', 'Too little air conditioning in summer.'],
    other: [
      'About NT$300 a bowl.',
      'Expect an hour at weekends.',
      'Good for families.',
      'Go at three.',
      'Mild or too hot?',
    ],
    forWhom: ['Families with grandparents', 'A quick meal alone', 'Those who like it hot'],
    searches: (name) => [`${name} reviews`, `${name} what to order`],
  },
};

const sites = [
  'ifoodie.tw',
  'tripadvisor.com.tw',
  'tabelog.com',
  'pixnet.net',
  'threads.com',
  'a.example',
  'google.com',
];

const sources = sites.map((title, index) => ({
  number: index + 1,
  uri: `https://vertexaisearch.cloud.google.com/grounding-api-redirect/AUZIYQ${'Ab3_x-9Z'.repeat(22)}${index}`,
  title,
}));

/** Claims of one source each, but for the last, which has `last` of them. */
const claims = (texts: readonly string[], last = 2): Claim[] =>
  texts.map((text, index) => ({
    text,
    sources: sources.slice(0, index === texts.length - 1 ? last : 1).map(({ number }) => number),
  }));

/** Reports with something in every section, as different in their length of name as restaurants are. */
export function sampleReports(language: Language, count: 1 | 3): Report[] {
  const { names, verdict, dishes, praise, complaints, other, searches } = wordings[language];
  const [price, queue, suits, tips, disagreements] = other;
  return names.slice(0, count).map((placeName) => ({
    placeName,
    mapsUri: 'https://maps.google.com/?cid=123',
    verdict: { text: verdict, sources: [1, 2, 5] },
    signatureDishes: claims(dishes),
    praise: claims(praise, sources.length),
    complaints: claims(complaints),
    ...{ price: claims([price]), queue: claims([queue]), suits: claims([suits]) },
    ...{ tips: claims([tips]), disagreements: claims([disagreements]) },
    sources,
    searchSuggestionsHtml: searchSuggestions(searches(placeName)),
    droppedClaims: 0,
  }));
}

/** Which of the three suits whom. */
export function sampleComparison(language: Language): Comparison {
  const { forWhom, praise } = wordings[language];
  const [text = ''] = praise;
  return {
    claims: forWhom.map((each, placeIndex) => ({ forWhom: each, placeIndex, text, sources: [1, placeIndex + 2] })),
    droppedClaims: 0,
  };
}

const attack = `"><script>document.title='owned'</script><img src=x onerror=alert(1)>&amp;`;

/** Text of others at its worst: markup, endless words, more sources than a line holds, a frame that wants out. */
export function hostileReport(imageUrl: string): Report {
  const [report] = sampleReports('en', 1);
  if (!report) throw new Error('There is one');
  const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
  const endless = 'W'.repeat(400);
  return {
    ...report,
    placeName: endless.slice(0, 90) + attack,
    verdict: { text: `https://example.org/${endless} ${attack} \u202Eמצוין`, sources: numbers },
    praise: [{ text: endless, sources: numbers }],
    sources: numbers.map((number) => ({
      number,
      uri: number === 3 ? 'javascript:alert(1)' : `https://a.example/${number}`,
      title: number === 5 ? `${'very-long-name-'.repeat(20)}.example` : attack,
    })),
    searchSuggestionsHtml: `</iframe><script>top.document.title='owned'</script><img src="${imageUrl}">
<meta http-equiv="refresh" content="0;url=${imageUrl}"><form action="${imageUrl}"><button>x</button></form>`,
  };
}
