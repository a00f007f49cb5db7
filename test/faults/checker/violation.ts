/** A promise that was broken in one story. */
export type Violation = { promise: string; what: string };
