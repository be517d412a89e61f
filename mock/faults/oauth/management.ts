import { text } from '../../../spec/json/json.ts';
import { fieldOf, type Exchange } from '../../oauth/exchange.ts';
import { clientOf } from '../../oauth/management/register.ts';
import { empty, json, refuse } from '../../oauth/reply.ts';
import type { Faults } from '../fault.ts';
import { afterStep, insteadOf, retold, withoutMember, withoutStep } from '../steps.ts';

const formed = 'grants/metadata-is-well-formed';
const agrees = 'grants/metadata-agrees-with-the-document';
const everything = () => true;

/** The token that a request is about. */
const tokenOf = (exchange: Exchange) => exchange.around.store.grant(fieldOf(exchange, 'token') ?? '');

/** The exchange with the client that the token was given to. */
function asItsClient(exchange: Exchange): Exchange {
  const token = tokenOf(exchange);
  const clients = [...exchange.around.register.clients.values()];
  const client = clients.find(({ name }) => (token?.kind === 'access' || token?.kind === 'refresh') && name === token.client);
  return { ...exchange, client: client ?? clients[0] };
}

const revoked = { outcome: 'served', why: 'revocation' } as const;

export const grantsManagement = {
  'metadata-have-no-issuer': {
    breaks: [formed],
    says: 'The metadata do not say whose they are.',
    bend: retold(['metadata'], everything, (body) => withoutMember(body, 'issuer')),
  },
  'metadata-have-relative-urls': {
    breaks: [formed],
    says: 'The metadata name the endpoints by their paths alone.',
    bend: retold(['metadata'], everything, (body) => ({
      ...body,
      revocation_endpoint: new URL(text(body['revocation_endpoint']) ?? '').pathname,
    })),
  },
  'metadata-have-empty-lists': {
    breaks: [formed],
    says: 'What there is none of the metadata list as an empty list.',
    bend: retold(['metadata'], everything, (body) => ({ ...body, ui_locales_supported: [] })),
  },
  'metadata-list-no-response-types': {
    breaks: [formed],
    says: 'The metadata do not list the response types.',
    bend: retold(['metadata'], everything, (body) => withoutMember(body, 'response_types_supported')),
  },
  'metadata-name-another-token-endpoint': {
    breaks: [agrees],
    says: 'The metadata name another token endpoint than the document.',
    bend: retold(['metadata'], everything, (body) => ({ ...body, token_endpoint: `${text(body['token_endpoint'])}/v2` })),
  },
  'metadata-list-another-grant': {
    breaks: [agrees],
    says: 'The metadata do not list the grant that the document declares.',
    bend: retold(['metadata'], everything, (body) => ({ ...body, grant_types_supported: ['urn:ietf:params:oauth:grant-type:jwt-bearer'] })),
  },
  'metadata-list-other-scopes': {
    breaks: [agrees],
    says: 'The metadata list other scopes than the document.',
    bend: retold(['metadata'], everything, (body) => ({ ...body, scopes_supported: ['openid'] })),
  },
  'resource-metadata-name-another-resource': {
    breaks: ['grants/resource-metadata-names-the-resource'],
    says: 'The metadata of the API name its host and not its base URL, so that clients must refuse them.',
    bend: retold(['resource'], everything, (body) => ({ ...body, resource: new URL(text(body['resource']) ?? '').origin })),
  },
  'revocation-does-nothing': {
    breaks: ['grants/revoked-token-is-dead'],
    also: ['grants/inactive-token-tells-nothing-else'],
    says: 'A revocation is answered as a success and nothing else happens.',
    bend: insteadOf('revoke', 'revocation', (exchange) => empty(exchange, 200, revoked)),
  },
  'revocation-spares-access-tokens': {
    breaks: ['grants/revoked-token-is-dead'],
    says: 'Refresh tokens can be revoked; an access token goes on working until it expires.',
    bend: afterStep('revoke', 'token', (found) => (tokenOf(found)?.kind === 'access' ? empty(found, 200, revoked) : found)),
  },
  'revocation-spares-refresh-tokens': {
    breaks: ['grants/revoked-token-is-dead'],
    says: 'Access tokens can be revoked; a refresh token goes on giving new ones.',
    bend: afterStep('revoke', 'token', (found) => (tokenOf(found)?.kind === 'refresh' ? empty(found, 200, revoked) : found)),
  },
  'access-token-cannot-be-revoked': {
    breaks: ['grants/revoked-token-is-dead'],
    says: 'The revocation of an access token is refused as a malformed request.',
    bend: afterStep('revoke', 'token', (found) =>
      found.ending === undefined && tokenOf(found)?.kind === 'access'
        ? refuse(found, 'invalid_request', 'Access tokens cannot be revoked')
        : found,
    ),
  },
  'unknown-token-cannot-be-revoked': {
    breaks: ['grants/revoking-an-unknown-token-succeeds'],
    says: 'To revoke a token that there is not is an error.',
    bend: afterStep('revoke', 'token', (found) =>
      found.ending === undefined && tokenOf(found) === undefined ? refuse(found, 'invalid_request', 'The token is unknown') : found,
    ),
  },
  'anybody-may-revoke': {
    breaks: ['grants/revocation-needs-the-client'],
    says: 'Whoever has a token can revoke it without being its client.',
    bend: afterStep('revoke', 'authentication', (found, exchange) => (found.ending === undefined ? found : asItsClient(exchange))),
  },
  'named-client-may-revoke': {
    breaks: ['grants/revocation-needs-the-client'],
    says: 'To revoke a token it is enough to name the client; its secret is not looked at.',
    bend: afterStep('revoke', 'authentication', (found, exchange) => {
      const named = clientOf(exchange.around.register, fieldOf(exchange, 'client_id') ?? '');
      return found.ending === undefined || named === undefined ? found : { ...exchange, ...named };
    }),
  },
  'every-client-may-revoke': {
    breaks: ['grants/revocation-needs-the-client'],
    says: 'A client can revoke the tokens of others.',
    bend: withoutStep('revoke', 'token-of-client'),
  },
  'introspection-is-open': {
    breaks: ['grants/introspection-needs-authentication'],
    says: 'Anybody can ask what a token is good for.',
    bend: afterStep('introspect', 'authentication', (found, exchange) => (found.ending === undefined ? found : asItsClient(exchange))),
  },
  'introspection-looks-at-no-secret': {
    breaks: ['grants/introspection-needs-authentication'],
    says: 'To introspect a token it is enough to name a client; its secret is not looked at.',
    bend: afterStep('introspect', 'authentication', (found, exchange) => {
      const named = clientOf(exchange.around.register, fieldOf(exchange, 'client_id') ?? '');
      return found.ending === undefined || named === undefined ? found : { ...exchange, ...named };
    }),
  },
  'live-token-is-not-active': {
    breaks: ['grants/introspection-tells-active-tokens'],
    says: 'Introspection knows access tokens only after they have been used to refresh, and calls a live one inactive.',
    bend: insteadOf('introspect', 'facts', (exchange) =>
      json(exchange, 200, { active: false }, { outcome: 'served', why: 'introspection' }),
    ),
  },
  'live-token-is-active-in-words': {
    breaks: ['grants/introspection-tells-active-tokens'],
    says: 'Introspection calls a live token active by a string.',
    bend: retold(
      ['introspect'],
      (body) => body['active'] === true,
      (body) => ({ ...body, active: 'true' }),
    ),
  },
  'inactive-token-tells-why': {
    breaks: ['grants/inactive-token-tells-nothing-else'],
    says: 'Introspection tells of an inactive token why it is not active.',
    bend: retold(
      ['introspect'],
      (body) => body['active'] === false,
      (body) => ({ ...body, reason: 'revoked or expired' }),
    ),
  },
  'revoked-token-tells-its-client': {
    breaks: ['grants/inactive-token-tells-nothing-else'],
    says: 'Introspection tells of a revoked token whose it was.',
    bend: afterStep('introspect', 'facts', (found) => {
      const token = tokenOf(found);
      const dead = found.ending?.body === '{"active":false}';
      if (!dead || token?.kind !== 'access') return found;
      return json(found, 200, { active: false, username: token.account }, { outcome: 'served', why: 'introspection' });
    }),
  },
  'unknown-token-cannot-be-introspected': {
    breaks: ['grants/inactive-token-tells-nothing-else'],
    says: 'To introspect a token that there is not is an error.',
    bend: afterStep('introspect', 'authentication', (found) =>
      found.ending === undefined && tokenOf(found) === undefined ? refuse(found, 'invalid_request', 'The token is unknown') : found,
    ),
  },
} as const satisfies Faults;
