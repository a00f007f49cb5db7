import type { Answer, Call } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import type { IssuedToken } from '../state/access-tokens.ts';
import { type RateLimit, rateLimits } from '../state/rate-limits.ts';
import { assertionLife, hasSecret, oauthError } from './token-credentials.ts';

const thirtyDaysSeconds = 30 * 24 * 60 * 60;
const statelessSeconds = 900;
const mostTokens = 30;

/** Issuing, verifying and revoking channel access tokens ("Channel access token" of the reference). */
export function tokenEndpoints(context: LineContext): Endpoint[] {
  const revoke = (fields: URLSearchParams): Answer => {
    context.state.accessTokens.revoke(fields.get('access_token') ?? '');
    return { status: 200, body: {} };
  };
  return [
    form('stateless-token', '/oauth2/v3/token', (fields) => issueStateless(context, fields)),
    form('issue-token', '/oauth2/v2.1/token', (fields) => issueByJwt(context, fields)),
    query('verify-token', '/oauth2/v2.1/verify', (fields) => verify(context, fields, '')),
    query('token-ids', '/oauth2/v2.1/tokens/kid', (fields) => keyIds(context, fields)),
    form('revoke-token', '/oauth2/v2.1/revoke', (fields) =>
      hasSecret(context, fields) ? revoke(fields) : oauthError("Invalid 'client_credentials'."),
    ),
    form(
      'short-lived-token',
      '/v2/oauth/accessToken',
      (fields) => issueShortLived(context, fields),
      rateLimits.shortLivedToken,
    ),
    form('verify-short-lived-token', '/v2/oauth/verify', (fields) => verify(context, fields, 'P CM')),
    form('revoke-short-lived-token', '/v2/oauth/revoke', revoke),
  ];
}

function form(name: string, path: string, handle: (form: URLSearchParams) => Answer, limit?: RateLimit): Endpoint {
  return {
    name,
    method: 'POST',
    pattern: exactly(path),
    needsToken: false,
    limit,
    handle: ({ call }) => handle(formOf(call)),
  };
}

function query(name: string, path: string, handle: (query: URLSearchParams) => Answer): Endpoint {
  return { name, method: 'GET', pattern: exactly(path), needsToken: false, handle: ({ call }) => handle(call.query) };
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

function issueStateless(context: LineContext, fields: URLSearchParams): Answer {
  if (fields.get('grant_type') !== 'client_credentials') return oauthError("Invalid 'grant_type'.");
  if (fields.has('client_assertion')) {
    return assertionLife(context, fields) === undefined
      ? oauthError("Invalid 'client_assertion'.")
      : issue(context, 'stateless', statelessSeconds);
  }
  if (!hasSecret(context, fields)) return oauthError("Invalid 'client_credentials'.");
  return issue(context, 'stateless', statelessSeconds);
}

function issueByJwt(context: LineContext, fields: URLSearchParams): Answer {
  const life = assertionLife(context, fields);
  if (life === undefined) return oauthError("Invalid 'client_assertion'.");
  if (context.state.accessTokens.list('v2.1').length >= mostTokens) {
    return oauthError('The number of channel access tokens has reached the limit.');
  }
  const keyId = context.state.ids.accessToken().slice(0, 22);
  return issue(context, 'v2.1', Math.min(life.tokenSeconds ?? thirtyDaysSeconds, thirtyDaysSeconds), keyId);
}

function issueShortLived(context: LineContext, fields: URLSearchParams): Answer {
  if (fields.get('grant_type') !== 'client_credentials') return oauthError("Invalid 'grant_type'.");
  if (!hasSecret(context, fields)) return oauthError("Invalid 'client_credentials'.");
  const { accessTokens } = context.state;
  const [oldest, ...others] = accessTokens.list('short-lived');
  if (oldest && others.length + 1 >= mostTokens) accessTokens.revoke(oldest.token);
  return issue(context, 'short-lived', thirtyDaysSeconds);
}

function verify(context: LineContext, fields: URLSearchParams, scope: string): Answer {
  const found = context.state.accessTokens.find(fields.get('access_token') ?? '');
  if (!found) return oauthError('access token expired');
  const expiresIn = Math.floor((found.expiresAtMs - context.clock.nowMs()) / 1000);
  return { status: 200, body: { client_id: context.channel.channelId, expires_in: expiresIn, scope } };
}

function keyIds(context: LineContext, fields: URLSearchParams): Answer {
  if (assertionLife(context, fields) === undefined) return oauthError("Invalid 'client_assertion'.");
  const kids = context.state.accessTokens.list('v2.1').flatMap((issued) => issued.keyId ?? []);
  return { status: 200, body: { kids } };
}
