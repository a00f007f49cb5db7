/**
 * @import { BotView } from '../live.ts'
 * @import { JournalLine } from '../phone.ts'
 * @import { SwitchView } from '../switches/switch.ts'
 * @import { Step } from '../timeline/step.ts'
 */

/**
 * What the server tells by itself. `connected` comes again after a lost connection: then read the state anew.
 *
 * @typedef {object} Events
 * @property {(listener: () => void) => void} onConnected
 * @property {(listener: () => void) => void} onPeople
 * @property {(listener: (chatId: string) => void) => void} onChat
 * @property {(listener: (line: JournalLine) => void) => void} onJournal
 * @property {(listener: (step: Step) => void) => void} onStep
 * @property {(listener: (bot: BotView) => void) => void} onBot
 * @property {(listener: (switches: SwitchView[]) => void) => void} onSwitches
 */

/**
 * Opens the stream of server-sent events; the browser reconnects by itself.
 *
 * @param {string} url
 * @returns {Events}
 */
export function createEvents(url) {
  const source = new EventSource(url);
  /** @param {string} name */
  const onData = (name) => (/** @type {(data: any) => void} */ listener) =>
    source.addEventListener(name, (event) => listener(JSON.parse(event.data)));
  return {
    onConnected(listener) {
      source.addEventListener('open', listener);
      // Not at once: whoever listens may not be complete yet.
      if (source.readyState === EventSource.OPEN) queueMicrotask(listener);
    },
    onPeople: (listener) => onData('people')(() => listener()),
    onChat: (listener) => onData('chat')(({ chatId }) => listener(chatId)),
    onJournal: onData('journal'),
    onStep: onData('step'),
    onBot: onData('bot'),
    onSwitches: onData('switches'),
  };
}
