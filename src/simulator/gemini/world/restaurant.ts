import { createHash } from 'node:crypto';
import { randomText, type SeededRandom, seededRandom, shuffled } from '../../core/random.ts';
import { inLanguage, type Language } from './language.ts';
import { dishes, findNames, type NameParts, nameOf } from './names.ts';
import type { Opinion } from './opinion.ts';
import { opinions } from './opinions.ts';

/** An invented restaurant; everything about it follows from the seed and its name. */
export type Restaurant = {
  /** Resource name of the Places API, `places/ChIJ…`. */
  placeId: string;
  mapsUri: string;
  name: (language: Language) => string;
  /** What it cooks, the signature first. */
  dishes: (language: Language) => string[];
  /** What its reviews say, good and bad; each with the dish that it speaks of. */
  opinions: (language: Language) => { opinion: Opinion; text: string }[];
};

/** The restaurant made of these name parts. */
export function restaurantOf(seed: number, parts: NameParts): Restaurant {
  const key = `${parts.prefix}-${parts.dish}-${parts.kind}`;
  return invent(seed, key, (language) => nameOf(parts, language), parts.dish);
}

/** The restaurant of a name: one of the invented world, or for an unknown name one that its text alone decides. */
export function restaurantNamed(seed: number, name: string): Restaurant {
  const known = findNames(name)[0];
  return known ? restaurantOf(seed, known.parts) : invent(seed, name, () => name, undefined);
}

function invent(
  seed: number,
  key: string,
  name: (language: Language) => string,
  signature: number | undefined,
): Restaurant {
  const random = seededRandom(seed, `restaurant:${key}`);
  const digest = createHash('sha256').update(`${seed}:place:${key}`).digest();
  const first = signature ?? Math.floor(random() * dishes.length);
  const inRegion = first - (first % 10);
  const cooked = [first, inRegion + ((first + 3) % 10), inRegion + ((first + 7) % 10)];
  const said = pickOpinions(random);
  const dishesIn = (language: Language) => cooked.map((dish) => dishIn(dish, language));
  return {
    placeId: `places/ChIJ${digest.toString('base64url').slice(0, 23)}`,
    mapsUri: `https://maps.google.com/?cid=${digest.readBigUInt64LE(24) >> 1n}`,
    name,
    dishes: dishesIn,
    opinions: (language) =>
      said.map((opinion, index) => {
        const dish = dishesIn(language)[index % cooked.length] ?? '';
        return { opinion, text: inLanguage(opinion.wording, language).replaceAll('{dish}', dish) };
      }),
  };
}

function dishIn(dish: number, language: Language): string {
  const wording = dishes[dish];
  const text = wording ? inLanguage(wording, language) : '';
  return language === 'en' ? text.toLowerCase() : text;
}

/** Eleven to fifteen opinions whose share of praise is the place's quality; one topic always has both sides. */
function pickOpinions(random: SeededRandom): Opinion[] {
  const quality = 0.35 + random() * 0.5;
  const wanted = 11 + Math.floor(random() * 5);
  const good = shuffled(
    random,
    opinions.filter((o) => o.mood === 'good'),
  );
  const bad = shuffled(
    random,
    opinions.filter((o) => o.mood === 'bad'),
  );
  const praise = good.slice(0, Math.round(wanted * quality));
  const signature = good.find((o) => o.topic === 'dishes');
  const disputed = good.find((o) => ['taste', 'service', 'price', 'atmosphere'].includes(o.topic));
  const dispute = bad.find((o) => o.topic === disputed?.topic);
  const picked = [signature, ...praise, disputed, dispute, ...bad.slice(0, Math.max(2, wanted - praise.length))];
  return [...new Set(picked.filter((o) => o !== undefined))];
}

/** Text of `length` characters that looks like a review id of Maps. */
export function reviewId(restaurant: Restaurant, index: number): string {
  const random = seededRandom(index, restaurant.placeId);
  return `Ch${randomText(random, 34, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')}`;
}
