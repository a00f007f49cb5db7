/**
 * @import { SimulatedUser, UserAction, WebhookDelivery } from '../../line/simulator.ts'
 * @import { JournalEntry } from '../../core/journal.ts'
 * @import { BotView } from '../live.ts'
 * @import { JournalLine, PhoneLink } from '../phone.ts'
 * @import { ChatPage } from '../routes/chat.ts'
 * @import { GroupView } from '../routes/groups.ts'
 * @import { About } from '../routes/timeline.ts'
 * @import { SwitchView } from '../switches/switch.ts'
 * @import { Step } from '../timeline/step.ts'
 */

/**
 * The page's server. Each call rejects with the server's own sentence when it is refused.
 *
 * @typedef {object} Api
 * @property {() => Promise<About>} about
 * @property {(chatId: string) => Promise<ChatPage>} chat
 * @property {(action: UserAction) => Promise<WebhookDelivery>} act
 * @property {(read: { chatId: string, userId: string, upToMs: number }) => Promise<unknown>} read
 * @property {() => Promise<SimulatedUser[]>} users
 * @property {(user: { displayName?: string, language?: string }) => Promise<SimulatedUser>} addUser
 * @property {() => Promise<GroupView[]>} groups
 * @property {(group: { name: string, memberIds: string[] }) => Promise<GroupView>} addGroup
 * @property {() => Promise<Step[]>} timeline
 * @property {() => Promise<BotView | null>} bot
 * @property {() => Promise<SwitchView[]>} switches
 * @property {(id: string, position: string) => Promise<SwitchView[]>} setSwitch
 * @property {() => Promise<JournalLine[]>} journal
 * @property {(seq: number) => Promise<JournalEntry>} journalEntry
 * @property {() => Promise<PhoneLink[]>} links
 */

/** @returns {Api} */
export function createApi() {
  return {
    about: () => get('/api/about'),
    chat: (chatId) => get(`/api/chat?chatId=${encodeURIComponent(chatId)}`),
    act: (action) => post('/api/actions', action),
    read: (read) => post('/api/reads', read),
    users: () => get('/api/users'),
    addUser: (user) => post('/api/users', user),
    groups: () => get('/api/groups'),
    addGroup: (group) => post('/api/groups', group),
    timeline: () => get('/api/timeline'),
    bot: () => get('/api/bot'),
    switches: () => get('/api/switches'),
    setSwitch: (id, position) => post(`/api/switches/${id}`, { position }),
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
