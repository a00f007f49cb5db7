import { chosenNames, wholeNumber } from '../support/command-line.ts';

test.each(['0', '7', '0012'])('%j is a whole number', (text) => {
  expect(wholeNumber(text, '--count')).toBe(Number(text));
});

test.each(['', ' ', '-1', '1.5', '1e3', '0x10', 'many', '99999999999999999999'])('%j is none', (text) => {
  expect(() => wholeNumber(text, '--count')).toThrow(`--count must be a whole number, 0 or more, not "${text}"`);
});

test('a number may be too small', () => {
  expect(wholeNumber('1', '--count', 1)).toBe(1);
  expect(() => wholeNumber('0', '--count', 1)).toThrow('--count must be a whole number, 1 or more, not "0"');
});

test('of the names those that were asked for, each once, in their own order', () => {
  expect(chosenNames(['c', 'a', 'c'], ['a', 'b', 'c'])).toEqual(['a', 'c']);
});

test('all names, when none was asked for', () => {
  expect(chosenNames(undefined, ['a', 'b'])).toEqual(['a', 'b']);
});

test('every name that is not known is told', () => {
  expect(() => chosenNames(['a', 'x', ''], ['a', 'b'])).toThrow('There is no "x", ""');
});
