import type { Meaning, TimedCall } from './call.ts';
import { saidIn } from './words.ts';

/** What a call to the Messaging API means. */
export function lineCall({ entry }: TimedCall): Meaning {
  const { route, requestBody, method, path } = entry;
  switch (route) {
    case 'reply':
      return { text: `Reply: ${saidIn(requestBody)}` };
    case 'push':
      return entry.status === 409
        ? { text: 'Push with a retry key that LINE knows: it is not sent a second time' }
        : { text: `Push: ${saidIn(requestBody)}` };
    case 'multicast':
    case 'broadcast':
    case 'narrowcast':
      return { text: `A ${route}: ${saidIn(requestBody)}` };
    case 'loading':
      return { text: 'Three dots while the bot works', minor: true };
    case 'profile':
      return { text: 'Reads the profile, for the language', minor: true };
    case 'quota':
    case 'quota-consumption':
      return { text: 'Asks how many messages are left this month', minor: true };
    default:
      return { text: `${method} ${route ?? path}`, minor: true };
  }
}
