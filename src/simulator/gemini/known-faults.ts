import { z } from 'zod';
import type { Behaviour, KnownFaults } from '../core/fault-checks.ts';

const purposes = ['maps', 'search', 'json', 'text'];
const withPurposes = (route: string) => [route, ...purposes.map((purpose) => `${route}:${purpose}`)];

const calls = ['generateContent', 'streamGenerateContent'].flatMap(withPurposes);
const answers = [...calls, ...withPurposes('batchItem')];
const jobs = ['batch', 'batchGenerateContent', 'asyncBatchEmbedContent'];
const webhook = ['webhook'];

const seconds = z.number().min(0);

const behaviours = {
  'quota-429': { routes: [...calls, ...jobs], value: seconds },
  'day-quota-429': { routes: [...calls, ...jobs], value: seconds },
  'blocked-prompt': { routes: answers, value: z.string() },
  safety: { routes: answers, value: z.string() },
  'max-tokens': { routes: answers, value: z.literal('empty') },
  'no-metadata': { routes: answers },
  'no-supports': { routes: answers },
  'nothing-found': { routes: answers },
  'place-names': { routes: answers, value: z.array(z.string()) },
  'hostile-links': { routes: answers },
  'invalid-json': { routes: answers },
  'prose-instead-of-json': { routes: answers },
  'cite-99': { routes: answers },
  'input-gone': { routes: jobs },
  slow: { routes: jobs, value: seconds },
  'stuck-pending': { routes: jobs },
  'job-failed': { routes: jobs },
  'job-expired': { routes: jobs },
  'job-cancelled': { routes: jobs },
  'unknown-state': { routes: jobs, value: z.string().min(1) },
  'failed-items': { routes: jobs, value: z.int().min(1) },
  shuffled: { routes: jobs },
  'lost-key': { routes: jobs },
  'doubled-key': { routes: jobs },
  'unknown-key': { routes: jobs },
  'no-key': { routes: jobs },
  'output-gone': { routes: jobs },
  'no-output': { routes: jobs },
  'swapped-keys': { routes: jobs },
  'foreign-job': { routes: jobs },
  lost: { routes: webhook },
  late: { routes: webhook, value: seconds },
  doubled: { routes: webhook },
  reordered: { routes: webhook },
  'wrong-signature': { routes: webhook },
  'too-old': { routes: webhook, value: seconds },
} satisfies Record<string, Behaviour>;

/** Names of the behaviour faults of Gemini. */
type GeminiBehaviour = keyof typeof behaviours;

/** Takes a behaviour fault; undefined when none strikes. */
export type TakeBehaviour = (name: GeminiBehaviour) => { value: unknown } | undefined;

/** What can go wrong on Gemini, given the routes that it has. */
export function geminiFaults(routes: readonly { name: string }[]): KnownFaults {
  return { side: 'Gemini', routes: [...new Set(routes.map(({ name }) => name))], behaviours };
}
