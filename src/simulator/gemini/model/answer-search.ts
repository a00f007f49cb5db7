import { createHash } from 'node:crypto';
import { type SeededRandom, seededRandom, shuffled } from '../../core/random.ts';
import {
  inLanguage,
  type Language,
  languageAskedFor,
  languageOfScript,
  languageOfTag,
  type Wording,
} from '../world/language.ts';
import type { Topic } from '../world/opinion.ts';
import { restaurantNamed } from '../world/restaurant.ts';
import { createGroundedText, type GroundingChunk } from './grounded-text.ts';
import { restaurantAskedFor } from './quoted.ts';
import type { Reply } from './reply.ts';
import { type GenerateContentRequest, promptText } from './request.ts';
import { searchSuggestions } from './search-suggestions.ts';

/** Invented review sites; `.example` belongs to nobody. */
const sites = [
  'foodie-diary.example',
  'taste-map.example',
  'eat-local.example',
  'lane-lunch.example',
  'night-bites.example',
  'gourmet-log.example',
  'city-plates.example',
  'noodle-notes.example',
  'table-talk.example',
];

const headings: readonly { topics: readonly Topic[]; wording: Wording }[] = [
  { topics: ['dishes', 'taste', 'portions'], wording: ['餐點與口味', '料理と味', 'Food'] },
  { topics: ['price', 'queue'], wording: ['價格與等候', '値段と待ち時間', 'Price and waiting'] },
  { topics: ['service', 'atmosphere'], wording: ['服務與環境', '接客と雰囲気', 'Service and atmosphere'] },
  { topics: ['suits', 'tips'], wording: ['適合對象與提醒', '向いている人と注意点', 'Who it suits and tips'] },
];

/**
 * Answers with what people write about the restaurant that the prompt names ("Grounding with Google Search"): sentences
 * with one or several sources, some with none, and some sources that no sentence uses.
 */
export function answerFromSearch(seed: number, request: GenerateContentRequest): Reply {
  const prompt = promptText(request);
  const name = restaurantAskedFor(prompt);
  const language =
    languageAskedFor(prompt) ??
    languageOfTag(request.toolConfig?.retrievalConfig?.languageCode) ??
    languageOfScript(prompt);
  const random = seededRandom(seed, `search:${name}:${language}`);
  const restaurant = restaurantNamed(seed, name);
  const chunks = webChunks(random);
  const citable = chunks.length - 1 - Math.floor(random() * 2);
  const prose = createGroundedText();
  prose.say(opening(language, name.slice(0, 80)));
  const said = restaurant.opinions(language);
  for (const { topics, wording } of headings) {
    const here = said.filter(({ opinion }) => topics.includes(opinion.topic));
    if (here.length === 0) continue;
    prose.say(`\n\n**${inLanguage(wording, language)}**\n`);
    here.forEach(({ opinion, text }, index) => {
      if (index > 0 && language === 'en') prose.say(' ');
      if (random() < 0.1 && opinion.topic !== 'dishes') prose.say(text);
      else prose.sayFrom(text, cited(random, citable));
    });
  }
  prose.say(`\n\n${inLanguage(closing, language)}`);
  const queries = searchQueries(language, name.slice(0, 80));
  return {
    text: prose.text(),
    grounding: {
      searchEntryPoint: { renderedContent: searchSuggestions(queries) },
      groundingChunks: chunks,
      groundingSupports: prose.supports(),
      webSearchQueries: queries,
    },
  };
}

const closing: Wording = [
  '整體而言，評論因用餐時段與個人口味而異。',
  '全体として、評価は時間帯や好みによって分かれます。',
  'Overall, opinions differ with the time of the visit and personal taste.',
];

function opening(language: Language, name: string): string {
  switch (language) {
    case 'zh-TW':
      return `以下是網路上對「${name}」的評論整理。`;
    case 'ja':
      return `「${name}」についての口コミをまとめました。`;
    case 'en':
      return `Here is what people write online about "${name}".`;
  }
}

function searchQueries(language: Language, name: string): string[] {
  switch (language) {
    case 'zh-TW':
      return [`${name} 評價`, `${name} 推薦 必點`];
    case 'ja':
      return [`${name} 口コミ`, `${name} おすすめ`];
    case 'en':
      return [`${name} reviews`, `${name} what to order`];
  }
}

function webChunks(random: SeededRandom): GroundingChunk[] {
  const count = 5 + Math.floor(random() * 4);
  return shuffled(random, sites)
    .slice(0, count)
    .map((title) => {
      const token = createHash('sha512').update(`${title}:${random()}`).digest('base64url');
      return { web: { uri: `https://vertexaisearch.cloud.google.com/grounding-api-redirect/AUZIYQ${token}`, title } };
    });
}

function cited(random: SeededRandom, citable: number): number[] {
  const count = 1 + Math.floor(random() ** 2 * 3);
  const all = Array.from({ length: citable }, (_, index) => index);
  return shuffled(random, all)
    .slice(0, count)
    .toSorted((a, b) => a - b);
}
