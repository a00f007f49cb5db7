import { createJournal } from '../../src/simulator/core/journal.ts';
import { userActionSchema } from '../../src/simulator/line/user-action.ts';
import { journalLine } from '../../src/simulator/phone/phone.ts';

const userId = `U${'a'.repeat(32)}`;

describe('an action posted by the page', () => {
  test.each([
    { type: 'text', text: '信義區' },
    { type: 'location', latitude: -90, longitude: 180, title: 'Pole' },
    { type: 'postback', data: 'v1.analyse', params: { date: '2026-11-21' } },
    { type: 'sticker' },
    { type: 'image' },
    { type: 'unsend', messageId: '600000000000000001' },
    { type: 'follow' },
    { type: 'unfollow' },
    { type: 'join', chatId: `C${'b'.repeat(32)}` },
    { type: 'leave', chatId: `R${'b'.repeat(32)}` },
  ])('is taken as it is: $type', (action) => {
    expect(userActionSchema.parse({ userId, ...action })).toEqual({ userId, ...action });
  });

  test.each([
    ['without a person', { userId: undefined, type: 'follow' }],
    ['of an unknown type', { type: 'shout', text: 'x' }],
    ['with an empty text', { type: 'text', text: '' }],
    ['with a text over 5,000 characters', { type: 'text', text: 'x'.repeat(5001) }],
    ['with a latitude beyond the pole', { type: 'location', latitude: 90.1, longitude: 0 }],
    ['with a longitude that is no number', { type: 'location', latitude: 0, longitude: 'east' }],
    ['with postback data over 300 characters', { type: 'postback', data: 'x'.repeat(301) }],
    ['for a chat id of another form', { type: 'text', text: 'x', chatId: 'C1' }],
  ])('is refused %s', (_what, action) => {
    expect(userActionSchema.safeParse({ userId, ...action }).success).toBe(false);
  });
});

test('the short form of a journal entry has neither headers nor bodies', () => {
  const entry = createJournal().add({
    atMs: 5,
    side: 'line',
    method: 'POST',
    path: '/v2/bot/message/push',
    route: 'push',
    matched: true,
    requestHeaders: { host: 'x' },
    requestBody: { to: userId },
    status: undefined,
    responseBody: { secret: true },
    fault: 'reset',
  });

  expect(journalLine(entry)).toEqual({
    seq: 1,
    atMs: 5,
    side: 'line',
    method: 'POST',
    path: '/v2/bot/message/push',
    route: 'push',
    matched: true,
    status: undefined,
    fault: 'reset',
  });
});
