import type { SimulatorClock } from '../../core/clock.ts';

/** An issued channel access token; `kind` as in "Channel access token". */
export type IssuedToken = {
  kind: 'stateless' | 'v2.1' | 'short-lived';
  token: string;
  keyId?: string;
  expiresAtMs: number;
};

/** The channel access tokens that are valid beside the long-lived one. */
export type AccessTokens = {
  add: (issued: IssuedToken) => void;
  find: (token: string) => IssuedToken | undefined;
  revoke: (token: string) => void;
  /** Valid tokens of a kind, oldest first. */
  list: (kind: IssuedToken['kind']) => IssuedToken[];
};

/** Makes an empty store; tokens end with the clock. */
export function createAccessTokens(clock: SimulatorClock): AccessTokens {
  const tokens = new Map<string, IssuedToken>();
  const alive = (issued: IssuedToken | undefined) =>
    issued && clock.nowMs() < issued.expiresAtMs ? issued : undefined;
  return {
    add: (issued) => void tokens.set(issued.token, issued),
    find: (token) => alive(tokens.get(token)),
    revoke: (token) => void tokens.delete(token),
    list: (kind) => [...tokens.values()].filter((issued) => issued.kind === kind && alive(issued)),
  };
}
