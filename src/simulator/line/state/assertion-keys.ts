import { v5 as uuidFrom } from 'uuid';
import { z } from 'zod';

const modulusBytes = 256;

/**
 * A public key as the LINE Developers console takes it: RSA of 2048 bits for RS256, for signatures only, without a
 * `kid` and without private parts ("Issue channel access token v2.1").
 */
export const assertionPublicKeySchema = z
  .strictObject({
    kty: z.literal('RSA'),
    alg: z.literal('RS256'),
    e: z.string().min(1),
    n: z
      .string()
      .refine((n) => Buffer.from(n, 'base64url').length === modulusBytes, 'must be the modulus of 2048 bits'),
    use: z.literal('sig').optional(),
    key_ops: z.tuple([z.literal('verify')]).optional(),
    ext: z.boolean().optional(),
  })
  .refine((key) => key.use !== undefined || key.key_ops !== undefined, 'must have use or key_ops');

/** A registered public key. */
export type AssertionPublicKey = z.infer<typeof assertionPublicKeySchema>;

/** The assertion signing keys of the channel, by `kid`; like the channel's secrets they outlive a reset. */
export type AssertionKeys = {
  /** Registers a key and gives its `kid`, the same for the same key. */
  register: (key: AssertionPublicKey) => string;
  find: (kid: string) => AssertionPublicKey | undefined;
};

/** Makes an empty set of keys. */
export function createAssertionKeys(): AssertionKeys {
  const keys = new Map<string, AssertionPublicKey>();
  return {
    register(key) {
      const kid = uuidFrom(`${key.n}.${key.e}`, uuidFrom.URL);
      keys.set(kid, key);
      return kid;
    },
    find: (kid) => keys.get(kid),
  };
}
