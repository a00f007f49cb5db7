import { enumName, type Kind } from './fields.ts';

const int32Limit = 2 ** 31;
const base64 = /^[\w+/-]*={0,2}$/;
const floatWords = new Set(['NaN', 'Infinity', '-Infinity']);

/** Whether a value fits a field that holds a scalar (proto3 JSON: numbers as text, 64-bit ones always; both base64 forms). */
export function fitsScalar(value: unknown, field: Kind): boolean {
  switch (field.kind) {
    case 'text':
      return typeof value === 'string';
    case 'bytes':
      return typeof value === 'string' && isBase64(value);
    case 'bool':
      return typeof value === 'boolean' || value === 'true' || value === 'false';
    case 'number':
      return field.type === 'TYPE_FLOAT' ? isFloat(value) : isWhole(value, field.type === 'TYPE_INT32');
    case 'enum':
      return (
        Number.isInteger(value) ||
        (typeof value === 'string' && (/^-?\d+$/.test(value) || field.values.includes(enumName(value))))
      );
    default:
      return true;
  }
}

/** The value of a scalar that fits, in one form: numbers, booleans, names of enums. */
export function readScalar(value: unknown, field: Kind): unknown {
  if (typeof value !== 'string') return value;
  if (field.kind === 'number') return Number(value);
  if (field.kind === 'bool') return value === 'true';
  return field.kind === 'enum' ? enumName(value) : value;
}

function isBase64(text: string): boolean {
  const letters = text.replaceAll(/\s/g, '');
  return base64.test(letters) && letters.replaceAll('=', '').length % 4 !== 1;
}

function isFloat(value: unknown): boolean {
  return typeof value === 'string' ? floatWords.has(value) || isNumeral(value) : Number.isFinite(value);
}

function isWhole(value: unknown, fits32Bits: boolean): boolean {
  if (typeof value === 'string' && !isNumeral(value)) return false;
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const number = Number(value);
  return Number.isInteger(number) && (!fits32Bits || (number >= -int32Limit && number < int32Limit));
}

const isNumeral = (text: string) => /^[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i.test(text);
