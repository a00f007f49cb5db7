import type { ButtonData } from '../../line/button-data.ts';
import { againMessages } from '../../line/messages/again.ts';
import { budgetSpentMessages, dailyLimitMessages, deadButtonMessages } from '../../line/messages/notices.ts';
import { workingMessages } from '../../line/messages/working.ts';
import type { DeadButton } from '../../line/texts/catalogue.ts';
import { type StartOutcome, startAnalysis } from '../../temporal/analyses.ts';
import { readNearby } from '../../temporal/nearby.ts';
import type { Language, NearbyResult, Place } from '../../workflows/contract.ts';
import type { Verdict } from '../allowance.ts';
import type { ApiContext } from '../context.ts';
import { chatOf } from './chat-of.ts';
import { giveHeld } from './give-held.ts';
import { type ActiveEvent, type EventOutcome, say } from './handle-event.ts';
import { sayStillRunning, targetOf } from './still-running.ts';

/** Starts the analysis that a button asks for, or says what is there already. */
export async function onAnalyse(api: ApiContext, event: ActiveEvent, button: ButtonData): Promise<EventOutcome> {
  const chat = chatOf(api, event);
  const [nearby, verdict] = await Promise.all([
    readNearby(api.temporal, api.budgets.readMs, button.nearbyEventId),
    api.allowance.forAnalysis(chat.key),
  ]);
  const dead = (why: DeadButton) => say(api, event, (language) => deadButtonMessages({ language, why }));
  if (!nearby) return dead('too-old');
  if (nearby.chatKey !== chat.key) return dead('other-chat');
  const places = chosenPlaces(api, nearby, button);
  if (!places) return dead('unknown');
  const { language } = nearby;
  const { taskQueue, freshMs, patienceMs, ordinaryCallAllowed, holdForMs } = api.settings;
  const { webhookEventId, timestampMs } = event;
  const policy = { patienceMs, ordinaryCallAllowed, holdForMs };
  const input = {
    chat,
    language,
    webhookEventId,
    nearbyEventId: button.nearbyEventId,
    placeIndex: button.index,
    places,
    policy,
  };
  const mayStart = verdict === 'yes';
  const tap = { input, placeKey: button.placeKey, timestampMs, again: button.action === 'again', mayStart };
  const outcome = await startAnalysis(api.temporal, { taskQueue, freshMs, timeoutMs: api.budgets.durableMs }, tap);
  if (outcome.kind === 'not-allowed') return sayNotAllowed(api, event, verdict);
  return answerTap(api, event, { button, places, language, outcome });
}

/** The limits of the day: a polite no. */
function sayNotAllowed(api: ApiContext, event: ActiveEvent, verdict: Verdict): EventOutcome {
  const { analysesPerDay: perDay } = api.settings;
  return say(api, event, (language) =>
    verdict === 'daily-limit' ? dailyLimitMessages({ language, perDay }) : budgetSpentMessages({ language }),
  );
}

type AnsweredTap = {
  button: ButtonData;
  places: Place[];
  language: Language;
  outcome: Exclude<StartOutcome, { kind: 'not-allowed' }>;
};

async function answerTap(
  api: ApiContext,
  event: ActiveEvent,
  { button, places, language, outcome }: AnsweredTap,
): Promise<EventOutcome> {
  switch (outcome.kind) {
    case 'redelivery':
      return 'duplicate';
    case 'running':
      return outcome.run.stage === 'held'
        ? giveHeld(api, event, outcome.run)
        : sayStillRunning(api, event, outcome.run, button);
    case 'started': {
      const target = targetOf(button, outcome.runId);
      api.replies.send(event.replyToken, async () =>
        workingMessages({ language, places, target, typicalMs: await api.typicalWaitMs() }),
      );
      return 'started';
    }
    case 'fresh': {
      const { plan, finishedAtMs } = outcome.result;
      const ageMs = Date.now() - finishedAtMs;
      const again = { language, places, messages: plan.messages, ageMs, target: targetOf(button) };
      api.replies.send(event.replyToken, async () => againMessages(again));
      return 'replied';
    }
  }
}

/** The places that a button means, if its digest really is theirs: buttons can be forged. */
function chosenPlaces({ digests }: ApiContext, { places }: NearbyResult, button: ButtonData): Place[] | undefined {
  const chosen = button.index === 'all' ? places : places.slice(button.index, button.index + 1);
  if (chosen.length === 0) return undefined;
  return digests.placesKey(chosen.map((place) => place.placeId)) === button.placeKey ? chosen : undefined;
}
