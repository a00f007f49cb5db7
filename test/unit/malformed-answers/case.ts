/** An answer as a model may write it, and what of it must reach the user. */
export type MalformedAnswer = {
  what: string;
  answer: string;
  /** Each claim as `list text numbers`, in the order of the report; none: the answer is of no use. */
  kept: readonly string[];
  /** Claims that are dropped and counted; of an answer of no use nothing is counted. */
  dropped?: number;
};

type SampleClaim = { text: string; sources: number[] };

/** The report that the answers are made from. */
export const sample = {
  verdict: { text: '湯頭受稱讚。', sources: [1, 2] },
  praise: [
    { text: '店員親切。', sources: [2] },
    { text: '上菜快。', sources: [2, 3] },
  ],
  complaints: [{ text: '座位擁擠。', sources: [3] }],
} satisfies Record<string, SampleClaim | SampleClaim[]>;

export const verdict = 'verdict 湯頭受稱讚。 1,2';
export const kind = 'praise 店員親切。 2';
export const quick = 'praise 上菜快。 2,3';
export const narrow = 'complaints 座位擁擠。 3';
/** All that the sample says. */
export const everything = [verdict, kind, quick, narrow];

/** The sample as JSON. */
export const json = JSON.stringify(sample);
/** The sample as JSON in lines. */
export const pretty = JSON.stringify(sample, null, 2);

/** The sample as JSON with one stretch replaced, which must be there. */
export function changed(find: string, replace: string): string {
  if (!json.includes(find)) throw new Error(`not in the sample: ${find}`);
  return json.replace(find, () => replace);
}

/** The sample with other members. */
export const withMembers = (members: Record<string, unknown>) => JSON.stringify({ ...sample, ...members });
