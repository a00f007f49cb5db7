/** One line of the table. */
export type Row = {
  part: 'a' | 'b' | 'c' | 'd' | 'e';
  what: string;
  /** Undefined: only told, no target. */
  target?: string;
  measured: string;
  /** Whether the target is met; undefined without one. */
  met?: boolean;
  /** The same in numbers; units are in the names. */
  numbers: Record<string, number>;
};
