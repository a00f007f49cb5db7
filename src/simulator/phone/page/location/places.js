/**
 * A place to share.
 *
 * @typedef {{ latitude: number, longitude: number, title?: string, address?: string }} Place
 */

/**
 * A place that is found by name; `words` are further spellings.
 *
 * @typedef {Place & { name: string, words?: string }} KnownPlace
 */

/** @type {readonly KnownPlace[]} */
export const places = [
  {
    name: 'Taipei Xinyi',
    words: '信義 台北 taipei 101',
    latitude: 25.033,
    longitude: 121.5654,
    title: '信義區',
    address: '台北市信義區市府路45號',
  },
  {
    name: 'Tokyo Shibuya',
    words: '渋谷 東京',
    latitude: 35.6595,
    longitude: 139.7005,
    title: '渋谷',
    address: '東京都渋谷区道玄坂',
  },
  {
    name: 'Osaka Namba',
    words: '難波 大阪 dotonbori 道頓堀',
    latitude: 34.6661,
    longitude: 135.5003,
    title: '難波',
    address: '大阪府大阪市中央区難波',
  },
  {
    name: 'London Soho',
    words: 'england uk',
    latitude: 51.5137,
    longitude: -0.1337,
    title: 'Soho',
    address: 'Old Compton Street, London W1',
  },
  {
    name: 'Taipei Ximending',
    words: '西門町 台北',
    latitude: 25.0421,
    longitude: 121.5075,
    title: '西門町',
    address: '台北市萬華區',
  },
  {
    name: 'Tainan',
    words: '台南 國華街',
    latitude: 22.9938,
    longitude: 120.1985,
    title: '國華街',
    address: '台南市中西區',
  },
  {
    name: 'Kaohsiung Liuhe',
    words: '高雄 六合夜市',
    latitude: 22.6318,
    longitude: 120.3013,
    title: '六合夜市',
    address: '高雄市新興區',
  },
  {
    name: 'Tokyo Asakusa',
    words: '浅草 東京',
    latitude: 35.7119,
    longitude: 139.7966,
    title: '浅草',
    address: '東京都台東区浅草',
  },
  {
    name: 'Kyoto Gion',
    words: '祇園 京都',
    latitude: 35.0037,
    longitude: 135.7751,
    title: '祇園',
    address: '京都府京都市東山区',
  },
  {
    name: 'Fukuoka Tenjin',
    words: '天神 福岡 博多',
    latitude: 33.5902,
    longitude: 130.3989,
    title: '天神',
    address: '福岡県福岡市中央区',
  },
  {
    name: 'Sapporo Susukino',
    words: 'すすきの 札幌',
    latitude: 43.0556,
    longitude: 141.3533,
    title: 'すすきの',
    address: '北海道札幌市中央区',
  },
  {
    name: 'Paris Le Marais',
    words: 'france',
    latitude: 48.8579,
    longitude: 2.3622,
    title: 'Le Marais',
    address: 'Rue des Rosiers, Paris',
  },
  {
    name: 'New York, East Village',
    words: 'usa manhattan',
    latitude: 40.7265,
    longitude: -73.9815,
    title: 'East Village',
    address: "St Mark's Place, New York",
  },
  { name: 'Open sea', words: 'nobody eats here', latitude: -48.8767, longitude: -123.3933 },
];

const offeredAtFirst = 4;

/**
 * Places whose name or address has every word of a search; the best-known ones when nothing is searched for.
 *
 * @param {string} search
 */
export function findPlaces(search) {
  const wanted = search
    .toLowerCase()
    .split(/[\s,、]+/)
    .filter(Boolean);
  if (wanted.length === 0) return places.slice(0, offeredAtFirst);
  return places.filter(({ name, words = '', title = '', address = '' }) => {
    const text = `${name} ${words} ${title} ${address}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
