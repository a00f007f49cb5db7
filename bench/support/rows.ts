/** One line of the table. */
export type Row = {
  /** Letter of the part, as for `--only`. */
  part: string;
  what: string;
  /** Undefined: only told, no target. */
  target?: string;
  measured: string;
  /** Whether the target is met; undefined without one. */
  met?: boolean;
  /** The same in numbers; units are in the names. */
  numbers: Record<string, number>;
};
