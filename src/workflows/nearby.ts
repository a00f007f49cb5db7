import {
  ActivityFailure,
  condition,
  isCancellation,
  log,
  setCurrentDetails,
  upsertMemo,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { PlaceCandidate } from '../gemini/places.ts';
import { bestEffort, paidReadForReplyWithin, pushWithin, quickRead, tokenBound } from './activity-options.ts';
import { maxBilledAttempts } from './back-offs.ts';
import type { ChoicesAnswer, Language, NearbyInput, NearbyResult, Place } from './contract.ts';
import { pushWindowMs, tokenAgeMs } from './decisions.ts';
import { failure, hintOf, lastFailure } from './failures.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { afterFailure } from './push.ts';
import { replyWhileTokenLives, type TokenAge } from './reply.ts';
import { searchAttributes } from './search-attributes.ts';
import { type RunVersion, runVersion } from './version.ts';

type Found = Pick<NearbyResult, 'outcome' | 'places' | 'retryAfterMs'>;

/** A search is given up so long after its first call. */
const searchMs = 80_000;

/** How many places a user is offered. */
const maxPlaces = 3;

/** The names are extracted within this time at least. */
const minExtractMs = 5000;

/** Finds the top three restaurants and answers with them by reply, or by push when the reply token is gone. */
export async function nearby(input: NearbyInput): Promise<NearbyResult> {
  const version = runVersion();
  setCurrentDetails('Looking for restaurants with Google Maps grounding');
  const ledger = createLedger();
  try {
    return { ...(await searchAndAnswer(input, ledger, version)), ledger: ledger.entries() };
  } finally {
    upsertMemo({ ledger: ledger.entries() });
  }
}

async function searchAndAnswer(
  input: NearbyInput,
  ledger: Ledger,
  version: RunVersion,
): Promise<Omit<NearbyResult, 'ledger'>> {
  let searching = true;
  const loading = showLoadingWhile(input, () => searching);
  loading.catch(() => undefined);
  const language = await readLanguage(input);
  const found = await findPlaces(input, language, ledger);
  searching = false;
  // An animation that LINE is slow to show must not hold the answer back.
  if (version === 1) await loading;
  setCurrentDetails(`${describeFound(found)}; answering in ${language}`);
  const delivery = await deliver(input, { language, ...found }, version);
  upsertSearchAttributes([{ key: searchAttributes.stage, value: delivery === 'unclear' ? 'unclear' : 'answered' }]);
  setCurrentDetails(`${describeFound(found)}; ${delivery}`);
  return { ...found, delivery, chatKey: input.chat.key, language };
}

/** LINE ends the animation after a minute at the latest; it must not begin once the answer is on its way. */
async function showLoadingWhile({ chat }: NearbyInput, searching: () => boolean): Promise<void> {
  if (chat.kind !== 'user') return;
  do await bestEffort.showLoading({ chatId: chat.to }).catch(ignoreUnlessCancelled);
  while (!(await condition(() => !searching(), '55 seconds', { summary: 'loading animation' })));
}

async function readLanguage({ chat, defaultLanguage }: NearbyInput): Promise<Language> {
  return quickRead.readLanguage({ chat }).catch((error: unknown) => {
    ignoreUnlessCancelled(error);
    return defaultLanguage;
  });
}

async function findPlaces(input: NearbyInput, language: Language, ledger: Ledger): Promise<Found> {
  const startedAtMs = Date.now();
  try {
    const { searchPlaces } = paidReadForReplyWithin(searchMs);
    const { prose, candidates } = await ledger.paid('searchPlaces', maxBilledAttempts.needed, () =>
      searchPlaces({ area: input.area, language }),
    );
    if (candidates.length === 0) return { outcome: 'nothing-found', places: [] };
    const leftMs = Math.max(minExtractMs, startedAtMs + searchMs - Date.now());
    return { outcome: 'choices', places: await bestPlaces({ prose, candidates, language, leftMs }, ledger) };
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('The search for places failed', { error });
    if (lastFailure(error)?.type === 'GeminiDayQuota') return { outcome: 'day-quota', places: [] };
    return { outcome: 'search-failed', places: [], retryAfterMs: hintOf(error) };
  }
}

/** The three best of what was found; without the model's pick, the first that Google named. */
async function bestPlaces(
  found: { prose: string; candidates: PlaceCandidate[]; language: Language; leftMs: number },
  ledger: Ledger,
): Promise<Place[]> {
  const { leftMs, ...input } = found;
  try {
    const { extractNames } = paidReadForReplyWithin(leftMs);
    const { places } = await ledger.paid('extractNames', maxBilledAttempts.needed, () => extractNames(input));
    return places;
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('The names could not be extracted; taking the places as Google named them', { error });
    return input.candidates.slice(0, maxPlaces).map((candidate) => ({ ...candidate, knownFor: '' }));
  }
}

async function deliver(
  input: NearbyInput,
  answer: Omit<ChoicesAnswer, 'nearbyEventId'>,
  version: RunVersion,
): Promise<NearbyResult['delivery']> {
  const full = { ...answer, nearbyEventId: input.webhookEventId };
  const { replyToken, chat } = input;
  const replied = await replyWhileTokenLives(ageOf(input, version), (form) =>
    tokenBound.replyChoices({ replyToken, answer: full, form }),
  );
  if (replied === 'replied') return 'replied';
  // To see the restaurants twice is better than not at all; the buttons of both mean the same.
  await pushChoices({ to: chat.to, ownerRunId: workflowInfo().originalExecutionRunId, answer: full }, version);
  return replied === 'unclear' ? 'unclear' : 'pushed';
}

function ageOf({ eventAtMs, receivedAgoMs }: NearbyInput, version: RunVersion): TokenAge {
  const takenAtMs = workflowInfo().startTime.getTime();
  const ageMs = () => tokenAgeMs({ takenAtMs, receivedAgoMs }, Date.now());
  if (version === 2) return { atLeastMs: ageMs, atMostMs: async () => ageMs() };
  return { atLeastMs: () => Date.now() - eventAtMs, atMostMs: async () => undefined, ofVersion1: true };
}

/** Late is better than never: as long as LINE remembers the retry key, and as plain text when LINE refuses the bubble. */
async function pushChoices(input: Parameters<Activities['pushChoices']>[0], version: RunVersion): Promise<void> {
  try {
    await pushWithin(pushWindowMs).pushChoices(input);
  } catch (error) {
    if (isCancellation(error)) throw error;
    const isRefused = error instanceof ActivityFailure && afterFailure(error, Date.now()) === 'message-refused';
    if (version === 2 && isRefused && !input.form) return pushChoices({ ...input, form: 'plain' }, version);
    throw failure('Undelivered', 'LINE does not take the restaurants', error);
  }
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
    case 'day-quota':
      return "Gemini's quota of the day is used up";
  }
}
