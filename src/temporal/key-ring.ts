import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

const ivBytes = 12;
const tagBytes = 16;

/** Keys with ids: the first encrypts, every one decrypts, so that keys can be changed without a stop. */
export type KeyRing = {
  /** AES-256-GCM with the first key: `iv | tag | ciphertext`. */
  encrypt: (plain: Uint8Array) => { keyId: string; sealed: Uint8Array };
  /** @throws Error when the key is not in the ring or the bytes were changed. */
  decrypt: (keyId: string, sealed: Uint8Array) => Uint8Array;
  /** Seals a text into one URL-safe word. */
  sealText: (text: string) => string;
  /** Opens what `sealText` made; undefined for anything else. */
  openText: (token: string) => string | undefined;
};

/** A fresh key in the form that the settings take, e.g. for `HYOBAN_ENCRYPTION_KEYS`. */
export const newKey = () => randomBytes(32).toString('base64');

/**
 * Reads a key ring from its setting: `id:base64,id:base64`.
 *
 * @throws Error that says what is wrong with it, without showing a key.
 */
export function parseKeyRing(setting: string): KeyRing {
  const keys = new Map<string, Buffer>();
  for (const part of setting.split(',').map((text) => text.trim())) {
    const [, id, base64] = /^([A-Za-z0-9_-]{1,32}):(.+)$/.exec(part) ?? [];
    if (!id || !base64) throw new Error('HYOBAN_ENCRYPTION_KEYS must look like id:base64,id:base64');
    keys.set(id, parseKey(base64, `HYOBAN_ENCRYPTION_KEYS, key ${id},`));
  }
  const [first] = keys.keys();
  if (first === undefined) throw new Error('HYOBAN_ENCRYPTION_KEYS holds no key');
  return createKeyRing(keys, first);
}

/**
 * Reads one key of 32 bytes from base64.
 *
 * @throws Error that starts with `name` when it has another length.
 */
export function parseKey(base64: string, name: string): Buffer {
  const key = Buffer.from(base64, 'base64');
  if (key.length !== 32) throw new Error(`${name} must be 32 bytes in base64 (it has ${key.length})`);
  return key;
}

function createKeyRing(rawKeys: Map<string, Buffer>, firstKeyId: string): KeyRing {
  // Prepared once: raw bytes cost four times as much at each use.
  const keys = new Map<string, KeyObject>([...rawKeys].map(([id, raw]) => [id, createSecretKey(raw)]));
  const keyFor = (keyId: string) => {
    const key = keys.get(keyId);
    if (!key) throw new Error(`No key "${keyId}" in the key ring`);
    return key;
  };
  const encrypt = (plain: Uint8Array) => {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', keyFor(firstKeyId), iv);
    cipher.setAAD(Buffer.from(firstKeyId));
    const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
    return { keyId: firstKeyId, sealed: Buffer.concat([iv, cipher.getAuthTag(), ciphertext]) };
  };
  const decrypt = (keyId: string, sealed: Uint8Array) => {
    const bytes = Buffer.from(sealed);
    const decipher = createDecipheriv('aes-256-gcm', keyFor(keyId), bytes.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(keyId));
    decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
  };
  return {
    encrypt,
    decrypt,
    sealText(text) {
      const { keyId, sealed } = encrypt(Buffer.from(text));
      return `${keyId}.${Buffer.from(sealed).toString('base64url')}`;
    },
    openText(token) {
      const [, keyId, sealed] = /^([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{38,2000})$/.exec(token) ?? [];
      if (!keyId || !sealed || !keys.has(keyId)) return undefined;
      const bytes = Buffer.from(sealed, 'base64url');
      // The last character has bits that mean nothing: only one spelling of a token counts.
      if (bytes.toString('base64url') !== sealed) return undefined;
      try {
        return Buffer.from(decrypt(keyId, bytes)).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
