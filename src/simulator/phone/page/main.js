import { createApi } from './api.js';
import { createPhone } from './chat/phone.js';
import { byId, el } from './dom.js';
import { createEvents } from './events.js';
import { createTabs } from './layout/tabs.js';
import { createRunsPanel } from './runs/runs.js';
import { createSwitchesPanel } from './switches/switches.js';
import { createHappenings } from './timeline/happenings.js';
import { createToasts } from './toasts.js';

const api = createApi();
const events = createEvents('/api/events');
const toasts = createToasts(byId('toasts'));
const tabs = createTabs(byId('tabs'));
const parts = { api, events, toasts, tabs, about: await api.about() };
document.title = `${parts.about.botName} – phones and timeline`;

/** Phones stand side by side; panels stand one under the other beside them. */
byId('phones').append(createPhone({ ...parts, number: 1 }), createPhone({ ...parts, number: 2 }));
byId('panels').append(
  el('div', { class: 'break' }, createSwitchesPanel(parts)),
  createRunsPanel(parts),
  createHappenings(parts),
);
