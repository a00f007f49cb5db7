import type { SimulatorClock } from '../../core/clock.ts';

/** A valid channel access token; `kind` as in "Channel access token". */
export type IssuedToken = {
  kind: 'long-lived' | 'stateless' | 'v2.1' | 'short-lived';
  token: string;
  keyId?: string;
  /** Infinity for the long-lived token. */
  expiresAtMs: number;
};

/** The channel access tokens that are valid. */
export type AccessTokens = {
  add: (issued: IssuedToken) => void;
  find: (token: string) => IssuedToken | undefined;
  /** Ends a token when it is of one of these kinds; a stateless token cannot be revoked. */
  revoke: (token: string, kinds: readonly IssuedToken['kind'][]) => void;
  /** Valid tokens of a kind, oldest first. */
  list: (kind: IssuedToken['kind']) => IssuedToken[];
};

/** Makes a store with the long-lived token of the console; the others end with the clock. */
export function createAccessTokens(clock: SimulatorClock, longLivedToken: string): AccessTokens {
  const tokens = new Map<string, IssuedToken>();
  const alive = (issued: IssuedToken | undefined) =>
    issued && clock.nowMs() < issued.expiresAtMs ? issued : undefined;
  const add = (issued: IssuedToken) => void tokens.set(issued.token, issued);
  add({ kind: 'long-lived', token: longLivedToken, expiresAtMs: Infinity });
  return {
    add,
    find: (token) => alive(tokens.get(token)),
    revoke(token, kinds) {
      const found = tokens.get(token);
      if (found && kinds.includes(found.kind)) tokens.delete(token);
    },
    list: (kind) => [...tokens.values()].filter((issued) => issued.kind === kind && alive(issued)),
  };
}
