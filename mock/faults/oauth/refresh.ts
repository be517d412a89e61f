import { requestParameter } from '../../oauth/endpoint-context.ts';
import { reject } from '../../oauth/reply.ts';
import { scopesOf } from '../../oauth/scope.ts';
import type { PartsChange } from '../edits.ts';
import type { Faults } from '../fault.ts';
import { afterStep, combine, changeStep, replaceStep, withoutStep, onTokenResponse, withoutMember } from '../step-edits.ts';

const widening = 'oauth/refresh-scope-widening';

/** Turns off rotation for public or for confidential clients: a refresh token stays valid and is returned again. */
function keepRefreshToken(ofPublic: boolean): PartsChange {
  return combine(
    replaceStep('token', 'refresh-spent', (exchange) => {
      const { presented, client, environment } = exchange;
      if (presented?.grant.kind === 'refresh' && client?.public !== ofPublic) {
        environment.store.putGrant(presented.handle, { ...presented.grant, used: true });
      }
      return exchange;
    }),
    onTokenResponse((body, { request, environment }) => {
      const form = new URLSearchParams(String(request.body));
      const sent = form.get('refresh_token');
      const isPublic = environment.register.clients.get(form.get('client_id') ?? '')?.public === true;
      return sent === null || isPublic !== ofPublic ? body : { ...body, refresh_token: sent };
    }),
  );
}

export const oauthRefreshFaults = {
  'grants-any-scope-on-refresh': {
    breaks: [widening],
    description: 'A refresh gets every requested scope that the client may have, regardless of what the user granted.',
    apply: replaceStep('token', 'refresh-scope', (exchange) => {
      const { client, presented } = exchange;
      const scopes =
        requestParameter(exchange, 'scope') === undefined
          ? (presented?.grant.scopes ?? [])
          : scopesOf(requestParameter(exchange, 'scope') ?? '');
      const within = scopes.every((scope) => client?.scopes.includes(scope));
      return within ? { ...exchange, scopes } : reject(exchange, 'invalid_scope', 'A scope is beyond what may be granted');
    }),
  },
  'grants-all-scopes-on-refresh': {
    breaks: [widening],
    description: 'A refresh that requests more than was granted gets every scope that the client may have.',
    apply: afterStep('token', 'refresh-scope', (found, exchange) =>
      found.ending === undefined ? found : { ...exchange, scopes: exchange.client?.scopes ?? [] },
    ),
  },
  'ignores-narrower-refresh-scope': {
    breaks: ['oauth/refresh-scope-narrowing'],
    description: 'A refresh that requests fewer scopes gets all granted ones.',
    apply: afterStep('token', 'refresh-scope', (found) =>
      found.ending === undefined ? { ...found, scopes: found.presented?.grant.scopes ?? [] } : found,
    ),
  },
  'rejects-narrower-refresh-scope': {
    breaks: ['oauth/refresh-scope-narrowing'],
    description: 'The token endpoint rejects a refresh that requests fewer scopes than were granted.',
    apply: afterStep('token', 'refresh-scope', (found) =>
      found.ending === undefined && found.scopes.length < (found.presented?.grant.scopes.length ?? 0)
        ? reject(found, 'invalid_scope', 'Other scopes were granted')
        : found,
    ),
  },
  'accepts-refresh-token-of-others': {
    breaks: ['oauth/refresh-token-client-binding'],
    description: 'The token endpoint accepts a refresh token from every authenticated client.',
    apply: withoutStep('token', 'refresh-of-client'),
  },
  'accepts-replaced-refresh-token': {
    breaks: ['oauth/refresh-token-reuse', 'oauth/public-refresh-token-rotation'],
    description: 'A refresh returns a new refresh token, and the old one keeps working.',
    apply: withoutStep('token', 'refresh-unused'),
  },
  'accepts-replaced-confidential-refresh-token': {
    breaks: ['oauth/refresh-token-reuse'],
    description: 'A refresh returns a new refresh token, and the old one keeps working for clients with a secret.',
    apply: changeStep(
      'token',
      'refresh-unused',
      ({ pass }) =>
        (exchange) =>
          exchange.client?.public === false ? exchange : pass(exchange),
    ),
  },
  'reuses-public-refresh-token': {
    breaks: ['oauth/public-refresh-token-rotation'],
    description: 'The refresh token of a public client stays the same, so a stolen copy keeps working.',
    apply: keepRefreshToken(true),
  },
  'keeps-tokens-after-refresh-reuse': {
    breaks: ['oauth/tokens-after-refresh-reuse'],
    description: 'The token endpoint rejects a replaced refresh token, but its successor keeps working, even for a thief.',
    apply: replaceStep('token', 'refresh-unused', (exchange) => {
      const { presented } = exchange;
      return presented?.grant.kind === 'refresh' && presented.grant.used
        ? reject(exchange, 'invalid_grant', 'It was used before')
        : exchange;
    }),
  },
  'omits-refresh-token': {
    breaks: ['oauth/refresh-token'],
    description: 'The code exchange returns no refresh token, though the document declares how to refresh.',
    apply: onTokenResponse((body) => withoutMember(body, 'refresh_token')),
  },
  'returns-access-token-as-refresh': {
    breaks: ['oauth/refresh-token'],
    also: ['oauth/refresh'],
    description: 'The token endpoint returns the access token as the refresh token.',
    apply: onTokenResponse((body) => ({ ...body, refresh_token: body['access_token']! })),
  },
  'rejects-every-refresh': {
    breaks: ['oauth/refresh'],
    description: 'The token endpoint issues refresh tokens but rejects every refresh.',
    apply: afterStep('token', 'refresh', (found, { parameters }) =>
      found.ending === undefined && parameters.values.get('grant_type') === 'refresh_token'
        ? reject(found, 'invalid_grant', 'The refresh token is not valid')
        : found,
    ),
  },
} as const satisfies Faults;
