import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

const ivBytes = 12;
const tagBytes = 16;

/**
 * What becomes of what version 1 sealed, which is bound to no purpose: `write`: everything is sealed like that, for as long
 * as a process of version 1 runs; `read`: it is opened, and new things are bound; `refuse`: it is not opened any more.
 */
export type V1Sealing = 'write' | 'read' | 'refuse';

/** What a sealed text is for: it opens for nothing else. */
export type TextPurpose = 'report-link' | 'webhook-metadata';

/** Keys with ids: the first encrypts, every one decrypts, so that keys can be changed without a stop. */
export type KeyRing = {
  v1: V1Sealing;
  /** AES-256-GCM with the first key: `iv | tag | ciphertext`, bound to a purpose. Without one it is as version 1 made it. */
  encrypt: (plain: Uint8Array, purpose?: string) => { keyId: string; sealed: Uint8Array };
  /** @throws Error when the key is not in the ring, the bytes were changed or sealed for another purpose. */
  decrypt: (keyId: string, sealed: Uint8Array, purpose?: string) => Uint8Array;
  /** Seals a text into one URL-safe word. */
  sealText: (text: string, purpose?: TextPurpose) => string;
  /** Opens what `sealText` made for this purpose, or version 1 for any; undefined for anything else. */
  openText: (token: string, purpose?: TextPurpose) => string | undefined;
};

/** A fresh key in the form that the settings take, e.g. for `HYOBAN_ENCRYPTION_KEYS`. */
export const newKey = () => randomBytes(32).toString('base64');

/**
 * Reads a key ring from its setting: `id:base64,id:base64`.
 *
 * @throws Error that says what is wrong with it, without showing a key.
 */
export function parseKeyRing(setting: string, v1: V1Sealing = 'read'): KeyRing {
  const keys = new Map<string, Buffer>();
  for (const part of setting.split(',').map((text) => text.trim())) {
    const [, id, base64] = /^([A-Za-z0-9_-]{1,32}):(.+)$/.exec(part) ?? [];
    if (!id || !base64) throw new Error('HYOBAN_ENCRYPTION_KEYS must look like id:base64,id:base64');
    keys.set(id, parseKey(base64, `HYOBAN_ENCRYPTION_KEYS, key ${id},`));
  }
  const [first] = keys.keys();
  if (first === undefined) throw new Error('HYOBAN_ENCRYPTION_KEYS holds no key');
  return createKeyRing(keys, first, v1);
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

function createKeyRing(rawKeys: Map<string, Buffer>, firstKeyId: string, v1: V1Sealing): KeyRing {
  // Prepared once: raw bytes cost four times as much at each use.
  const keys = new Map<string, KeyObject>([...rawKeys].map(([id, raw]) => [id, createSecretKey(raw)]));
  const keyFor = (keyId: string) => {
    const key = keys.get(keyId);
    if (!key) throw new Error(`No key "${keyId}" in the key ring`);
    return key;
  };
  const encrypt = (plain: Uint8Array, purpose?: string) => {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', keyFor(firstKeyId), iv);
    cipher.setAAD(authenticated(firstKeyId, purpose));
    const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
    return { keyId: firstKeyId, sealed: Buffer.concat([iv, cipher.getAuthTag(), ciphertext]) };
  };
  const decrypt = (keyId: string, sealed: Uint8Array, purpose?: string) => {
    const bytes = Buffer.from(sealed);
    const decipher = createDecipheriv('aes-256-gcm', keyFor(keyId), bytes.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(authenticated(keyId, purpose));
    decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
  };
  const openedAs = (keyId: string, sealed: Buffer, purpose: string | undefined) => {
    try {
      return decrypt(keyId, sealed, purpose).toString('utf8');
    } catch {
      return undefined;
    }
  };
  return {
    v1,
    encrypt,
    decrypt,
    sealText(text, purpose = 'report-link') {
      const { keyId, sealed } = encrypt(Buffer.from(text), v1 === 'write' ? undefined : `text ${purpose}`);
      return `${keyId}.${sealed.toString('base64url')}`;
    },
    openText(token, purpose = 'report-link') {
      const [, keyId, sealed] = /^([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{38,2000})$/.exec(token) ?? [];
      if (!keyId || !sealed || !keys.has(keyId)) return undefined;
      const bytes = Buffer.from(sealed, 'base64url');
      // The last character has bits that mean nothing: only one spelling of a token counts.
      if (bytes.toString('base64url') !== sealed) return undefined;
      return (
        openedAs(keyId, bytes, `text ${purpose}`) ?? (v1 === 'refuse' ? undefined : openedAs(keyId, bytes, undefined))
      );
    },
  };
}

/** The authenticated data. Key ids hold no line break, so nothing that version 1 sealed passes for something bound. */
function authenticated(keyId: string, purpose: string | undefined): Buffer {
  return Buffer.from(purpose === undefined ? keyId : `hyoban 2\n${keyId}\n${purpose}`);
}
