import { createApi } from './api.js';
import { createPhone } from './chat/phone.js';
import { byId } from './dom.js';
import { createEvents } from './events.js';
import { createJournalPanel } from './journal/journal.js';
import { createLinksPanel } from './links.js';
import { createToasts } from './toasts.js';

const api = createApi();
const events = createEvents('/api/events');
const toasts = createToasts(byId('toasts'));

/** Phones stand side by side; panels stand one under the other beside them. */
byId('phones').append(createPhone({ api, events, toasts }));
byId('panels').append(createLinksPanel({ api, toasts }), createJournalPanel({ api, events, toasts }));
