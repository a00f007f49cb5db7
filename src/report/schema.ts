import { z } from 'zod';
import { type GeminiSchema, geminiSchema } from './gemini-schema.ts';
import { findMembers } from './model-json/find-members.ts';
import { readClaim, readItems } from './model-json/read-claims.ts';
import type { Claim } from './report.ts';

/** How many claims of each kind a report has at most, in the order in which the model is asked for them. */
export const maxClaims = {
  signatureDishes: 5,
  praise: 5,
  complaints: 5,
  price: 2,
  queue: 2,
  suits: 4,
  tips: 3,
  disagreements: 3,
} as const;

/** What a model is asked for wherever it claims something. */
export const claim = z.object({
  text: z.string().meta({
    description:
      'One short sentence in the language of the report. Plain text: no links, no markup, no source numbers.',
  }),
  // Any number is read, so that one odd number costs a claim and not the report; integers are asked for.
  sources: z.array(z.number().meta({ type: 'integer' })).meta({
    description:
      'Numbers of the sources that the given statements carry in brackets. Never a number that is not given.',
    maxItems: 8,
  }),
});

// `maxItems` is told to the model but not checked: of a list that is too long, the first are used.
const claims = (maxItems: number, description: string) => z.array(claim).meta({ description, maxItems });

const modelReport = z.object({
  verdict: claim.meta({ description: 'What the reviews say on the whole, the good and the bad, in one sentence.' }),
  signatureDishes: claims(maxClaims.signatureDishes, 'Dishes that reviewers name, each with what they say about it.'),
  praise: claims(maxClaims.praise, 'What reviewers like, other than single dishes. Most often said first.'),
  complaints: claims(maxClaims.complaints, 'What reviewers dislike. Most often said first.'),
  price: claims(maxClaims.price, 'What a meal costs and whether reviewers find it worth it.'),
  queue: claims(maxClaims.queue, 'Waiting times and reservations.'),
  suits: claims(maxClaims.suits, 'For whom or for which occasion reviewers recommend it.'),
  tips: claims(maxClaims.tips, 'Practical advice of reviewers for a visit.'),
  disagreements: claims(maxClaims.disagreements, 'Points on which reviewers contradict each other; both sides.'),
});

/** What the model wrote, before its sources are checked; what it left out is empty. */
export type ModelReport = Omit<z.infer<typeof modelReport>, 'verdict'> & {
  verdict?: Claim | undefined;
  /** Claims that could not be read; left out when all could. */
  unreadClaims?: number;
};

/** `responseSchema` that asks the model for a report ("Structured outputs": the OpenAPI subset). */
export const modelReportResponseSchema: GeminiSchema = geminiSchema(
  z.toJSONSchema(modelReport, { target: 'openapi-3.0', io: 'input' }),
);

/**
 * Reads a model's answer member by member, however it is wrapped and wherever it ends: a claim that does not fit is
 * dropped alone and counted. Undefined when the answer has no member of a report.
 */
export function parseModelReport(text: string): ModelReport | undefined {
  const members = findMembers(text, Object.keys(modelReport.shape));
  if (!members) return undefined;
  let unreadClaims = 0;
  const claimsOf = (name: keyof typeof modelReport.shape): Claim[] => {
    const { items, unread } = readItems(members.get(name) ?? [], readClaim);
    unreadClaims += unread;
    return items;
  };
  const report = {
    verdict: claimsOf('verdict')[0],
    signatureDishes: claimsOf('signatureDishes'),
    praise: claimsOf('praise'),
    complaints: claimsOf('complaints'),
    price: claimsOf('price'),
    queue: claimsOf('queue'),
    suits: claimsOf('suits'),
    tips: claimsOf('tips'),
    disagreements: claimsOf('disagreements'),
  };
  return { ...report, ...(unreadClaims > 0 && { unreadClaims }) };
}
