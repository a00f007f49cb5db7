/**
 * A value of a model's answer as it was read. Members stay in their order and may repeat a name, so that nothing is lost
 * where a model writes a list twice.
 */
export type JsonNode =
  | { kind: 'text'; value: string }
  | { kind: 'number'; value: number }
  /** `true`, `false`, `null` and what other languages call them. */
  | { kind: 'nothing' }
  /** A value that is not whole or not JSON: the answer ended in it, a quote is missing, or it is nested too deeply. */
  | { kind: 'broken' }
  /** `isCut`: the answer ended before the list or the object did. */
  | { kind: 'list'; items: JsonNode[]; isCut: boolean }
  | JsonObjectNode;

/** An object of a model's answer: its whole members. */
export type JsonObjectNode = { kind: 'object'; members: JsonMember[]; isCut: boolean };

/** One member of an object. */
export type JsonMember = { name: string; value: JsonNode };
