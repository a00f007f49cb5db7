/** What people eat and speak at a point of the map. */
export type Region = 'taiwan' | 'japan' | 'elsewhere';

type Box = { region: Region; south: number; north: number; west: number; east: number };

const box = (region: Region, south: number, north: number, west: number, east: number): Box => ({
  region,
  south,
  north,
  west,
  east,
});

/** Rough boxes of inhabited land; the first that holds a point decides. */
const land: readonly Box[] = [
  box('taiwan', 21.8, 25.4, 119.9, 122.1),
  box('taiwan', 23.2, 23.8, 119.3, 119.8),
  box('taiwan', 24.3, 24.6, 118.1, 118.5),
  box('taiwan', 22.1, 22.6, 113.5, 114.5),
  box('japan', 26, 27, 127.5, 128.5),
  box('japan', 31, 34, 129.5, 132),
  box('japan', 32.7, 35.7, 132, 137.5),
  box('japan', 34.5, 41.5, 136, 142),
  box('japan', 41.4, 45.6, 139.8, 145.6),
  box('elsewhere', 34.2, 38.6, 126, 129.6),
  box('elsewhere', 22.5, 40, 103, 119.5),
  box('elsewhere', 30, 32, 119.5, 122),
  box('elsewhere', 1.1, 6.8, 100, 104.5),
  box('elsewhere', 8, 21, 98, 109.4),
  box('elsewhere', 5, 19, 119.8, 126.6),
  box('elsewhere', -9, -5.8, 105, 116),
  box('elsewhere', -6, 5.8, 95, 106),
  box('elsewhere', 7, 35, 68, 90),
  box('elsewhere', 12, 42, 35, 63),
  box('elsewhere', 36, 60, -9.5, 30),
  box('elsewhere', 50, 59, -10.5, 2),
  box('elsewhere', 55, 71, 5, 31),
  box('elsewhere', 25, 49, -124.5, -67),
  box('elsewhere', 49, 70, -130, -53),
  box('elsewhere', 15, 32, -117, -86),
  box('elsewhere', 18.9, 22.3, -160.3, -154.8),
  box('elsewhere', -55, 12, -81, -35),
  box('elsewhere', 4.5, 37, -17.5, 16),
  box('elsewhere', -35, 37, 9, 51),
  box('elsewhere', -39, -11, 113, 154),
  box('elsewhere', -47.5, -34, 166, 179),
];

/** The region of a point in degrees; undefined at sea, where nobody cooks. */
export function regionOf(latitude: number, longitude: number): Region | undefined {
  return land.find((b) => latitude >= b.south && latitude <= b.north && longitude >= b.west && longitude <= b.east)
    ?.region;
}
