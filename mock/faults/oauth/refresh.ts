import { fieldOf } from '../../oauth/exchange.ts';
import { refuse } from '../../oauth/reply.ts';
import { scopesOf } from '../../oauth/scope.ts';
import type { Bend } from '../bend.ts';
import type { Faults } from '../fault.ts';
import { afterStep, all, changingStep, insteadOf, withoutStep, withTokens, withoutMember } from '../steps.ts';

const widens = 'grants/refresh-never-widens';

/** Turns off rotation for public or for confidential clients: a refresh token stays valid and is returned again. */
function kept(ofPublic: boolean): Bend {
  return all(
    insteadOf('token', 'refresh-spent', (exchange) => {
      const { presented, client, around: environment } = exchange;
      if (presented?.grant.kind === 'refresh' && client?.public !== ofPublic) {
        environment.store.putGrant(presented.handle, { ...presented.grant, used: true });
      }
      return exchange;
    }),
    withTokens((body, { request: arrival, environment: around }) => {
      const form = new URLSearchParams(String(arrival.body));
      const sent = form.get('refresh_token');
      const isPublic = around.register.clients.get(form.get('client_id') ?? '')?.public === true;
      return sent === null || isPublic !== ofPublic ? body : { ...body, refresh_token: sent };
    }),
  );
}

export const oauthRefreshFaults = {
  'refresh-grants-what-is-asked-for': {
    breaks: [widens],
    description: 'A refresh gets every requested scope that the client may have, regardless of what the user granted.',
    apply: insteadOf('token', 'refresh-scope', (exchange) => {
      const { client, presented } = exchange;
      const scopes =
        fieldOf(exchange, 'scope') === undefined ? (presented?.grant.scopes ?? []) : scopesOf(fieldOf(exchange, 'scope') ?? '');
      const within = scopes.every((scope) => client?.scopes.includes(scope));
      return within ? { ...exchange, scopes } : refuse(exchange, 'invalid_scope', 'A scope is beyond what may be granted');
    }),
  },
  'refresh-that-asks-for-more-gets-all': {
    breaks: [widens],
    description: 'A refresh that requests more than was granted gets every scope that the client may have.',
    apply: afterStep('token', 'refresh-scope', (found, exchange) =>
      found.ending === undefined ? found : { ...exchange, scopes: exchange.client?.scopes ?? [] },
    ),
  },
  'narrower-refresh-is-not-narrower': {
    breaks: ['grants/refresh-narrows'],
    description: 'A refresh that requests fewer scopes gets all granted ones.',
    apply: afterStep('token', 'refresh-scope', (found) =>
      found.ending === undefined ? { ...found, scopes: found.presented?.grant.scopes ?? [] } : found,
    ),
  },
  'narrower-refresh-is-refused': {
    breaks: ['grants/refresh-narrows'],
    description: 'The token endpoint rejects a refresh that requests fewer scopes than were granted.',
    apply: afterStep('token', 'refresh-scope', (found) =>
      found.ending === undefined && found.scopes.length < (found.presented?.grant.scopes.length ?? 0)
        ? refuse(found, 'invalid_scope', 'Other scopes were granted')
        : found,
    ),
  },
  'refresh-token-of-any-client': {
    breaks: ['grants/refresh-token-is-bound-to-its-client'],
    description: 'The token endpoint accepts a refresh token from every authenticated client.',
    apply: withoutStep('token', 'refresh-of-client'),
  },
  'replaced-refresh-token-goes-on': {
    breaks: ['grants/replayed-refresh-token-is-refused', 'grants/public-refresh-token-is-not-replayable'],
    description: 'A refresh returns a new refresh token, and the old one keeps working.',
    apply: withoutStep('token', 'refresh-unused'),
  },
  'replaced-refresh-token-goes-on-for-clients-with-a-secret': {
    breaks: ['grants/replayed-refresh-token-is-refused'],
    description: 'A refresh returns a new refresh token, and the old one keeps working for clients with a secret.',
    apply: changingStep(
      'token',
      'refresh-unused',
      ({ pass }) =>
        (exchange) =>
          exchange.client?.public === false ? exchange : pass(exchange),
    ),
  },
  'public-refresh-token-is-not-replaced': {
    breaks: ['grants/public-refresh-token-is-not-replayable'],
    description: 'The refresh token of a public client stays the same, so a stolen copy keeps working.',
    apply: kept(true),
  },
  'replayed-refresh-token-spares-its-family': {
    breaks: ['grants/refresh-replay-ends-the-family'],
    description: 'The token endpoint rejects a replaced refresh token, but its successor keeps working, even for a thief.',
    apply: insteadOf('token', 'refresh-unused', (exchange) => {
      const { presented } = exchange;
      return presented?.grant.kind === 'refresh' && presented.grant.used
        ? refuse(exchange, 'invalid_grant', 'It was used before')
        : exchange;
    }),
  },
  'refresh-token-does-not-come': {
    breaks: ['grants/refresh-token-comes-with-it'],
    description: 'The code exchange returns no refresh token, though the document declares how to refresh.',
    apply: withTokens((body) => withoutMember(body, 'refresh_token')),
  },
  'refresh-token-is-the-access-token': {
    breaks: ['grants/refresh-token-comes-with-it'],
    also: ['grants/refresh-gives-a-new-token'],
    description: 'The token endpoint returns the access token as the refresh token.',
    apply: withTokens((body) => ({ ...body, refresh_token: body['access_token']! })),
  },
  'refresh-is-refused': {
    breaks: ['grants/refresh-gives-a-new-token'],
    description: 'The token endpoint issues refresh tokens but rejects every refresh.',
    apply: afterStep('token', 'refresh', (found, { fields }) =>
      found.ending === undefined && fields.values.get('grant_type') === 'refresh_token'
        ? refuse(found, 'invalid_grant', 'The refresh token is not valid')
        : found,
    ),
  },
} as const satisfies Faults;
