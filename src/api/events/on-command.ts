import { cancelledMessages, nothingRunningMessages, tooLateToCancelMessages } from '../../line/messages/notices.ts';
import { statusMessages } from '../../line/messages/status.ts';
import { reportUrl } from '../../temporal/reports.ts';
import { placesOf } from '../../temporal/run-description.ts';
import { cancelForUser, listRunning } from '../../temporal/running-analyses.ts';
import { listUndelivered } from '../../temporal/undelivered.ts';
import type { ApiContext } from '../context.ts';
import { chatOf } from './chat-of.ts';
import { giveHeld } from './give-held.ts';
import type { ActiveEvent, EventOutcome } from './handle-event.ts';
import { wasCancelled } from './on-run-button.ts';

/** So many fit beside the list of what runs. */
const maxUndelivered = 3;

/** Gives the oldest held answer, or says what runs for this chat; the index is a moment behind. */
export async function onStatus(api: ApiContext, event: ActiveEvent): Promise<EventOutcome> {
  const runs = await listRunning(api.temporal, api.budgets.readMs, chatOf(api, event).key);
  const held = runs.find(({ stage }) => stage === 'held');
  if (held) return giveHeld(api, event, held);
  api.replies.send(event.replyToken, async () => {
    const language = await api.languageOf(event.source.userId);
    const nowMs = Date.now();
    const running = runs.map((run) => ({ places: placesOf(run), stage: run.stage, waitedMs: nowMs - run.startedAtMs }));
    return statusMessages({ language, running, undelivered: await undeliveredReports(api, event) });
  });
  return 'replied';
}

/** The last reports that LINE did not take; none when they cannot be looked up in time. */
async function undeliveredReports(api: ApiContext, event: ActiveEvent) {
  const { retentionMs } = api.settings;
  const publicUrl = api.settings.publicUrl();
  if (!publicUrl) return [];
  const asked = { chatKey: chatOf(api, event).key, closedAfterMs: Date.now() - retentionMs, max: maxUndelivered };
  try {
    const runs = await listUndelivered(api.temporal, api.budgets.queryMs, asked);
    return runs.map((run) => ({ places: placesOf(run), pageUrl: reportUrl(api.keyRing, publicUrl, run) }));
  } catch (err) {
    api.logger.warn({ err }, 'undelivered reports could not be looked up');
    return [];
  }
}

/** Cancels everything that runs for this chat; what is finished but held goes out instead. */
export async function onCancel(api: ApiContext, event: ActiveEvent): Promise<EventOutcome> {
  const open = await listRunning(api.temporal, api.budgets.readMs, chatOf(api, event).key);
  const running = open.filter(({ stage }) => stage !== 'held');
  const [held] = open.filter(({ stage }) => stage === 'held');
  if (held && running.length === 0) return giveHeld(api, event, held);
  const signalled = await Promise.all(running.map((run) => cancelForUser(api.temporal, api.budgets.durableMs, run)));
  const taken = running.filter((_, index) => signalled[index]);
  api.replies.send(event.replyToken, async () => {
    const language = await api.languageOf(event.source.userId);
    if (taken.length === 0) return nothingRunningMessages({ language });
    const cancelled = await Promise.all(taken.map((run) => wasCancelled(api, run)));
    const stopped = taken.filter((_, index) => cancelled[index]);
    return stopped.length > 0
      ? cancelledMessages({ language, places: eachOnce(stopped.flatMap(placesOf)) })
      : tooLateToCancelMessages({ language });
  });
  return taken.length > 0 ? 'signalled' : 'replied';
}

/** A restaurant may be in two of the runs. */
const eachOnce = (places: { name: string }[]) => [...new Map(places.map((place) => [place.name, place])).values()];
