import { defineCommand } from 'citty';
import { loadConfig, requireSettings } from '../../config-loading.ts';
import { buildCodecServer } from '../../temporal/codec-server.ts';
import { parseKeyRing } from '../../temporal/key-ring.ts';
import { untilStopped } from '../until-stopped.ts';

/** `hyoban codec`: shows operators decrypted payloads in the Web UI; closed without its token. */
export const codecCommand = defineCommand({
  meta: { name: 'codec', description: 'Run the codec server on 127.0.0.1, for the Web UI and the temporal command' },
  async run() {
    const config = requireSettings(loadConfig(process.env), 'encryptionKeys', 'codecToken');
    const { encryptionKeys, payloadV1, codecPort, codecToken, codecOrigins } = config;
    const server = buildCodecServer({
      keyRing: parseKeyRing(encryptionKeys, payloadV1),
      allowedOrigins: codecOrigins,
      token: codecToken,
    });
    console.error(`Codec server on ${await server.listen({ host: '127.0.0.1', port: codecPort })}`);
    untilStopped(async () => server.close());
  },
});
