import type { Field, Kind, Message } from './fields.ts';
import { camelCase, camelCased, isRecord } from './json.ts';
import { fitsScalar, readScalar } from './scalars.ts';

/**
 * A body of the message in one form: names in camelCase, no members that are null, lists where fields repeat, numbers,
 * booleans and enum names as such. What the caller chose stays as it is; what does not fit is left for others to refuse.
 */
export function normalised(value: unknown, message: Message): unknown {
  if (!isRecord(value)) return value;
  const fields = message.fields();
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (member === null) return [];
      const camel = camelCase(name);
      const field = Object.hasOwn(fields, camel) ? fields[camel] : undefined;
      return [[camel, field ? fieldOf(member, field) : camelCased(member)]];
    }),
  );
}

function fieldOf(value: unknown, field: Field): unknown {
  if (!field.repeated) return oneOf(value, field);
  return [value]
    .flat(Infinity)
    .filter((item) => item !== null)
    .map((item) => oneOf(item, field));
}

function oneOf(value: unknown, field: Kind): unknown {
  switch (field.kind) {
    case 'message':
      return normalised(value, field.message);
    case 'map':
      if (!isRecord(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, normalised(item, field.message)]));
    default:
      return fitsScalar(value, field) ? readScalar(value, field) : value;
  }
}
