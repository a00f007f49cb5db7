/** One line of the summary. */
export type Row = {
  part: 'kills' | 'away' | 'disk' | 'drain';
  what: string;
  measured: string;
  /** Promises that did not hold, one sentence each; empty: all held. */
  broken: string[];
};

/** What a part is told. */
export type PartOptions = {
  seed: number;
  rounds: number;
  /** Says what begins. */
  say: (line: string) => void;
  /** Gets each row as soon as it is there. */
  done: (row: Row) => void;
};

/** `3 reports, 1 apology` out of figures, leaving out the zeros. */
export function told(figures: Record<string, number>): string {
  return Object.entries(figures)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => `${value} ${name.replaceAll(/[A-Z0-9]+/g, (part) => ` ${part.toLowerCase()}`).trim()}`)
    .join(', ');
}

/** A row that is there, told at once. */
export async function toldRow(
  { done }: Pick<PartOptions, 'done'>,
  part: Row['part'],
  what: string,
  run: () => Promise<Row>,
): Promise<Row> {
  const row = await rowOrFailure(part, what, run);
  done(row);
  return row;
}

/** Runs something and makes a row even of its failure, so that one part does not lose what the others found. */
export async function rowOrFailure(part: Row['part'], what: string, run: () => Promise<Row>): Promise<Row> {
  try {
    return await run();
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { part, what, measured: 'ended with an error', broken: [stack] };
  }
}
