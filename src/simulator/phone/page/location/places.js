/**
 * A place to share.
 *
 * @typedef {{ latitude: number, longitude: number, title?: string, address?: string }} Place
 */

/**
 * Places offered by name: four towns, and two points where nobody eats.
 *
 * @type {readonly (Place & { name: string })[]}
 */
export const places = [
  { name: 'Taipei 信義', latitude: 25.033, longitude: 121.5654, title: '信義區', address: '台北市信義區市府路45號' },
  { name: 'Osaka Namba', latitude: 34.6661, longitude: 135.5003, title: '難波', address: '大阪府大阪市中央区難波' },
  { name: 'Tokyo Shibuya', latitude: 35.6595, longitude: 139.7005, title: '渋谷', address: '東京都渋谷区道玄坂' },
  {
    name: 'London Soho',
    latitude: 51.5137,
    longitude: -0.1337,
    title: 'Soho',
    address: 'Old Compton Street, London W1',
  },
  { name: 'Open sea', latitude: -48.8767, longitude: -123.3933 },
  { name: '0 / 0', latitude: 0, longitude: 0 },
];
