import { text } from '../../../spec/json/json.ts';
import { fieldOf, type EndpointContext } from '../../oauth/exchange.ts';
import { clientOf } from '../../oauth/management/register.ts';
import { empty, jsonReply, refuse } from '../../oauth/reply.ts';
import type { Faults } from '../fault.ts';
import { afterStep, insteadOf, retold, withoutMember, withoutStep } from '../steps.ts';

const formed = 'grants/metadata-is-well-formed';
const agrees = 'grants/metadata-agrees-with-the-document';
const everything = () => true;

/** The token in the request. */
const tokenOf = (exchange: EndpointContext) => exchange.around.store.grant(fieldOf(exchange, 'token') ?? '');

/** The exchange with the client that the token was issued to. */
function asItsClient(exchange: EndpointContext): EndpointContext {
  const token = tokenOf(exchange);
  const clients = [...exchange.around.register.clients.values()];
  const client = clients.find(({ name }) => (token?.kind === 'access' || token?.kind === 'refresh') && name === token.client);
  return { ...exchange, client: client ?? clients[0] };
}

const revoked = { outcome: 'served', why: 'revocation' } as const;

export const oauthManagementFaults = {
  'metadata-have-no-issuer': {
    breaks: [formed],
    description: 'The metadata has no issuer.',
    apply: retold(['metadata'], everything, (body) => withoutMember(body, 'issuer')),
  },
  'metadata-have-relative-urls': {
    breaks: [formed],
    description: 'The metadata names an endpoint by its path only.',
    apply: retold(['metadata'], everything, (body) => ({
      ...body,
      revocation_endpoint: new URL(text(body['revocation_endpoint']) ?? '').pathname,
    })),
  },
  'metadata-have-empty-lists': {
    breaks: [formed],
    description: 'The metadata contains an empty list.',
    apply: retold(['metadata'], everything, (body) => ({ ...body, ui_locales_supported: [] })),
  },
  'metadata-list-no-response-types': {
    breaks: [formed],
    description: 'The metadata does not list the response types.',
    apply: retold(['metadata'], everything, (body) => withoutMember(body, 'response_types_supported')),
  },
  'metadata-name-another-token-endpoint': {
    breaks: [agrees],
    description: 'The metadata names a different token endpoint than the document.',
    apply: retold(['metadata'], everything, (body) => ({ ...body, token_endpoint: `${text(body['token_endpoint'])}/v2` })),
  },
  'metadata-list-another-grant': {
    breaks: [agrees],
    description: 'The metadata does not list the grant that the document declares.',
    apply: retold(['metadata'], everything, (body) => ({
      ...body,
      grant_types_supported: ['urn:ietf:params:oauth:grant-type:jwt-bearer'],
    })),
  },
  'metadata-list-other-scopes': {
    breaks: [agrees],
    description: 'The metadata lists different scopes than the document.',
    apply: retold(['metadata'], everything, (body) => ({ ...body, scopes_supported: ['openid'] })),
  },
  'resource-metadata-name-another-resource': {
    breaks: ['grants/resource-metadata-names-the-resource'],
    description: 'The resource metadata names the origin of the API instead of its base URL, so clients must reject it.',
    apply: retold(['resource'], everything, (body) => ({ ...body, resource: new URL(text(body['resource']) ?? '').origin })),
  },
  'revocation-does-nothing': {
    breaks: ['grants/revoked-token-is-dead'],
    also: ['grants/inactive-token-tells-nothing-else'],
    description: 'The revocation endpoint returns a success but revokes nothing.',
    apply: insteadOf('revoke', 'revocation', (exchange) => empty(exchange, 200, revoked)),
  },
  'revocation-spares-access-tokens': {
    breaks: ['grants/revoked-token-is-dead'],
    description: 'An access token keeps working after its revocation, until it expires.',
    apply: afterStep('revoke', 'token', (found) => (tokenOf(found)?.kind === 'access' ? empty(found, 200, revoked) : found)),
  },
  'revocation-spares-refresh-tokens': {
    breaks: ['grants/revoked-token-is-dead'],
    description: 'A refresh token keeps working after its revocation.',
    apply: afterStep('revoke', 'token', (found) => (tokenOf(found)?.kind === 'refresh' ? empty(found, 200, revoked) : found)),
  },
  'access-token-cannot-be-revoked': {
    breaks: ['grants/revoked-token-is-dead'],
    description: 'The revocation endpoint rejects the revocation of an access token as a malformed request.',
    apply: afterStep('revoke', 'token', (found) =>
      found.ending === undefined && tokenOf(found)?.kind === 'access'
        ? refuse(found, 'invalid_request', 'Access tokens cannot be revoked')
        : found,
    ),
  },
  'unknown-token-cannot-be-revoked': {
    breaks: ['grants/revoking-an-unknown-token-succeeds'],
    description: 'The revocation endpoint returns an error for an unknown token.',
    apply: afterStep('revoke', 'token', (found) =>
      found.ending === undefined && tokenOf(found) === undefined ? refuse(found, 'invalid_request', 'The token is unknown') : found,
    ),
  },
  'anybody-may-revoke': {
    breaks: ['grants/revocation-needs-the-client'],
    description: 'The revocation endpoint revokes a token without client authentication.',
    apply: afterStep('revoke', 'authentication', (found, exchange) => (found.ending === undefined ? found : asItsClient(exchange))),
  },
  'named-client-may-revoke': {
    breaks: ['grants/revocation-needs-the-client'],
    description: 'The revocation endpoint revokes a token for a named client without checking its secret.',
    apply: afterStep('revoke', 'authentication', (found, exchange) => {
      const named = clientOf(exchange.around.register, fieldOf(exchange, 'client_id') ?? '');
      return found.ending === undefined || named === undefined ? found : { ...exchange, ...named };
    }),
  },
  'every-client-may-revoke': {
    breaks: ['grants/revocation-needs-the-client'],
    description: 'The revocation endpoint lets a client revoke the tokens of other clients.',
    apply: withoutStep('revoke', 'token-of-client'),
  },
  'introspection-is-open': {
    breaks: ['grants/introspection-needs-authentication'],
    description: 'The introspection endpoint describes a token to an unauthenticated caller.',
    apply: afterStep('introspect', 'authentication', (found, exchange) => (found.ending === undefined ? found : asItsClient(exchange))),
  },
  'introspection-looks-at-no-secret': {
    breaks: ['grants/introspection-needs-authentication'],
    description: 'The introspection endpoint describes a token to a named client without checking its secret.',
    apply: afterStep('introspect', 'authentication', (found, exchange) => {
      const named = clientOf(exchange.around.register, fieldOf(exchange, 'client_id') ?? '');
      return found.ending === undefined || named === undefined ? found : { ...exchange, ...named };
    }),
  },
  'live-token-is-not-active': {
    breaks: ['grants/introspection-tells-active-tokens'],
    description: 'The introspection endpoint reports a live token as inactive.',
    apply: insteadOf('introspect', 'facts', (exchange) =>
      jsonReply(exchange, 200, { active: false }, { outcome: 'served', why: 'introspection' }),
    ),
  },
  'live-token-is-active-in-words': {
    breaks: ['grants/introspection-tells-active-tokens'],
    description: 'The introspection endpoint returns `active` of a live token as a string.',
    apply: retold(
      ['introspect'],
      (body) => body['active'] === true,
      (body) => ({ ...body, active: 'true' }),
    ),
  },
  'inactive-token-tells-why': {
    breaks: ['grants/inactive-token-tells-nothing-else'],
    description: 'The introspection endpoint reveals why a token is inactive.',
    apply: retold(
      ['introspect'],
      (body) => body['active'] === false,
      (body) => ({ ...body, reason: 'revoked or expired' }),
    ),
  },
  'revoked-token-tells-its-client': {
    breaks: ['grants/inactive-token-tells-nothing-else'],
    description: 'The introspection endpoint reveals the owner of a revoked token.',
    apply: afterStep('introspect', 'facts', (found) => {
      const token = tokenOf(found);
      const dead = found.ending?.body === '{"active":false}';
      if (!dead || token?.kind !== 'access') return found;
      return jsonReply(found, 200, { active: false, username: token.account }, { outcome: 'served', why: 'introspection' });
    }),
  },
  'unknown-token-cannot-be-introspected': {
    breaks: ['grants/inactive-token-tells-nothing-else'],
    description: 'The introspection endpoint returns an error for an unknown token.',
    apply: afterStep('introspect', 'authentication', (found) =>
      found.ending === undefined && tokenOf(found) === undefined ? refuse(found, 'invalid_request', 'The token is unknown') : found,
    ),
  },
} as const satisfies Faults;
