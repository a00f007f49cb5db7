import type { Evidence } from '../evidence.ts';
import { inputOf, nameOf } from './analyses.ts';
import type { Violation } from './violation.ts';

const promise = 'nothing personal leaks';

/** A text that must not be somewhere, and what it is. */
type Secret = { what: string; text: string };

/** No id of a person, name or place of theirs where it does not belong; restaurants only in payloads, prompts, messages. */
export function checkPrivacy(evidence: Evidence): Violation[] {
  const personal = evidence.story.chats.flatMap(
    ({ userId, displayName, latitude, longitude, typedPlace }, chat): Secret[] => [
      { what: `user id of chat ${chat}`, text: userId },
      { what: `name of chat ${chat}`, text: displayName },
      { what: `latitude of chat ${chat}`, text: String(latitude) },
      { what: `longitude of chat ${chat}`, text: String(longitude) },
      { what: `typed place of chat ${chat}`, text: typedPlace },
    ],
  );
  const restaurants = [...new Set(evidence.history.filter(isAnalysis).flatMap((run) => inputOf(run).places ?? []))].map(
    ({ name }): Secret => ({ what: `restaurant "${name}"`, text: name }),
  );
  const all = [...personal, ...restaurants];
  return [
    ...evidence.history.flatMap((run) => found(`the history of ${nameOf(run)}`, run.rawBytes, all)),
    ...found('the log', Buffer.from(evidence.log.join('')), all),
    ...found('the metrics', Buffer.from(evidence.metrics), all),
    ...evidence.batches.flatMap((batch) => found('the name of a job', Buffer.from(batch.displayName ?? ''), all)),
    ...evidence.journal.flatMap((entry) => atGemini(entry, personal)),
  ].map((what) => ({ promise, what }));
}

const isAnalysis = ({ type }: Evidence['history'][number]) => type === 'analysis';

/** Only the Maps search tells Google where somebody is. */
function atGemini(
  { side, path, route, requestHeaders, requestBody }: Evidence['journal'][number],
  secrets: Secret[],
): string[] {
  if (side !== 'gemini') return [];
  const text = JSON.stringify([path, requestHeaders, requestBody]);
  const isMapsSearch = text.includes('googleMaps');
  const forbidden = isMapsSearch ? secrets.filter(({ what }) => /^(?:user id|name)/.test(what)) : secrets;
  return found(`a request to Gemini (${route})`, Buffer.from(text), forbidden);
}

function found(where: string, bytes: Buffer, secrets: Secret[]): string[] {
  return secrets.filter(({ text }) => bytes.includes(text)).map(({ what }) => `${what} is in ${where}`);
}
