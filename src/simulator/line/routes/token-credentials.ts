import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Answer } from '../../core/server.ts';
import type { LineContext } from '../context.ts';

const longestAssertionSeconds = 30 * 60;

/** 400 in the form of the OAuth endpoints. */
export function oauthError(description: string): Answer {
  return { status: 400, body: { error: 'invalid_request', error_description: description } };
}

/** Whether a form carries this channel's id and secret. */
export function hasSecret(context: LineContext, fields: URLSearchParams): boolean {
  const { channelId, channelSecret } = context.channel;
  return fields.get('client_id') === channelId && fields.get('client_secret') === channelSecret;
}

/**
 * Reads a JWT assertion: the life it asks for its token, or undefined when its claims are wrong ("Generate a JWT").
 * The signature is not verified: no public key can be registered with the simulator.
 */
export function assertionLife(
  context: LineContext,
  fields: URLSearchParams,
): { tokenSeconds: number | undefined } | undefined {
  const { channelId } = context.channel;
  const nowSeconds = context.clock.nowMs() / 1000;
  try {
    const jwt = fields.get('client_assertion') ?? '';
    const header = decodeProtectedHeader(jwt);
    const { iss, sub, aud, exp, token_exp: tokenSeconds } = decodeJwt(jwt);
    const isOurs = iss === channelId && sub === channelId && aud === 'https://api.line.me/';
    const isNow = exp !== undefined && exp > nowSeconds && exp <= nowSeconds + longestAssertionSeconds;
    if (!isOurs || !isNow || header.alg !== 'RS256' || !header.kid) return undefined;
    return { tokenSeconds: typeof tokenSeconds === 'number' ? tokenSeconds : undefined };
  } catch {
    return undefined;
  }
}
