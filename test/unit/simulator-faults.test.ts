import type { Call } from '../../src/simulator/core/call.ts';
import { createFaults, type Fault, type Faults } from '../../src/simulator/core/faults.ts';
import { geminiFaults } from '../../src/simulator/gemini/known-faults.ts';
import { lineFaults } from '../../src/simulator/line/known-faults.ts';
import { documentedBehaviours, documentedNames } from '../integration/simulator-faults-support.ts';

const call: Call = {
  method: 'GET',
  path: '/',
  params: {},
  query: new URLSearchParams(),
  headers: {},
  rawBody: Buffer.alloc(0),
  origin: 'http://127.0.0.1',
};

const html = { kind: 'html' } as const;
const safety = { kind: 'behaviour', name: 'safety' } as const;

/** Whether each of so many calls of a route meets a fault. */
const strikes = (faults: Faults, route: string, calls = 64) =>
  Array.from({ length: calls }, () => faults.take(route, call) !== undefined);

function withFaults(seed: number, ...added: Fault[]): Faults {
  const faults = createFaults(seed);
  for (const fault of added) faults.add(fault);
  return faults;
}

describe('faults', () => {
  test('strike the next calls of their route, as often as they are told to', () => {
    const faults = withFaults(1, { route: 'push', effect: html, times: 2 });
    expect(strikes(faults, 'reply', 2)).toEqual([false, false]);
    expect(strikes(faults, 'push', 3)).toEqual([true, true, false]);
    expect(faults.list()).toEqual([]);
  });

  test('strike once when nothing is said, and show what is left of them', () => {
    const faults = withFaults(1, { route: 'push', effect: html }, { route: '*', effect: html, times: 3 });
    expect(strikes(faults, 'push', 2)).toEqual([true, true]);
    expect(faults.list()).toEqual([{ route: '*', effect: html, times: 2 }]);
  });

  test('with a probability strike about that often, and with times no more often than that', () => {
    const often = strikes(withFaults(1, { route: 'push', effect: html, probability: 0.25 }), 'push', 4000);
    expect(often.filter(Boolean).length / 4000).toBeCloseTo(0.25, 1);
    const atMost = withFaults(1, { route: 'push', effect: html, probability: 0.25, times: 3 });
    expect(strikes(atMost, 'push', 400).filter(Boolean)).toHaveLength(3);
    expect(strikes(withFaults(1, { route: 'push', effect: html, probability: 0 }), 'push')).not.toContain(true);
    expect(strikes(withFaults(1, { route: 'push', effect: html, probability: 1 }), 'push')).not.toContain(false);
  });

  test('with a probability follow the seed, whatever is called on other routes meanwhile', () => {
    const fault = { route: '*', effect: html, probability: 0.5 };
    const alone = strikes(withFaults(1, fault), 'push');
    const busy = withFaults(1, fault, { route: 'push', effect: safety, probability: 0.5 });
    const among = alone.map(() => {
      strikes(busy, 'reply', 3);
      busy.takeBehaviour('push', 'safety');
      return busy.take('push', call) !== undefined;
    });
    expect(among).toEqual(alone);
    expect(strikes(withFaults(2, fault), 'push')).not.toEqual(alone);
    expect(strikes(withFaults(1, fault), 'reply')).not.toEqual(alone);
  });

  test('are the same again after a reset, or those of the seed that it is given', () => {
    const fault = { route: 'push', effect: html, probability: 0.5 };
    const faults = withFaults(1, fault);
    const first = strikes(faults, 'push');
    faults.reset();
    expect(faults.list()).toEqual([]);
    faults.add(fault);
    expect(strikes(faults, 'push')).toEqual(first);
    faults.reset(2);
    faults.add(fault);
    expect(strikes(faults, 'push')).toEqual(strikes(withFaults(2, fault), 'push'));
  });

  test('of behaviour wait for their name, and those at the socket for a request', () => {
    const faults = withFaults(1, { route: '*', effect: { ...safety, value: 'OTHER' } }, { route: '*', effect: html });
    expect(faults.takeBehaviour('generateContent', 'max-tokens')).toBeUndefined();
    expect(faults.takeBehaviour('generateContent', 'safety')).toEqual({ value: 'OTHER' });
    expect(faults.takeBehaviour('generateContent', 'html')).toBeUndefined();
    expect(faults.take('generateContent', call)).toEqual(html);
  });

  test('of every route meet a call by its first name alone, so that a probability counts once', () => {
    const faults = withFaults(1, { route: '*', effect: safety, probability: 1 });
    expect(faults.takeBehaviour('generateContent', 'safety')).toBeDefined();
    expect(faults.takeBehaviour('generateContent:maps', 'safety')).toBeUndefined();
    expect(faults.takeBehaviour('batch', 'safety')).toBeUndefined();
  });
});

const routes = (...names: string[]) => names.map((name) => ({ name }));

const sides = [
  ['LINE', lineFaults(routes('push', 'profile'))],
  ['Gemini', geminiFaults(routes('generateContent', 'batchGenerateContent'))],
] as const;

describe.each(sides)('the behaviours of %s in the page', (side, known) => {
  const rows = documentedBehaviours.filter((row) => row.side === side);

  test('are those that the code knows', () => {
    expect(rows.length).toBeGreaterThan(5);
    expect(documentedNames(side)).toEqual(Object.keys(known.behaviours).toSorted());
  });

  test('strike where the page says', () => {
    const first = (behaviour: { routes: readonly string[] }) =>
      behaviour.routes.length === known.routes.length
        ? ['any']
        : behaviour.routes.filter((route) => ['profile', 'webhook', 'generateContent', 'batch'].includes(route));
    const inCode = Object.entries(known.behaviours).map(([name, behaviour]) => [name, first(behaviour)]);
    expect(Object.fromEntries(rows.map(({ name, routes: where }) => [name, where]))).toEqual(
      Object.fromEntries(inCode),
    );
  });

  test('have a value where the page says', () => {
    const withValue = Object.entries(known.behaviours).flatMap(([name, { value }]) => (value ? [name] : []));
    expect(rows.flatMap(({ name, says }) => (/\bvalue\b/.test(says) ? [name] : [])).toSorted()).toEqual(
      withValue.toSorted(),
    );
  });
});
