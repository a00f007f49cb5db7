import type { Violation } from './errors.ts';
import { camelCase, isRecord } from './json.ts';

/** A protobuf message as far as requests are checked: its name and fields by their names in JSON. */
export type Message = { name: string; fields: () => Record<string, Field> };

/** What a field holds; many fields may be lists, and one value stands for a list of one. */
export type Field =
  | { kind: 'any' }
  | { kind: 'text' }
  | { kind: 'number'; type: string }
  | { kind: 'enum'; name: string; values: readonly string[] }
  | { kind: 'message'; message: Message }
  | { kind: 'map'; message: Message };

export const any: Field = { kind: 'any' };
export const text: Field = { kind: 'text' };
export const float: Field = { kind: 'number', type: 'TYPE_FLOAT' };
export const int32: Field = { kind: 'number', type: 'TYPE_INT32' };
export const int64: Field = { kind: 'number', type: 'TYPE_INT64' };
export const enumOf = (name: string, values: readonly string[]): Field => ({ kind: 'enum', name, values });
export const messageOf = (name: string, fields: () => Record<string, Field>): Message => ({ name, fields });
export const one = (message: Message): Field => ({ kind: 'message', message });
export const mapOf = (message: Message): Field => ({ kind: 'map', message });

const typePrefix = 'type.googleapis.com/google.ai.generativelanguage.v1beta.';
const deepest = 100;

/** What in a JSON body is not of the message: unknown names and values of a wrong type, in the front end's words. */
export function violationsIn(body: unknown, message: Message, path = '', depth = 0): Violation[] {
  if (Array.isArray(body))
    return body.flatMap((item, index) => violationsIn(item, message, `${path}[${index}]`, depth));
  if (body === null || body === undefined) return [];
  if (!isRecord(body)) return [invalidValue(path, `${typePrefix}${message.name}`, body)];
  const fields = message.fields();
  return Object.entries(body).flatMap(([name, value]) => {
    const camel = camelCase(name);
    if (!Object.hasOwn(fields, camel)) return [unknownName(name, path)];
    if (depth > deepest) return [tooDeep(name)];
    return violationsInField(
      value,
      fields[camel],
      path === '' ? snakeCase(camel) : `${path}.${snakeCase(camel)}`,
      depth,
    );
  });
}

function violationsInField(value: unknown, field: Field | undefined, path: string, depth: number): Violation[] {
  if (value === null || !field || field.kind === 'any') return [];
  if (field.kind === 'message') return violationsIn(value, field.message, path, depth + 1);
  if (field.kind === 'map') return violationsInMap(value, field.message, path, depth);
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => violationsInField(item, field, `${path}[${index}]`, depth));
  }
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' ? [] : [invalidValue(path, 'TYPE_STRING', value)];
    case 'number':
      return isNumber(value) ? [] : [invalidValue(path, field.type, value)];
    case 'enum':
      return isOneOf(value, field.values) ? [] : [invalidValue(path, `${typePrefix}${field.name}`, value)];
  }
}

function violationsInMap(value: unknown, message: Message, path: string, depth: number): Violation[] {
  if (!isRecord(value)) return [invalidValue(path, `${typePrefix}${message.name}`, value)];
  return Object.values(value).flatMap((item, index) =>
    violationsIn(item, message, `${path}[${index}].value`, depth + 1),
  );
}

/** Numbers may come as text, 64-bit ones always do. */
function isNumber(value: unknown): boolean {
  return (
    typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)))
  );
}

function isOneOf(value: unknown, values: readonly string[]): boolean {
  return typeof value === 'number' || (typeof value === 'string' && values.includes(value.toUpperCase()));
}

function unknownName(name: string, path: string): Violation {
  const where = path === '' ? '' : ` at '${path}'`;
  return violation(
    path,
    `Invalid JSON payload received. Unknown name ${JSON.stringify(name)}${where}: Cannot find field.`,
  );
}

function tooDeep(name: string): Violation {
  return violation(
    '',
    `Invalid JSON payload received. Message too deep. Max recursion depth reached for key '${name}'`,
  );
}

function invalidValue(path: string, type: string, value: unknown): Violation {
  const shown = typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
  return violation(path, `Invalid value at '${path}' (${type}), ${shown}`);
}

const violation = (path: string, description: string): Violation => ({
  ...(path === '' ? {} : { field: path }),
  description,
});

const snakeCase = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
