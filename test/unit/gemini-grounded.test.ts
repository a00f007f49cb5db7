import { askForMarker, groundedProblem, saysNothingFound } from '../../src/gemini/grounded.ts';
import { generateContentResponse } from '../../src/gemini/response.ts';

const response = (text: string | undefined, finishReason = 'STOP') =>
  generateContentResponse.parse({
    candidates: [{ finishReason, ...(text !== undefined && { content: { parts: [{ text }] } }) }],
  });

test.each([
  ['sources', response('Good noodles.'), true, undefined],
  ['text without sources', response('Good noodles.'), false, 'GeminiNoSources'],
  ['the marker', response('NOTHING_FOUND'), false, undefined],
  ['the marker under a sentence', response('I searched the web.\n\n**NOTHING_FOUND**'), false, undefined],
  [
    'the marker within a sentence',
    response('I would write NOTHING_FOUND, but the noodles are good.'),
    false,
    'GeminiNoSources',
  ],
  ['no text', response(undefined), false, 'GeminiEmptyAnswer'],
  ['no text, though with sources', response(undefined), true, 'GeminiEmptyAnswer'],
  ['white space', response(' \n'), false, 'GeminiEmptyAnswer'],
  ['a cut text', response('Good nood', 'MAX_TOKENS'), true, 'GeminiCutOff'],
  ['a cut marker', response('NOTHING_FOUND', 'MAX_TOKENS'), false, 'GeminiCutOff'],
  ['a blocked text', response(undefined, 'SAFETY'), false, 'GeminiBlocked'],
  [
    'a blocked prompt',
    generateContentResponse.parse({ promptFeedback: { blockReason: 'OTHER' } }),
    false,
    'GeminiBlocked',
  ],
  ['no candidates', generateContentResponse.parse({}), false, 'GeminiEmptyAnswer'],
])('a grounded answer with %s', (_name, answer, hasSources, problem) => {
  expect(groundedProblem(answer, hasSources)).toBe(problem);
});

test.each([
  ['抱歉，我在這個地點附近找不到任何餐廳。', true],
  ['申し訳ありませんが、この場所の近くで飲食店は見つかりませんでした。', true],
  ['Sorry, I could not find any restaurants near this location.', true],
  ["I couldn't find reviews of it.", true],
  ['No restaurants were found here.', true],
  ['There are five good places around the station.', false],
  ['', false],
  [`${'The noodles are good. '.repeat(20)} I could not find a menu.`, false],
])('%j says that nothing was found: %s', (text, expected) => {
  expect(saysNothingFound(text)).toBe(expected);
});

test('what the prompt asks for is what is looked for', () => {
  expect(saysNothingFound(/single line (\S+)/.exec(askForMarker('nothing'))?.[1] ?? '')).toBe(true);
});
