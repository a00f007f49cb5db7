import { regionOf } from '../world/land.ts';
import { inLanguage, type Language, languageAskedFor, languageOfTag, type Wording } from '../world/language.ts';
import { reviewId } from '../world/restaurant.ts';
import { languageOfRegion, type Nearby, type Point, pointOfText, restaurantsNear } from '../world/world.ts';
import { createGroundedText, type GroundingChunk } from './grounded-text.ts';
import { markerAskedFor, placeAskedFor } from './quoted.ts';
import type { Reply } from './reply.ts';
import { type GenerateContentRequest, promptText } from './request.ts';

const nothingFound: Wording = [
  '抱歉，我在這個地點附近找不到任何餐廳。請換一個位置再試一次。',
  '申し訳ありませんが、この場所の近くで飲食店は見つかりませんでした。別の場所でお試しください。',
  'Sorry, I could not find any restaurants near this location. Please try another place.',
];
const opening: Wording = [
  '這附近有幾家值得一試的餐廳：\n\n',
  'この近くで人気のお店をいくつか紹介します。\n\n',
  'Here are some restaurants near you:\n\n',
];
const closing: Wording = [
  '\n出發前建議先確認營業時間。',
  '\nお出かけ前に営業時間をご確認ください。',
  '\nPlease check the opening hours before you go.',
];

/**
 * Answers with restaurants near the point of `retrievalConfig.latLng`, or of the place that the prompt names. Nothing
 * `placeNames` replace the names of the first ones. Nothing found means prose without grounding metadata ("Grounding with Google Maps").
 */
export function answerFromMaps(seed: number, request: GenerateContentRequest, placeNames: string[]): Reply {
  const prompt = promptText(request);
  const retrieval = request.toolConfig?.retrievalConfig;
  const asked = languageOfTag(retrieval?.languageCode) ?? languageAskedFor(prompt);
  const point = retrieval?.latLng ?? pointOfText(placeAskedFor(prompt), asked);
  const region = point && regionOf(point.latitude, point.longitude);
  const language = asked ?? (region ? languageOfRegion(region) : 'en');
  const found: Nearby[] = point ? restaurantsNear(seed, point) : [];
  if (found.length === 0) return { text: markerAskedFor(prompt) ?? inLanguage(nothingFound, language) };
  const names = found.map(({ restaurant }, index) => placeNames[index] ?? restaurant.name(language));
  return describe(found, names, language, point);
}

function describe(
  found: readonly Nearby[],
  names: readonly string[],
  language: Language,
  point: Point | undefined,
): Reply {
  const prose = createGroundedText();
  prose.say(inLanguage(opening, language));
  found.forEach(({ restaurant, distanceMeters }, index) => {
    const [first, second] = restaurant.dishes(language);
    const minutes = Math.max(1, Math.round(distanceMeters / 80));
    prose.say('*   ');
    prose.sayFrom(`**${names[index]}**${knownFor(language, first ?? '', second ?? '', minutes)}`, [index]);
    prose.say(language === 'en' ? ' ' : '');
    prose.sayFrom(restaurant.opinions(language)[1]?.text ?? '', [index]);
    prose.say('\n');
  });
  prose.say(inLanguage(closing, language));
  return {
    text: prose.text(),
    grounding: {
      groundingChunks: found.map((nearby, index) => mapsChunk(nearby, names[index] ?? '', language)),
      groundingSupports: prose.supports(),
      ...(point ? { webSearchQueries: [`restaurants near ${point.latitude},${point.longitude}`] } : {}),
    },
  };
}

function knownFor(language: Language, first: string, second: string, minutes: number): string {
  switch (language) {
    case 'zh-TW':
      return `：以${first}和${second}聞名，步行約 ${minutes} 分鐘。`;
    case 'ja':
      return `：${first}と${second}で有名、徒歩約${minutes}分。`;
    case 'en':
      return `: known for its ${first} and ${second}, about ${minutes} min on foot.`;
  }
}

function mapsChunk({ restaurant }: Nearby, title: string, language: Language): GroundingChunk {
  const snippets = restaurant.opinions(language).slice(0, 2);
  return {
    maps: {
      uri: restaurant.mapsUri,
      title,
      placeId: restaurant.placeId,
      placeAnswerSources: {
        reviewSnippets: snippets.map((_snippet, index) => {
          const id = reviewId(restaurant, index);
          return {
            reviewId: id,
            googleMapsUri: `https://www.google.com/maps/reviews/data=!4m6!14m5!1m4!2m3!1s${id}`,
            title,
          };
        }),
      },
    },
  };
}
