import type { Answer, Call } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { errorAnswer } from '../errors.ts';
import type { IssuedToken } from '../state/access-tokens.ts';
import { type RateLimit, rateLimits } from '../state/rate-limits.ts';
import { hasSecret, oauthError, verifiedAssertion } from './token-credentials.ts';

/** `origin` is where the caller reached us. */
type Handle = (fields: URLSearchParams, origin: string) => Answer | Promise<Answer>;

const thirtyDaysSeconds = 30 * 24 * 60 * 60;
const statelessSeconds = 900;
const longLivedSeconds = 3_138_007_490;
const mostTokens = 30;

/** Issuing, verifying and revoking channel access tokens ("Channel access token" of the reference). */
export function tokenEndpoints(context: LineContext): Endpoint[] {
  const { shortLivedToken } = rateLimits;
  return [
    form('stateless-token', '/oauth2/v3/token', async (fields, origin) => issueStateless(context, fields, origin)),
    form('issue-token', '/oauth2/v2.1/token', async (fields, origin) => issueByJwt(context, fields, origin)),
    query('verify-token', '/oauth2/v2.1/verify', (fields) => {
      return verify(context, fields, ['v2.1'], 'profile chat_message.write') ?? expired('The access token expired');
    }),
    query('token-ids', '/oauth2/v2.1/tokens/kid', async (fields, origin) => keyIds(context, fields, origin)),
    form('revoke-token', '/oauth2/v2.1/revoke', (fields) => {
      return hasSecret(context, fields) ? revoke(context, fields, ['v2.1']) : wrongSecret();
    }),
    form('short-lived-token', '/v2/oauth/accessToken', (fields) => issueShortLived(context, fields), shortLivedToken),
    form('verify-short-lived-token', '/v2/oauth/verify', (fields) => {
      return verify(context, fields, ['short-lived', 'long-lived'], 'P CM') ?? expired('access_token invalid');
    }),
    form('revoke-short-lived-token', '/v2/oauth/revoke', (fields) =>
      revoke(context, fields, ['short-lived', 'long-lived']),
    ),
  ];
}

function form(name: string, path: string, handle: Handle, limit?: RateLimit): Endpoint {
  return {
    name,
    method: 'POST',
    pattern: exactly(path),
    needsToken: false,
    limit,
    handle: ({ call }) => handle(formOf(call), call.origin),
  };
}

function query(name: string, path: string, handle: Handle): Endpoint {
  return {
    name,
    method: 'GET',
    pattern: exactly(path),
    needsToken: false,
    handle: ({ call }) => handle(call.query, call.origin),
  };
}

function exactly(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.')}$`);
}

function formOf(call: Call): URLSearchParams {
  return new URLSearchParams(call.rawBody.toString('utf8'));
}

function issue(context: LineContext, kind: IssuedToken['kind'], seconds: number, keyId?: string): Answer {
  const token = context.state.ids.accessToken();
  context.state.accessTokens.add({ kind, token, keyId, expiresAtMs: context.clock.nowMs() + seconds * 1000 });
  const key = keyId === undefined ? {} : { key_id: keyId };
  return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: seconds, ...key } };
}

async function issueStateless(context: LineContext, fields: URLSearchParams, origin: string): Promise<Answer> {
  if (!isClientCredentials(fields)) return wrongGrantType();
  if (!fields.has('client_assertion')) {
    return hasSecret(context, fields) ? issue(context, 'stateless', statelessSeconds) : wrongSecret();
  }
  const verified = await verifiedAssertion(context, fields, origin);
  return 'answer' in verified ? verified.answer : issue(context, 'stateless', statelessSeconds);
}

async function issueByJwt(context: LineContext, fields: URLSearchParams, origin: string): Promise<Answer> {
  if (!isClientCredentials(fields)) return wrongGrantType();
  const verified = await verifiedAssertion(context, fields, origin);
  if ('answer' in verified) return verified.answer;
  const { tokenSeconds } = verified.assertion;
  if (tokenSeconds === undefined) return oauthError('invalid_client', 'Invalid token_exp');
  if (context.state.accessTokens.list('v2.1').length >= mostTokens) {
    return errorAnswer(400, 'The maximum number of access tokens has already been issued');
  }
  return issue(context, 'v2.1', tokenSeconds, context.state.ids.accessToken().slice(0, 22));
}

function issueShortLived(context: LineContext, fields: URLSearchParams): Answer {
  if (!isClientCredentials(fields)) return wrongGrantType();
  if (fields.get('client_id') !== context.channel.channelId) return oauthError('invalid_client', 'invalid client_id');
  if (!hasSecret(context, fields)) return oauthError('invalid_client', 'invalid client_secret');
  const { accessTokens } = context.state;
  const [oldest, ...others] = accessTokens.list('short-lived');
  if (oldest && others.length + 1 >= mostTokens) accessTokens.revoke(oldest.token, ['short-lived']);
  return issue(context, 'short-lived', thirtyDaysSeconds);
}

function verify(
  context: LineContext,
  fields: URLSearchParams,
  kinds: readonly IssuedToken['kind'][],
  scope: string,
): Answer | undefined {
  const found = context.state.accessTokens.find(fields.get('access_token') ?? '');
  if (!found || !kinds.includes(found.kind)) return undefined;
  const secondsLeft = Math.floor((found.expiresAtMs - context.clock.nowMs()) / 1000);
  const expiresIn = Math.min(secondsLeft, longLivedSeconds);
  return { status: 200, body: { client_id: context.channel.channelId, expires_in: expiresIn, scope } };
}

function revoke(context: LineContext, fields: URLSearchParams, kinds: readonly IssuedToken['kind'][]): Answer {
  context.state.accessTokens.revoke(fields.get('access_token') ?? '', kinds);
  return { status: 200, body: {} };
}

async function keyIds(context: LineContext, fields: URLSearchParams, origin: string): Promise<Answer> {
  const verified = await verifiedAssertion(context, fields, origin);
  if ('answer' in verified) return verified.answer;
  const kids = context.state.accessTokens.list('v2.1').flatMap((issued) => issued.keyId ?? []);
  return { status: 200, body: { kids } };
}

function isClientCredentials(fields: URLSearchParams): boolean {
  return fields.get('grant_type') === 'client_credentials';
}

function wrongGrantType(): Answer {
  return oauthError('invalid_request', "Invalid 'grant_type'.");
}

function wrongSecret(): Answer {
  return oauthError('invalid_request', "Invalid 'client_credentials'.");
}

function expired(description: string): Answer {
  return oauthError('invalid_request', description);
}
