import { text } from '../../../spec/json/json.ts';
import { requestParameter, type EndpointContext } from '../../oauth/endpoint-context.ts';
import { clientOf } from '../../oauth/management/register.ts';
import { empty, jsonReply, reject } from '../../oauth/reply.ts';
import type { Faults } from '../fault.ts';
import { afterStep, replaceStep, onEndpointJson, withoutMember, withoutStep } from '../step-edits.ts';

const format = 'oauth/metadata-format';
const consistency = 'oauth/metadata-consistency';
const always = () => true;

/** The token in the request. */
const tokenOf = (exchange: EndpointContext) => exchange.environment.store.grant(requestParameter(exchange, 'token') ?? '');

/** The exchange with the client that the token was issued to. */
function withTokenClient(exchange: EndpointContext): EndpointContext {
  const token = tokenOf(exchange);
  const clients = [...exchange.environment.register.clients.values()];
  const client = clients.find(({ name }) => (token?.kind === 'access' || token?.kind === 'refresh') && name === token.client);
  return { ...exchange, client: client ?? clients[0] };
}

const revocation = { outcome: 'served', cause: { code: 'revocation', client: '' } } as const;

export const oauthManagementFaults = {
  'omits-issuer-in-metadata': {
    breaks: [format],
    description: 'The metadata has no issuer.',
    apply: onEndpointJson(['metadata', 'openid'], always, (body) => withoutMember(body, 'issuer')),
  },
  'publishes-relative-urls-in-metadata': {
    breaks: [format],
    description: 'The metadata names an endpoint by its path only.',
    apply: onEndpointJson(['metadata', 'openid'], always, (body) => ({
      ...body,
      revocation_endpoint: new URL(text(body['revocation_endpoint']) ?? '').pathname,
    })),
  },
  'publishes-empty-lists-in-metadata': {
    breaks: [format],
    description: 'The metadata contains an empty list.',
    apply: onEndpointJson(['metadata', 'openid'], always, (body) => ({ ...body, ui_locales_supported: [] })),
  },
  'omits-response-types-in-metadata': {
    breaks: [format],
    description: 'The metadata does not list the response types.',
    apply: onEndpointJson(['metadata', 'openid'], always, (body) => withoutMember(body, 'response_types_supported')),
  },
  'publishes-wrong-token-endpoint': {
    breaks: [consistency],
    description: 'The metadata names a different token endpoint than the document.',
    apply: onEndpointJson(['metadata', 'openid'], always, (body) => ({ ...body, token_endpoint: `${text(body['token_endpoint'])}/v2` })),
  },
  'omits-declared-grant-in-metadata': {
    breaks: [consistency],
    description: 'The metadata does not list the grant that the document declares.',
    apply: onEndpointJson(['metadata', 'openid'], always, (body) => ({
      ...body,
      grant_types_supported: ['urn:ietf:params:oauth:grant-type:jwt-bearer'],
    })),
  },
  'publishes-wrong-scopes-in-metadata': {
    breaks: [consistency],
    description: 'The metadata lists different scopes than the document.',
    apply: onEndpointJson(['metadata', 'openid'], always, (body) => ({ ...body, scopes_supported: ['openid'] })),
  },
  'publishes-wrong-resource-in-metadata': {
    breaks: ['oauth/resource-metadata'],
    description: 'The resource metadata names the origin of the API instead of its base URL, so clients must reject it.',
    apply: onEndpointJson(['resource'], always, (body) => ({ ...body, resource: new URL(text(body['resource']) ?? '').origin })),
  },
  'ignores-token-revocation': {
    breaks: ['oauth/revoked-token'],
    also: ['oauth/introspection-inactive-token'],
    description: 'The revocation endpoint returns a success but revokes nothing.',
    apply: replaceStep('revoke', 'revocation', (exchange) => empty(exchange, 200, revocation)),
  },
  'accepts-revoked-access-token': {
    breaks: ['oauth/revoked-token'],
    description: 'An access token keeps working after its revocation, until it expires.',
    apply: afterStep('revoke', 'token', (found) => (tokenOf(found)?.kind === 'access' ? empty(found, 200, revocation) : found)),
  },
  'accepts-revoked-refresh-token': {
    breaks: ['oauth/revoked-token'],
    description: 'A refresh token keeps working after its revocation.',
    apply: afterStep('revoke', 'token', (found) => (tokenOf(found)?.kind === 'refresh' ? empty(found, 200, revocation) : found)),
  },
  'rejects-access-token-revocation': {
    breaks: ['oauth/revoked-token'],
    description: 'The revocation endpoint rejects the revocation of an access token as a malformed request.',
    apply: afterStep('revoke', 'token', (found) =>
      found.ending === undefined && tokenOf(found)?.kind === 'access'
        ? reject(found, 'invalid_request', 'Access tokens cannot be revoked')
        : found,
    ),
  },
  'rejects-unknown-token-revocation': {
    breaks: ['oauth/unknown-token-revocation'],
    description: 'The revocation endpoint returns an error for an unknown token.',
    apply: afterStep('revoke', 'token', (found) =>
      found.ending === undefined && tokenOf(found) === undefined ? reject(found, 'invalid_request', 'The token is unknown') : found,
    ),
  },
  'revokes-without-client-authentication': {
    breaks: ['oauth/revocation-authentication'],
    description: 'The revocation endpoint revokes a token without client authentication.',
    apply: afterStep('revoke', 'authentication', (found, exchange) => (found.ending === undefined ? found : withTokenClient(exchange))),
  },
  'revokes-without-client-secret': {
    breaks: ['oauth/revocation-authentication'],
    description: 'The revocation endpoint revokes a token for a named client without checking its secret.',
    apply: afterStep('revoke', 'authentication', (found, exchange) => {
      const named = clientOf(exchange.environment.register, requestParameter(exchange, 'client_id') ?? '');
      return found.ending === undefined || named === undefined ? found : { ...exchange, ...named };
    }),
  },
  'revokes-tokens-of-other-clients': {
    breaks: ['oauth/revocation-authentication'],
    description: 'The revocation endpoint lets a client revoke the tokens of other clients.',
    apply: withoutStep('revoke', 'token-of-client'),
  },
  'introspects-without-authentication': {
    breaks: ['oauth/introspection-authentication'],
    description: 'The introspection endpoint describes a token to an unauthenticated caller.',
    apply: afterStep('introspect', 'authentication', (found, exchange) => (found.ending === undefined ? found : withTokenClient(exchange))),
  },
  'introspects-without-client-secret': {
    breaks: ['oauth/introspection-authentication'],
    description: 'The introspection endpoint describes a token to a named client without checking its secret.',
    apply: afterStep('introspect', 'authentication', (found, exchange) => {
      const named = clientOf(exchange.environment.register, requestParameter(exchange, 'client_id') ?? '');
      return found.ending === undefined || named === undefined ? found : { ...exchange, ...named };
    }),
  },
  'reports-live-token-as-inactive': {
    breaks: ['oauth/introspection-active-token'],
    description: 'The introspection endpoint reports a live token as inactive.',
    apply: replaceStep('introspect', 'facts', (exchange) =>
      jsonReply(
        exchange,
        200,
        { active: false },
        { outcome: 'served', cause: { code: 'introspection', client: exchange.client?.name ?? '' } },
      ),
    ),
  },
  'returns-active-as-string': {
    breaks: ['oauth/introspection-active-token'],
    description: 'The introspection endpoint returns `active` of a live token as a string.',
    apply: onEndpointJson(
      ['introspect'],
      (body) => body['active'] === true,
      (body) => ({ ...body, active: 'true' }),
    ),
  },
  'reveals-why-token-is-inactive': {
    breaks: ['oauth/introspection-inactive-token'],
    description: 'The introspection endpoint reveals why a token is inactive.',
    apply: onEndpointJson(
      ['introspect'],
      (body) => body['active'] === false,
      (body) => ({ ...body, reason: 'revoked or expired' }),
    ),
  },
  'reveals-owner-of-revoked-token': {
    breaks: ['oauth/introspection-inactive-token'],
    description: 'The introspection endpoint reveals the owner of a revoked token.',
    apply: afterStep('introspect', 'facts', (found) => {
      const token = tokenOf(found);
      const inactive = found.ending?.body === '{"active":false}';
      if (!inactive || token?.kind !== 'access') return found;
      return jsonReply(
        found,
        200,
        { active: false, username: token.account },
        { outcome: 'served', cause: { code: 'introspection', client: found.client?.name ?? '' } },
      );
    }),
  },
  'rejects-unknown-token-introspection': {
    breaks: ['oauth/introspection-inactive-token'],
    description: 'The introspection endpoint returns an error for an unknown token.',
    apply: afterStep('introspect', 'authentication', (found) =>
      found.ending === undefined && tokenOf(found) === undefined ? reject(found, 'invalid_request', 'The token is unknown') : found,
    ),
  },
} as const satisfies Faults;
