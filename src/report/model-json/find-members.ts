import type { JsonNode, JsonObjectNode } from './node.ts';
import { readNodes } from './read-nodes.ts';

/**
 * What is read of an answer, in UTF-16 units: four times what `maxOutputTokens` can hold. Of a longer one the members
 * that are whole up to here count.
 */
export const maxAnswerUtf16 = 262_144;

/** The values of each member that was asked for, in the order of the answer; several when a name was written twice. */
export type FoundMembers = Map<string, JsonNode[]>;

/**
 * Finds the members of these names in a model's answer, wherever the object that has most of them stands: bare, in
 * prose, in a Markdown fence, in a list, in another object, or as JSON in a text. Members that it lacks are taken from
 * other objects, so that a bracket in the wrong place loses nothing. Undefined when there is none.
 */
export function findMembers(answer: string, names: readonly string[]): FoundMembers | undefined {
  const wanted = new Map(names.map((name) => [folded(name), name]));
  const nameOf = (name: string) => wanted.get(folded(name));
  const found = objectsIn(readAnswer(answer.slice(0, maxAnswerUtf16)))
    .map((object) => membersOf(object, nameOf))
    .filter((members) => members.size > 0)
    .toSorted((a, b) => b.size - a.size);
  const [most, ...others] = found;
  if (!most) return undefined;
  for (const members of others) {
    for (const [name, values] of members) if (!most.has(name)) most.set(name, values);
  }
  return most;
}

/** Every object of an answer that has one of these members. */
export function findObjects(answer: string, name: string): JsonObjectNode[] {
  return objectsIn(readAnswer(answer.slice(0, maxAnswerUtf16))).filter((object) => valuesOf(object, name).length > 0);
}

/** The values that an object has under a name, however its words are joined: `forWhom`, `for_whom`. */
export function valuesOf({ members }: JsonObjectNode, name: string): JsonNode[] {
  return members.filter((member) => folded(member.name) === folded(name)).map(({ value }) => value);
}

const folded = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');

/** An answer that is one JSON text holds the JSON that was asked for. */
function readAnswer(answer: string): JsonNode[] {
  const nodes = readNodes(answer);
  if (!/^\s*"/.test(answer)) return nodes;
  try {
    const text: unknown = JSON.parse(answer);
    return typeof text === 'string' ? readNodes(text) : nodes;
  } catch {
    return nodes;
  }
}

/** All objects, outer ones first. */
function objectsIn(nodes: readonly JsonNode[]): JsonObjectNode[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'list') return objectsIn(node.items);
    if (node.kind === 'object') return [node, ...objectsIn(node.members.map(({ value }) => value))];
    return node.kind === 'text' && /^\s*[{[]/.test(node.value) ? objectsIn(readNodes(node.value)) : [];
  });
}

function membersOf(object: JsonObjectNode, nameOf: (name: string) => string | undefined): FoundMembers {
  const found: FoundMembers = new Map();
  for (const { name, value } of object.members) {
    const known = nameOf(name);
    if (known) found.set(known, [...(found.get(known) ?? []), value]);
  }
  return found;
}
