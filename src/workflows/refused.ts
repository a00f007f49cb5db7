/** Why a payload is not obeyed. */
export type RefusedBecause =
  | 'nobody sealed it'
  | 'it was sealed for something else'
  | 'version 1 sealed it'
  | 'it cannot be decrypted';

/** Stands where a payload was that is not obeyed. Only the codec makes it: nobody can seal one. */
export type Refused = { hyobanRefused: RefusedBecause };

/** Whether a value stands for a refused payload. */
export const isRefused = (value: unknown): value is Refused =>
  typeof value === 'object' && value !== null && 'hyobanRefused' in value;

/** A value as it is. @throws Error when it stands for a payload that cannot be read */
export function ensureReadable<T>(value: T): T {
  if (isRefused(value)) throw new Error(`A payload is not read: ${value.hyobanRefused}`);
  return value;
}
