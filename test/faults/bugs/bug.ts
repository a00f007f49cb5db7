/** A bug sown on purpose, to see that the checks find it. */
export type Bug = {
  name: string;
  /** Texts of `src` that are replaced; each must be there, once. */
  patches: { file: string; find: string; replace: string }[];
  /** The promise that it breaks. */
  promise: string;
  /** Seeds of which at least one brings it to light. */
  seeds: number[];
  /** One of a kind that `npm run test:all` looks for in another bug already; `bugs/hunt.ts` looks for all. */
  byHand?: true;
};
