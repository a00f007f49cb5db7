import { defineCommand } from 'citty';
import { makeKeys } from '../local-keys.ts';

/** `hyoban keys`: fresh keys as environment variables. */
export const keysCommand = defineCommand({
  meta: { name: 'keys', description: 'Print fresh keys for the settings' },
  run() {
    const { encryptionKeys, idKey } = makeKeys();
    console.log(`HYOBAN_ENCRYPTION_KEYS=${encryptionKeys}\nHYOBAN_ID_KEY=${idKey}`);
  },
});
