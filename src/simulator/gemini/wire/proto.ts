import type { Violation } from './errors.ts';
import type { Field, Kind, Message } from './fields.ts';
import { camelCase, isRecord } from './json.ts';
import { fitsScalar } from './scalars.ts';

const typePrefix = 'type.googleapis.com/google.ai.generativelanguage.v1beta.';
const deepest = 100;

/**
 * What in a JSON body is not of the message, in the front end's words: unknown names, lists for single fields, values of a
 * wrong type, two members of a oneof. Paths are in snake_case, names as the caller wrote them.
 */
export function violationsIn(body: unknown, message: Message): Violation[] {
  if (body === null || body === undefined) return [];
  if (!isRecord(body)) return [notAField('', '', 'Root element must be a message.')];
  return violationsInMessage(body, message, '', 0);
}

function violationsInMessage(value: unknown, message: Message, path: string, depth: number): Violation[] {
  if (value === null) return [];
  if (!isRecord(value)) return [invalidValue(path, typeOf(message.name), shown(value))];
  const fields = message.fields();
  const inMembers = Object.entries(value).flatMap(([name, member]) => {
    const camel = camelCase(name);
    const field = Object.hasOwn(fields, camel) ? fields[camel] : undefined;
    if (!field) return [notAField(name, path, 'Cannot find field.')];
    if (depth > deepest) return [tooDeep(name)];
    const inside = path === '' ? snakeCase(camel) : `${path}.${snakeCase(camel)}`;
    return violationsInField(member, field, { name, parent: path, path: inside, depth });
  });
  return [...inMembers, ...doubledIn(value, message, path)];
}

type Place = { name: string; parent: string; path: string; depth: number };

function violationsInField(value: unknown, field: Field, place: Place): Violation[] {
  if (value === null || field.kind === 'any') return [];
  if (!Array.isArray(value)) return violationsInOne(value, field, place.path, place.depth);
  if (field.kind === 'map') {
    return [invalidValue(place.path, 'Map', `Cannot bind a list to map for field '${place.name}'.`)];
  }
  if (!field.repeated) {
    return [notAField(place.name, place.parent, 'Proto field is not repeating, cannot start list.')];
  }
  return value.flatMap((item: unknown, index) =>
    violationsInField(item, field, { ...place, path: `${place.path}[${index}]` }),
  );
}

function violationsInOne(value: unknown, field: Kind, path: string, depth: number): Violation[] {
  switch (field.kind) {
    case 'message':
      return violationsInMessage(value, field.message, path, depth + 1);
    case 'map':
      return violationsInMap(value, field.message, path, depth);
    case 'object':
      return isRecord(value) ? [] : [invalidValue(path, typeOf(field.name), shown(value))];
    case 'bytes': {
      const problem = typeof value === 'string' ? `Base64 decoding failed for ${shown(value)}` : shown(value);
      return fitsScalar(value, field) ? [] : [invalidValue(path, 'TYPE_BYTES', problem)];
    }
    default:
      return fitsScalar(value, field) ? [] : [invalidValue(path, scalarType(field), shown(value))];
  }
}

function violationsInMap(value: unknown, message: Message, path: string, depth: number): Violation[] {
  if (!isRecord(value)) return [invalidValue(path, typeOf(message.name), shown(value))];
  return Object.entries(value).flatMap(([name, item], index) => {
    const inside = `${path}[${index}]`;
    if (Array.isArray(item)) {
      return [notAField(name, inside, 'Proto field is not repeating, cannot start list.')];
    }
    return violationsInMessage(item, message, `${inside}.value`, depth + 1);
  });
}

/** The second and further members of a oneof. */
function doubledIn(value: Record<string, unknown>, { oneofs = {} }: Message, path: string): Violation[] {
  return Object.entries(oneofs).flatMap(([oneof, members]) => {
    const set = Object.keys(value).filter((name) => value[name] !== null && members.includes(camelCase(name)));
    return set
      .slice(1)
      .map((name) => invalidValue(path, 'oneof', `oneof field '${oneof}' is already set. Cannot set '${name}'`));
  });
}

function scalarType(field: Kind): string {
  switch (field.kind) {
    case 'number':
      return field.type;
    case 'enum':
      return `${typePrefix}${field.name}`;
    case 'bool':
      return 'TYPE_BOOL';
    default:
      return 'TYPE_STRING';
  }
}

const typeOf = (name: string) => (name.startsWith('google.') ? `type.googleapis.com/${name}` : `${typePrefix}${name}`);

function notAField(name: string, parent: string, problem: string): Violation {
  const where = parent === '' ? '' : ` at '${parent}'`;
  return violation(parent, `Invalid JSON payload received. Unknown name ${JSON.stringify(name)}${where}: ${problem}`);
}

function tooDeep(name: string): Violation {
  const problem = `Message too deep. Max recursion depth reached for key '${name}'`;
  return violation('', `Invalid JSON payload received. ${problem}`);
}

const invalidValue = (path: string, type: string, problem: string) =>
  violation(path, `Invalid value at '${path}' (${type}), ${problem}`);

const shown = (value: unknown) => (typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? ''));

const violation = (path: string, description: string): Violation => ({
  ...(path === '' ? {} : { field: path }),
  description,
});

const snakeCase = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
