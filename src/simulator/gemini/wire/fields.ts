/** A protobuf message as far as requests are checked: its name and fields by their names in JSON. */
export type Message = {
  name: string;
  fields: () => Record<string, Field>;
  /** Groups of fields of which only one may be set, by the name of the group. */
  oneofs?: Record<string, readonly string[]>;
};

/** What a field holds. */
export type Kind =
  /** `google.protobuf.Value`: any JSON. */
  | { kind: 'any' }
  /** A message or Struct whose members nobody looks at. */
  | { kind: 'object'; name: string }
  | { kind: 'text' }
  | { kind: 'bytes' }
  | { kind: 'bool' }
  | { kind: 'number'; type: 'TYPE_FLOAT' | 'TYPE_INT32' | 'TYPE_INT64' }
  | { kind: 'enum'; name: string; values: readonly string[] }
  | { kind: 'message'; message: Message }
  | { kind: 'map'; message: Message };

/** A field; one that is repeated takes a list, or a single value for a list of one. */
export type Field = Kind & { repeated?: true };

export const any: Field = { kind: 'any' };
export const text: Field = { kind: 'text' };
export const bytes: Field = { kind: 'bytes' };
export const bool: Field = { kind: 'bool' };
export const float: Field = { kind: 'number', type: 'TYPE_FLOAT' };
export const int32: Field = { kind: 'number', type: 'TYPE_INT32' };
export const int64: Field = { kind: 'number', type: 'TYPE_INT64' };
export const objectOf = (name: string): Field => ({ kind: 'object', name });
export const enumOf = (name: string, values: readonly string[]): Field => ({ kind: 'enum', name, values });
export const messageOf = (name: string, fields: () => Record<string, Field>, oneofs?: Message['oneofs']): Message => ({
  name,
  fields,
  oneofs,
});
export const one = (message: Message): Field => ({ kind: 'message', message });
export const mapOf = (message: Message): Field => ({ kind: 'map', message });
export const many = (field: Field): Field => ({ ...field, repeated: true });

/** The name of an enum value as the front end reads it: in any case, with dashes for underscores. */
export const enumName = (value: string) => value.toUpperCase().replaceAll('-', '_');
