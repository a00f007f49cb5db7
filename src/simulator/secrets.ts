import { randomBytes } from 'node:crypto';

/** What a bot has to know of the simulated vendors; whoever else knows it can act for them. */
export type SimulatorSecrets = { channelSecret: string; channelAccessToken: string; geminiApiKey: string };

/** Fresh secrets that nobody can work out from a seed. */
export function newSecrets(): SimulatorSecrets {
  return {
    channelSecret: randomBytes(16).toString('hex'),
    channelAccessToken: `${randomBytes(126).toString('base64url')}=`,
    geminiApiKey: `simulated-${randomBytes(24).toString('hex')}`,
  };
}
