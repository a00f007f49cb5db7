import { billedBefore, toldAttempts } from '../../src/activities/paid-attempts.ts';
import { unknownCall } from '../../src/workflows/ledger-entries.ts';

const known = { ...unknownCall('collectReviews'), status: 'confirmed', priceMicroUsd: 14_000 } as const;
const unknown = unknownCall('collectReviews');

test.each([
  ['the first attempt has none before it', 1, undefined, []],
  ['nothing was told: each may have been billed', 3, undefined, [unknown, unknown]],
  ['free ones do not count', 5, { free: 4, known: [] }, []],
  ['one of three was a killed worker', 4, { free: 2, known: [] }, [unknown]],
  ['what an answer of no use has cost is kept', 4, { free: 1, known: [known] }, [known, unknown]],
  ['an operator has reset the attempts', 1, { free: 3, known: [] }, []],
  ['details of another form are as none', 2, { free: -1 }, [unknown]],
  ['so are details of another release', 2, 'half way', [unknown]],
])('%s', (_name, attempt, details, expected) => {
  expect(billedBefore(attempt, toldAttempts.parse(details), 'collectReviews')).toEqual(expected);
});
