import {
  isCancellation,
  log,
  setCurrentDetails,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { bestEffort, paidReadForReply, quickRead, safeWrite, tokenBound } from './activity-options.ts';
import type { ChoicesAnswer, Language, LedgerEntry, NearbyInput, NearbyResult, Place } from './contract.ts';
import { afterReply, type ReplyOutcome } from './decisions.ts';
import { searchAttributes } from './search-attributes.ts';

type Found = Pick<NearbyResult, 'outcome' | 'places' | 'ledger'>;

/** Finds the top three restaurants and answers with them by reply, or by push when the reply token is gone. */
export async function nearby(input: NearbyInput): Promise<NearbyResult> {
  setCurrentDetails('Looking for restaurants with Google Maps grounding');
  const loading = startLoading(input);
  const language = await readLanguage(input);
  const found = await findPlaces(input, language);
  await loading;
  setCurrentDetails(`${describeFound(found)}; answering in ${language}`);
  const delivery = await deliver(input, { language, outcome: found.outcome, places: found.places });
  upsertSearchAttributes([{ key: searchAttributes.stage, value: delivery === 'unclear' ? 'unclear' : 'answered' }]);
  setCurrentDetails(`${describeFound(found)}; ${delivery}`);
  return { ...found, delivery, chatKey: input.chat.key, language };
}

async function startLoading({ chat }: NearbyInput): Promise<void> {
  if (chat.kind !== 'user') return;
  await bestEffort.showLoading({ chatId: chat.to }).catch(ignoreUnlessCancelled);
}

async function readLanguage({ chat, defaultLanguage }: NearbyInput): Promise<Language> {
  return quickRead.readLanguage({ chat }).catch((error: unknown) => {
    ignoreUnlessCancelled(error);
    return defaultLanguage;
  });
}

async function findPlaces(input: NearbyInput, language: Language): Promise<Found> {
  const ledger: LedgerEntry[] = [];
  try {
    const search = await paidReadForReply.searchPlaces({ area: input.area, language });
    ledger.push(...search.usage);
    if (search.candidates.length === 0) return { outcome: 'nothing-found', places: [], ledger };
    const named = await paidReadForReply.extractNames({ prose: search.prose, candidates: search.candidates, language });
    ledger.push(...named.usage);
    return { outcome: 'choices', places: named.places, ledger };
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('The search for places failed', { error });
    const unknown: LedgerEntry = {
      call: 'searchPlaces',
      status: 'unknown',
      promptTokens: 0,
      outputTokens: 0,
      priceMicroUsd: 0,
    };
    return { outcome: 'search-failed', places: [], ledger: [...ledger, unknown] };
  }
}

async function deliver(
  input: NearbyInput,
  answer: Omit<ChoicesAnswer, 'nearbyEventId'>,
): Promise<NearbyResult['delivery']> {
  const full = { ...answer, nearbyEventId: input.webhookEventId };
  const outcomes: ReplyOutcome[] = [];
  for (;;) {
    outcomes.push(
      await tokenBound.replyChoices({ replyToken: input.replyToken, answer: full }).catch(unclearUnlessCancelled),
    );
    const next = afterReply(outcomes, Date.now() - input.eventAtMs);
    if (next === 'replied' || next === 'unclear') return next;
    if (next === 'push') {
      await safeWrite.pushChoices({
        to: input.chat.to,
        ownerRunId: workflowInfo().originalExecutionRunId,
        answer: full,
      });
      return 'pushed';
    }
    await sleep('1 second');
  }
}

/** The worker died or was too slow while the reply was on its way. */
function unclearUnlessCancelled(error: unknown): ReplyOutcome {
  ignoreUnlessCancelled(error);
  return 'unclear';
}

function ignoreUnlessCancelled(error: unknown): void {
  if (isCancellation(error)) throw error;
}

function describeFound({ outcome, places }: { outcome: NearbyResult['outcome']; places: Place[] }): string {
  switch (outcome) {
    case 'choices':
      return `Found ${places.map((place) => place.name).join(', ')}`;
    case 'nothing-found':
      return 'Found no restaurant there';
    case 'search-failed':
      return 'The search failed';
  }
}
