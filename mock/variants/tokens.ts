import type { JsonObject } from '../../spec/contract.ts';
import type { EndpointContext } from '../oauth/endpoint-context.ts';
import { reject } from '../oauth/reply.ts';
import { afterStep, combine, changeStep, onEndpointJson, onEndpoint, onTokenResponse } from '../faults/step-edits.ts';
import { withHeader, type PartsChange } from '../faults/edits.ts';
import type { Variants } from './variant.ts';

const hasSecret = ({ client }: EndpointContext) => client?.public !== true;

/** Omits the refresh token if the condition holds. */
const withoutRefreshToken = (applies: (exchange: EndpointContext) => boolean): PartsChange =>
  changeStep('token', 'issue', ({ pass }) => (exchange) => {
    const found = pass(exchange);
    if (found.ending?.body === undefined || !applies(exchange)) return found;
    const { refresh_token: _, ...body } = JSON.parse(found.ending.body);
    return { ...found, ending: { ...found.ending, body: JSON.stringify(body) } };
  });

export const tokensVariants = {
  'adds-token-response-members': {
    description: 'Token responses have more members than OAuth defines.',
    apply: onTokenResponse((body) => ({ created_at: 1_767_268_800, account: { kind: 'person' }, ...body, ext_expires_in: 7_200 })),
  },
  'lowercases-token-type': {
    description: 'The token type is in lowercase.',
    apply: onTokenResponse((body) => ({ ...body, token_type: 'bearer' })),
  },
  'uppercases-token-type': {
    description: 'The token type is in uppercase.',
    apply: onTokenResponse((body) => ({ ...body, token_type: 'BEARER' })),
  },
  'adds-charset-to-token-response': {
    description: 'The Content-Type of token endpoint responses has a charset parameter.',
    apply: onEndpoint(['token', 'refresh'], (response) => withHeader(response, 'Content-Type', 'application/json;charset=UTF-8')),
  },
  'reverses-token-response-members': {
    description: 'Token responses end with the access token.',
    apply: onTokenResponse((body): JsonObject => Object.fromEntries(Object.entries(body).toReversed())),
  },
  'reorders-granted-scopes': {
    description: 'Token responses list the granted scopes in a different order.',
    apply: onTokenResponse((body) =>
      typeof body['scope'] === 'string' ? { ...body, scope: body['scope'].split(' ').toReversed().join(' ') } : body,
    ),
  },
  'omits-refresh-token-without-secret': {
    description: 'Clients without a secret get no refresh token.',
    apply: withoutRefreshToken((exchange) => !hasSecret(exchange)),
  },
  'accepts-client-secret-post-only': {
    description: 'Clients authenticate only in the request body, and the metadata lists no other method.',
    apply: combine(
      afterStep('token', 'one-authentication', (found) =>
        found.byHeader && found.ending === undefined
          ? reject(found, 'invalid_client', 'Basic is not supported', { status: 401, lines: ['WWW-Authenticate', 'Basic realm="clients"'] })
          : found,
      ),
      onEndpointJson(
        ['metadata', 'openid'],
        (body) => 'token_endpoint_auth_methods_supported' in body,
        (body) => ({ ...body, token_endpoint_auth_methods_supported: ['client_secret_post'] }),
      ),
    ),
  },
  'keeps-refresh-token-with-secret': {
    description: 'A client with a secret keeps its refresh token, and refresh responses contain no new one.',
    apply: combine(
      changeStep(
        'token',
        'refresh-spent',
        ({ pass }) =>
          (exchange) =>
            hasSecret(exchange) ? exchange : pass(exchange),
      ),
      withoutRefreshToken((exchange) => hasSecret(exchange) && exchange.presented?.grant.kind === 'refresh'),
    ),
  },
} as const satisfies Variants;
