/** First and last sticker of each package that the Messaging API sends ("Stickers"). */
const packages: Record<string, readonly [first: number, last: number]> = {
  446: [1988, 2027],
  789: [10_855, 10_894],
  1070: [17_839, 17_878],
  6136: [10_551_376, 10_551_399],
  6325: [10_979_904, 10_979_927],
  6359: [11_069_848, 11_069_871],
  6362: [11_087_920, 11_087_943],
  6370: [11_088_016, 11_088_039],
  6632: [11_825_374, 11_825_397],
  8515: [16_581_242, 16_581_265],
  8522: [16_581_266, 16_581_289],
  8525: [16_581_290, 16_581_313],
  11537: [52_002_734, 52_002_773],
  11538: [51_626_494, 51_626_533],
  11539: [52_114_110, 52_114_149],
};

/** Which id of a sticker is not one of a sticker that the bot may send; undefined when both are right. */
export function unlistedSticker(packageId: unknown, stickerId: unknown): 'packageId' | 'stickerId' | undefined {
  const range = typeof packageId === 'string' && Object.hasOwn(packages, packageId) ? packages[packageId] : undefined;
  if (!range) return 'packageId';
  const [first, last] = range;
  const id = typeof stickerId === 'string' && /^\d+$/.test(stickerId) ? Number(stickerId) : Number.NaN;
  return id >= first && id <= last ? undefined : 'stickerId';
}
