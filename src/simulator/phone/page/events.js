/** @import { JournalLine } from '../phone.ts' */

/**
 * What the server tells by itself. `connected` comes again after a lost connection: then read the state anew.
 *
 * @typedef {object} Events
 * @property {(listener: () => void) => void} onConnected
 * @property {(listener: (chatId: string) => void) => void} onChat
 * @property {(listener: (line: JournalLine) => void) => void} onJournal
 */

/**
 * Opens the stream of server-sent events; the browser reconnects by itself.
 *
 * @param {string} url
 * @returns {Events}
 */
export function createEvents(url) {
  const source = new EventSource(url);
  return {
    onConnected(listener) {
      source.addEventListener('open', listener);
      if (source.readyState === EventSource.OPEN) listener();
    },
    onChat: (listener) => source.addEventListener('chat', (event) => listener(JSON.parse(event.data).chatId)),
    onJournal: (listener) => source.addEventListener('journal', (event) => listener(JSON.parse(event.data))),
  };
}
