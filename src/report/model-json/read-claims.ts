import type { Claim } from '../report.ts';
import { valuesOf } from './find-members.ts';
import type { JsonNode, JsonObjectNode } from './node.ts';

/** What was read of a list, and how many of its items could not be read. */
export type Read<T> = { items: T[]; unread: number };

/** Far more than is ever shown; bounds the work on a list without end. */
const maxItems = 100;

/**
 * Reads each item of the lists with `readItem` and drops alone what does not fit. One item in place of a list counts as
 * a list of it, and an object that only numbers its items as their list.
 */
export function readItems<T>(values: readonly JsonNode[], readItem: (node: JsonNode) => T | undefined): Read<T> {
  const nodes = values.flatMap((value) => (value.kind === 'nothing' ? [] : itemsOf(value)));
  const items = nodes.slice(0, maxItems).flatMap((node) => readItem(node) ?? []);
  return { items, unread: nodes.length - items.length };
}

function itemsOf(node: JsonNode): JsonNode[] {
  if (node.kind === 'list') return node.items.flatMap((item) => (item.kind === 'list' ? itemsOf(item) : [item]));
  const isNumbered = node.kind === 'object' && node.members.length > 0 && node.members.every(isNumberedItem);
  return isNumbered ? node.members.map(({ value }) => value) : [node];
}

const isNumberedItem = ({ name, value }: JsonObjectNode['members'][number]) =>
  value.kind === 'object' && /\d$/.test(name);

/**
 * A claim as the model wrote it: a text that came whole, and the numbers beside it. A bare text is a claim without
 * sources. Undefined for anything else, also when the list of sources did not come whole.
 */
export function readClaim(node: JsonNode): Claim | undefined {
  if (node.kind === 'text') return { text: node.value, sources: [] };
  if (node.kind !== 'object') return undefined;
  const text = readMemberText(node, 'text');
  const sources = readSources(node);
  return text === undefined || !sources ? undefined : { text, sources };
}

/** The first whole text under this name. */
export function readMemberText(object: JsonObjectNode, name: string): string | undefined {
  return valuesOf(object, name).find((value) => value.kind === 'text')?.value;
}

/** The numbers of a claim's sources, checked by nobody; undefined when the answer ended in the list or before it. */
export function readSources(claim: JsonObjectNode): number[] | undefined {
  const values = [...valuesOf(claim, 'sources'), ...valuesOf(claim, 'source')];
  const isCut = values.length === 0 ? claim.isCut : values.some((value) => value.kind === 'list' && value.isCut);
  return isCut ? undefined : values.flatMap(numbersIn);
}

/** Numbers, alone or in lists, also those written as text: `3`, `"3"`, `"[1, 3]"`, `{"number": 3}`. */
export function numbersIn(node: JsonNode): number[] {
  switch (node.kind) {
    case 'number':
      return [node.value];
    case 'text':
      return numbersInText(node.value);
    case 'list':
      return node.items.flatMap(numbersIn);
    case 'object':
      return ['number', 'id', 'source'].flatMap((name) => valuesOf(node, name).flatMap(numbersIn)).slice(0, 1);
    default:
      return [];
  }
}

const numberList = /^[\s[(【〔]*#?\d+(?:[\s,、;]+#?\d+)*[\s\])】〕]*$/;

function numbersInText(text: string): number[] {
  const plain = text.slice(0, 200).normalize('NFKC');
  return numberList.test(plain) ? Array.from(plain.matchAll(/\d+/g), ([digits]) => Number(digits)) : [];
}
