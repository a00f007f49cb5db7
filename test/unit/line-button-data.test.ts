import * as fc from 'fast-check';
import { type ButtonData, formatButtonData, parseButtonData } from '../../src/line/button-data.ts';

const anyButton: fc.Arbitrary<ButtonData> = fc.record(
  {
    action: fc.constantFrom('analyse' as const, 'again' as const, 'status' as const, 'now' as const, 'cancel' as const),
    nearbyEventId: fc.stringMatching(/^[0-9A-Z]{1,40}$/),
    index: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant('all' as const)),
    placeKey: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
    runPrefix: fc.stringMatching(/^[0-9a-f]{8}$/),
  },
  { requiredKeys: ['action', 'nearbyEventId', 'index', 'placeKey'] },
);

test('every button reads back as it was written, within the 300 units of postback data', () => {
  fc.assert(
    fc.property(anyButton, (button) => {
      const data = formatButtonData(button);
      expect(data.length).toBeLessThanOrEqual(300);
      expect(parseButtonData(data)).toEqual(button);
    }),
  );
});

test('the form is that of the design', () => {
  const button = { nearbyEventId: '01JZ', placeKey: 'a-b_c' };
  expect(formatButtonData({ ...button, action: 'analyse', index: 2 })).toBe('v1.analyse.01JZ.2.a-b_c');
  expect(formatButtonData({ ...button, action: 'now', index: 'all', runPrefix: '0a1b2c3d' })).toBe(
    'v1.now.01JZ.all.a-b_c.0a1b2c3d',
  );
});

test.each([
  '',
  'v1',
  'v2.analyse.01JZ.2.key',
  'v1.delete.01JZ.2.key',
  'v1.analyse.01jz.2.key',
  'v1.analyse..2.key',
  'v1.analyse.01JZ.10.key',
  'v1.analyse.01JZ.-1.key',
  'v1.analyse.01JZ.1e0.key',
  'v1.analyse.01JZ. 1.key',
  'v1.analyse.01JZ..key',
  'v1.analyse.01JZ.ALL.key',
  'v1.analyse.01JZ.2.',
  'v1.analyse.01JZ.2.k/../y',
  `v1.analyse.01JZ.2.${'k'.repeat(65)}`,
  'v1.analyse.01JZ.2.key.',
  'v1.analyse.01JZ.2.key.0A1B2C3D',
  'v1.analyse.01JZ.2.key.0a1b2c3d.more',
  'v1.analyse.01JZ.2.key\n',
  '{"action":"analyse"}',
])('forged or old data %j means nothing', (data) => {
  expect(parseButtonData(data)).toBeUndefined();
});

test('any text is either refused or exactly what we would write', () => {
  const near = fc.tuple(anyButton, fc.nat(200), fc.string({ maxLength: 2 })).map(([button, at, noise]) => {
    const data = formatButtonData(button);
    return data.slice(0, at) + noise + data.slice(at + 1);
  });
  fc.assert(
    fc.property(fc.oneof(fc.string(), near), (data) => {
      const button = parseButtonData(data);
      expect(button ? formatButtonData(button) : data).toBe(data);
    }),
  );
});

test('a button that would not read back is not written', () => {
  expect(() => formatButtonData({ action: 'now', nearbyEventId: 'a.b', index: 0, placeKey: 'k' })).toThrow(
    /nearbyEventId/,
  );
});
