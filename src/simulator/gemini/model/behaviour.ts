import type { Faults } from '../../core/faults.ts';
import type { TakeBehaviour } from '../known-faults.ts';
import { isRecord } from '../wire/json.ts';
import type { Purpose } from './compose.ts';
import { markerAskedFor } from './quoted.ts';
import type { Reply } from './reply.ts';

/** Where a request came from: faults are injected apart for each. */
export type AnswerRoute = 'generateContent' | 'streamGenerateContent' | 'batchItem';

/** Takes the faults that one request meets: of its route, or of route and purpose, as in `generateContent:search`. */
export function behaviourFor(faults: Faults, route: AnswerRoute, purpose: Purpose): TakeBehaviour {
  return (name) => faults.takeBehaviour(route, name) ?? faults.takeBehaviour(`${route}:${purpose}`, name);
}

/** A reply after the faults that change what the model says. */
export function spoilt(
  reply: Reply,
  { purpose, prompt }: { purpose: Purpose; prompt: string },
  take: TakeBehaviour,
): Reply {
  let { text, grounding } = reply;
  if (purpose === 'json') {
    if (take('cite-99')) text = withClaimCiting99(text);
    if (take('hostile-links')) text = withLinksInClaims(text);
    if (take('invalid-json')) text = text.slice(0, Math.max(1, text.length - 1)).replace(/"([^"]*)":/, '$1:');
    if (take('prose-instead-of-json')) text = 'Here is the JSON that you asked for. I hope this helps!';
    return { text, grounding };
  }
  if (take('hostile-links')) text += ` ${hostileText}`;
  if (grounding && take('no-metadata')) grounding = undefined;
  if (grounding && take('no-supports')) grounding = { ...grounding, groundingChunks: [], groundingSupports: [] };
  if (grounding && take('nothing-found')) return { text: markerAskedFor(prompt) ?? 'I found nothing about it.' };
  return { text, grounding };
}

const hostileText =
  'More at https://prize.attacker.example/win and [the menu](javascript:alert(1)) <a href="https://attacker.example">here</a>.';

function withLinksInClaims(text: string): string {
  return text.replaceAll(
    /"(text|forWhom)":"((?:[^"\\]|\\.)*)"/g,
    (_whole, name: string, said: string) => `"${name}":"${said} ${JSON.stringify(hostileText).slice(1, -1)}"`,
  );
}

/** Adds a claim with a source that does not exist to the first list of claims. */
function withClaimCiting99(text: string): string {
  const parsed: unknown = JSON.parse(text);
  if (!isRecord(parsed)) return text;
  const [name, before] = Object.entries(parsed).find(([, value]) => claimsIn(value).length > 0) ?? ['praise', []];
  if (!(name in parsed)) return text;
  const claims = claimsIn(before);
  // What else a claim has, such as the place of a comparison, is as in the first one.
  const claim = { ...claims[0], text: 'Everybody loves this place.', sources: [99] };
  return JSON.stringify({ ...parsed, [name]: [claim, ...claims] });
}

function claimsIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((item) => isRecord(item) && Array.isArray(item.sources)) : [];
}
