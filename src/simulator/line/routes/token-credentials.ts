import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Answer } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import { errorAnswer } from '../errors.ts';

const longestAssertionSeconds = 30 * 60;
const longestTokenSeconds = 30 * 24 * 60 * 60;
const lineAudience = 'https://api.line.me/';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** 400 in the form of the OAuth endpoints. */
export function oauthError(error: 'invalid_request' | 'invalid_client', description: string): Answer {
  return { status: 400, body: { error, error_description: description } };
}

/** Whether a form carries this channel's id and secret. */
export function hasSecret(context: LineContext, fields: URLSearchParams): boolean {
  const { channelId, channelSecret } = context.channel;
  return fields.get('client_id') === channelId && fields.get('client_secret') === channelSecret;
}

/** A JWT assertion that proved right; `tokenSeconds` is the life it asks for a v2.1 token, 1 s to 30 days. */
type Assertion = { tokenSeconds: number | undefined };

const headerSchema = z.looseObject({ alg: z.literal('RS256'), typ: z.literal('JWT'), kid: z.string() });
const tokenLife = z.int().min(1).max(longestTokenSeconds);

/**
 * Verifies a JWT assertion against the registered key that its `kid` names: signature, `iss`, `sub`, `aud`, `exp` within
 * 30 minutes and, where it is given, `token_exp` ("Issue channel access token v2.1"). The audience is LINE's, or this
 * server's own address for programs that derive it from the one that they call. An unregistered key is answered
 * with 404, everything else that is wrong with 400.
 */
export async function verifiedAssertion(
  context: LineContext,
  fields: URLSearchParams,
  origin: string,
): Promise<{ assertion: Assertion } | { answer: Answer }> {
  if (fields.get('client_assertion_type') !== assertionType) return refused('Invalid client_assertion_type');
  const jwt = fields.get('client_assertion') ?? '';
  const header = headerSchema.safeParse(headerOf(jwt));
  if (!header.success) return refused('Invalid client_assertion');
  const key = context.assertionKeys.find(header.data.kid);
  if (!key) return { answer: errorAnswer(404, 'Cannot find channel key that satisfies the conditions') };
  const { channelId } = context.channel;
  const nowMs = context.clock.nowMs();
  try {
    const { payload } = await jwtVerify(jwt, key, {
      algorithms: ['RS256'],
      issuer: channelId,
      subject: channelId,
      audience: [lineAudience, `${origin}/`, origin],
      requiredClaims: ['exp'],
      currentDate: new Date(nowMs),
    });
    return judged(payload, nowMs);
  } catch (error) {
    return refused(reasonOf(error));
  }
}

function judged({ exp = 0, token_exp: tokenSeconds }: JWTPayload, nowMs: number) {
  if (exp > nowMs / 1000 + longestAssertionSeconds) return refused('Invalid exp');
  if (tokenSeconds === undefined) return { assertion: { tokenSeconds: undefined } };
  const life = tokenLife.safeParse(tokenSeconds);
  return life.success ? { assertion: { tokenSeconds: life.data } } : refused('Invalid token_exp');
}

function headerOf(jwt: string): unknown {
  try {
    return decodeProtectedHeader(jwt);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'Invalid exp';
  if (!(error instanceof errors.JWTClaimValidationFailed)) return 'Invalid signature';
  return error.claim === 'iss' ? 'iss and clientId of key do not match' : `Invalid ${error.claim}`;
}

function refused(description: string): { answer: Answer } {
  return { answer: oauthError('invalid_client', description) };
}
