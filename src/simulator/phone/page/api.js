/**
 * @import { ChatView, SimulatedUser, UserAction, WebhookDelivery } from '../../line/simulator.ts'
 * @import { JournalEntry } from '../../core/journal.ts'
 * @import { JournalLine, PhoneLink } from '../phone.ts'
 */

/**
 * The page's server. Each call rejects with the server's own sentence when it is refused.
 *
 * @typedef {object} Api
 * @property {(chatId: string) => Promise<ChatView>} chat
 * @property {(action: UserAction) => Promise<WebhookDelivery>} act
 * @property {() => Promise<SimulatedUser[]>} users
 * @property {(user: { displayName?: string, language?: string }) => Promise<SimulatedUser>} addUser
 * @property {() => Promise<JournalLine[]>} journal
 * @property {(seq: number) => Promise<JournalEntry>} journalEntry
 * @property {() => Promise<PhoneLink[]>} links
 */

/** @returns {Api} */
export function createApi() {
  return {
    chat: (chatId) => get(`/api/chat?chatId=${encodeURIComponent(chatId)}`),
    act: (action) => post('/api/actions', action),
    users: () => get('/api/users'),
    addUser: (user) => post('/api/users', user),
    journal: () => get('/api/journal'),
    journalEntry: (seq) => get(`/api/journal/${seq}`),
    links: () => get('/api/links'),
  };
}

/** @param {string} path */
async function get(path) {
  return answerOf(await fetch(path));
}

/**
 * @param {string} path
 * @param {unknown} body
 */
async function post(path, body) {
  const headers = { 'content-type': 'application/json' };
  return answerOf(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

/** @param {Response} response */
async function answerOf(response) {
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message ?? `The simulator answered ${response.status}.`);
  return answer;
}
