import { createHash } from 'node:crypto';
import { seededRandom } from '../../core/random.ts';
import { type Region, regionOf } from './land.ts';
import { type Language, languageOfScript } from './language.ts';
import { dishesPerRegion, firstDishOf, kinds, prefixes } from './names.ts';
import { type Restaurant, restaurantOf } from './restaurant.ts';

/** A point in degrees. */
export type Point = { latitude: number; longitude: number };

/** A restaurant and how far away it is. */
export type Nearby = { restaurant: Restaurant; distanceMeters: number };

const restaurantsPerCell = 36;
const cellsPerDegree = 100;

/** What the people of a region speak. */
export function languageOfRegion(region: Region): Language {
  if (region === 'taiwan') return 'zh-TW';
  return region === 'japan' ? 'ja' : 'en';
}

/**
 * The three to five restaurants nearest to a point, nearest first; none at sea. The same point gives the same ones, and
 * points in the same hundredth of a degree share a neighbourhood of three dozen.
 */
export function restaurantsNear(seed: number, point: Point): Nearby[] {
  const region = regionOf(point.latitude, point.longitude);
  if (!region) return [];
  const south = Math.floor(point.latitude * cellsPerDegree);
  const west = Math.floor(point.longitude * cellsPerDegree);
  const random = seededRandom(seed, `cell:${south}:${west}`);
  const byPlaceId = new Map<string, Nearby>();
  while (byPlaceId.size < restaurantsPerCell) {
    const restaurant = restaurantOf(seed, {
      prefix: Math.floor(random() * prefixes.length),
      dish: firstDishOf[region] + Math.floor(random() * dishesPerRegion),
      kind: Math.floor(random() * kinds.length),
    });
    const at = { latitude: (south + random()) / cellsPerDegree, longitude: (west + random()) / cellsPerDegree };
    if (!byPlaceId.has(restaurant.placeId)) {
      byPlaceId.set(restaurant.placeId, { restaurant, distanceMeters: distanceMeters(point, at) });
    }
  }
  const wanted = 3 + Math.floor(random() * 3);
  return [...byPlaceId.values()].toSorted((a, b) => a.distanceMeters - b.distanceMeters).slice(0, wanted);
}

function distanceMeters(a: Point, b: Point): number {
  const metersPerDegree = 111_320;
  const north = (b.latitude - a.latitude) * metersPerDegree;
  const east = (b.longitude - a.longitude) * metersPerDegree * Math.cos((a.latitude * Math.PI) / 180);
  return Math.round(Math.hypot(north, east));
}

const middles: Record<Language, readonly Point[]> = {
  'zh-TW': [
    { latitude: 25.04, longitude: 121.54 },
    { latitude: 24.14, longitude: 120.68 },
    { latitude: 22.63, longitude: 120.3 },
  ],
  ja: [
    { latitude: 35.68, longitude: 139.76 },
    { latitude: 34.67, longitude: 135.5 },
    { latitude: 43.06, longitude: 141.35 },
  ],
  en: [
    { latitude: 51.5, longitude: -0.12 },
    { latitude: 40.73, longitude: -73.99 },
    { latitude: 1.3, longitude: 103.85 },
  ],
};

const nowhere = /middle of the (?:ocean|sea)|nowhere|太平洋|大海中央|海の真ん中/i;

const japaneseTowns = /japan|tokyo|osaka|kyoto|namba|shibuya|shinjuku|ginza|sapporo|fukuoka|nagoya/i;
const taiwaneseTowns = /taiwan|taipei|taichung|tainan|kaohsiung|xinyi|ximending|hsinchu/i;

function languageOfPlace(text: string, asked: Language | undefined): Language {
  if (japaneseTowns.test(text)) return 'ja';
  if (taiwaneseTowns.test(text)) return 'zh-TW';
  const script = languageOfScript(text);
  return script === 'zh-TW' && asked === 'ja' ? 'ja' : script;
}

/**
 * Where a typed place lies: its words and script (for Han, the language asked for) choose the country, a digest of it
 * the spot. Undefined for places at sea.
 */
export function pointOfText(text: string, asked?: Language): Point | undefined {
  if (nowhere.test(text)) return undefined;
  const digest = createHash('sha256').update(text.trim().toLowerCase()).digest();
  const towns = middles[languageOfPlace(text, asked)];
  const town = towns[digest.readUInt16LE(0) % towns.length];
  if (!town) return undefined;
  const off = (index: number) => (digest.readUInt16LE(index) / 65_536 - 0.5) * 0.06;
  return { latitude: town.latitude + off(2), longitude: town.longitude + off(4) };
}
