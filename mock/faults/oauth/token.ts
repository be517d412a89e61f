import { member, text } from '../../../spec/json/json.ts';
import { requestParameter } from '../../oauth/endpoint-context.ts';
import { messagePage } from '../../oauth/page.ts';
import { page, reject } from '../../oauth/reply.ts';
import type { Key } from '../../state/key.ts';
import type { Store } from '../../state/store.ts';
import type { RequestContext } from '../../engine/request-context.ts';
import { afterGate, beforeGate, onRejection, redirectToHttps, withoutDecision, withBody, withHeader, type PartsChange } from '../edits.ts';
import type { Faults } from '../fault.ts';
import {
  afterStep,
  combine,
  beforeStep,
  otherGrantTypes,
  onEndpointJson,
  onEndpoint,
  withRequestParameters,
  withoutMember,
  onTokenResponse,
} from '../step-edits.ts';

const tokenEndpoints = ['token', 'refresh'] as const;

/** The context with access tokens changed as they are read from the store. */
export function withTokenKeys(context: RequestContext, view: (key: Key) => Key): RequestContext {
  const { store } = context.environment;
  const key = (secret: string) => {
    const found = store.key(secret);
    return found === undefined || found.expiresAt === Number.POSITIVE_INFINITY ? found : view(found);
  };
  return { ...context, environment: { ...context.environment, store: { ...store, key } } };
}

const aliases = 'aliases of handles';

/** The context with a store that resolves aliases of codes and tokens to their handles. */
function withAliases(context: RequestContext): RequestContext {
  const { store } = context.environment;
  const handleOf = (alias: string) => text(member(store.object(aliases, alias) ?? undefined, 'handle')) ?? alias;
  const view: Store = {
    ...store,
    key: (secret) => store.key(handleOf(secret)),
    grant: (handle) => store.grant(handleOf(handle)),
    putGrant: (handle, grant) => store.putGrant(handleOf(handle), grant),
  };
  return { ...context, environment: { ...context.environment, store: view } };
}

/** Issues codes and tokens in another form, and recognizes them when they come back. */
function rewriteHandles(pattern: RegExp, write: (number: number, found: string) => string): PartsChange {
  const renamed = (line: string, { store }: RequestContext['environment']) =>
    line.replace(pattern, (handle, found: string) => {
      const alias = write(store.next(aliases), found);
      store.putObject(aliases, alias, { handle });
      return alias;
    });
  return combine(
    beforeGate('oauth', withAliases),
    beforeGate('credentials', withAliases),
    onEndpoint(['authorize', 'token', 'refresh'], (response, { environment }) => {
      const headers = response.headers.map((line) => renamed(line, environment));
      return withBody({ ...response, headers }, renamed(response.body, environment));
    }),
  );
}

/** The token endpoint takes a GET request for a POST request with the query as its body, if the query fits. */
const getAsPost = (fits: (query: URLSearchParams) => boolean) =>
  beforeStep('token', 'method', (exchange) => {
    const { request } = exchange;
    const [target = '', query = ''] = request.target.split('?', 2);
    if (request.method !== 'GET' || !fits(new URLSearchParams(query))) return exchange;
    const headers = [...request.headers, 'Content-Type', 'application/x-www-form-urlencoded'];
    return { ...exchange, request: { ...request, method: 'POST', target, headers, body: query } };
  });

export const oauthTokenFaults = {
  'serves-oauth-over-plain-http': {
    breaks: ['oauth/plain-http'],
    description: 'The OAuth endpoints respond over plain HTTP, though the API does not.',
    apply: afterGate('transport', (found) => {
      const path = found.request.target.split('?', 1)[0]!;
      return found.decision !== undefined && found.environment.realms.endpoints.has(path) ? withoutDecision(found) : found;
    }),
  },
  'redirects-token-requests-to-https': {
    breaks: ['oauth/redirect-to-https'],
    description: 'The OAuth endpoints redirect plain HTTP requests to HTTPS, including token requests.',
    apply: onRejection('transport', (response, { request, environment }) =>
      environment.realms.endpoints.has(request.target.split('?', 1)[0]!) ? redirectToHttps(response, request) : response,
    ),
  },
  'shows-page-at-token-endpoint': {
    breaks: ['oauth/token-endpoint-method'],
    description: 'The token endpoint returns a page with 200 for methods other than POST.',
    apply: afterStep('token', 'method', (found) =>
      found.ending?.prepared.status === 405
        ? page(found, 200, messagePage('Tokens', 'Post to this address.'), {
            outcome: 'served',
            cause: { code: 'fault', fault: 'shows-page-at-token-endpoint' },
          })
        : found,
    ),
  },
  'accepts-any-token-request-method': {
    breaks: ['oauth/token-endpoint-method'],
    description: 'The token endpoint accepts a token request with any method that has a body.',
    apply: beforeStep('token', 'method', (exchange) => ({ ...exchange, request: { ...exchange.request, method: 'POST' } })),
  },
  'issues-tokens-for-get': {
    breaks: ['oauth/token-endpoint-method'],
    also: ['oauth/token-by-get'],
    description: 'The token endpoint reads the parameters of a GET request from its query and processes them.',
    apply: getAsPost(() => true),
  },
  'issues-tokens-for-codeless-get': {
    breaks: ['oauth/token-by-get'],
    description: 'The token endpoint processes GET requests of grants without a code.',
    apply: getAsPost((query) => !query.has('code')),
  },
  'returns-token-errors-as-object': {
    breaks: ['oauth/token-error-format'],
    also: [
      'oauth/repeated-parameters',
      'oauth/undeclared-grants',
      'oauth/missing-grant-type',
      'oauth/wrong-client-secret',
      'oauth/basic-challenge',
      'oauth/multiple-client-authentication',
      'oauth/secret-in-url',
      'oauth/unknown-code',
      'oauth/code-client-binding',
      'oauth/code-redirect-uri-binding',
      'oauth/code-reuse',
      'oauth/refresh-token-client-binding',
      'oauth/pkce-wrong-verifier',
      'oauth/pkce-downgrade',
      'oauth/device-flow',
    ],
    description: 'The token endpoint returns errors in the API’s own format, where `error` is an object.',
    apply: onEndpointJson(
      tokenEndpoints,
      (body) => typeof body['error'] === 'string',
      ({ error, error_description: message = '' }) => ({ error: { code: error!, message } }),
    ),
  },
  'labels-token-errors-as-html': {
    breaks: ['oauth/token-error-format'],
    description: 'The token endpoint returns JSON errors with the content type of HTML.',
    apply: onEndpoint(tokenEndpoints, (response) =>
      response.status >= 400 ? withHeader(response, 'Content-Type', 'text/html') : response,
    ),
  },
  'answers-token-errors-with-403': {
    breaks: ['oauth/token-error-format'],
    description: 'The token endpoint returns errors with 403.',
    apply: onEndpoint(tokenEndpoints, (response) => (response.status === 400 ? { ...response, status: 403 } : response)),
  },
  'returns-invalid-request-for-grant': {
    breaks: ['oauth/undeclared-grants'],
    description: 'The token endpoint reports an unsupported grant as a malformed request.',
    apply: onEndpointJson(
      tokenEndpoints,
      (body) => body['error'] === 'unsupported_grant_type',
      (body) => ({ ...body, error: 'invalid_request' }),
    ),
  },
  'treats-grants-as-code-exchange': {
    breaks: ['oauth/undeclared-grants'],
    also: ['oauth/undeclared-password-grant', ...otherGrantTypes],
    description: 'The token endpoint treats every grant as a code exchange.',
    apply: beforeStep('token', 'grant-type', (exchange) => {
      const type = requestParameter(exchange, 'grant_type');
      return type === undefined || type === 'refresh_token' || type === 'authorization_code'
        ? exchange
        : withRequestParameters(exchange, { grant_type: 'authorization_code', code: 'none' });
    }),
  },
  'guesses-missing-grant-type': {
    breaks: ['oauth/missing-grant-type'],
    description: 'The token endpoint treats a request without a grant type as a code exchange.',
    apply: beforeStep('token', 'grant-type', (exchange) =>
      requestParameter(exchange, 'grant_type') === undefined
        ? withRequestParameters(exchange, { grant_type: 'authorization_code' })
        : exchange,
    ),
  },
  'reports-missing-grant-as-unsupported': {
    breaks: ['oauth/missing-grant-type'],
    description: 'The token endpoint reports a missing grant type as an unsupported one.',
    apply: afterStep('token', 'grant-type', (found, exchange) =>
      requestParameter(exchange, 'grant_type') === undefined
        ? reject(exchange, 'unsupported_grant_type', 'The grant_type is not offered')
        : found,
    ),
  },
  'serves-undeclared-password-grant': {
    breaks: ['oauth/undeclared-password-grant'],
    description: 'The token endpoint serves the password grant in addition to the documented flows.',
    apply: afterStep('token', 'grant-type', (found, exchange) =>
      found.ending !== undefined && requestParameter(exchange, 'grant_type') === 'password'
        ? reject(exchange, 'invalid_grant', 'The username or the password is wrong')
        : found,
    ),
  },
  'allows-caching-tokens': {
    breaks: ['oauth/token-cache-control'],
    description: 'Token responses allow caches to store them.',
    apply: onEndpoint(tokenEndpoints, (response) => withHeader(response, 'Cache-Control', 'private')),
  },
  'allows-caching-refreshed-tokens': {
    breaks: ['oauth/token-cache-control'],
    description: 'Responses to a code exchange forbid caching, but responses to a refresh do not.',
    apply: onEndpoint(tokenEndpoints, (response, { request }) =>
      String(request.body).includes('grant_type=refresh_token') ? withHeader(response, 'Cache-Control') : response,
    ),
  },
  'omits-pragma-in-token-response': {
    breaks: ['oauth/token-pragma'],
    description: 'Token responses have no `Pragma` header for old caches.',
    apply: onEndpoint(tokenEndpoints, (response) => withHeader(response, 'Pragma')),
  },
  'omits-token-type': {
    breaks: ['oauth/token-type'],
    also: ['oauth/certified-client', ...otherGrantTypes],
    description: 'Token responses do not state the token type.',
    apply: onTokenResponse((body) => withoutMember(body, 'token_type')),
  },
  'returns-jwt-as-token-type': {
    breaks: ['oauth/token-type'],
    also: ['oauth/certified-client', ...otherGrantTypes],
    description: 'Token responses state the token format, JWT, as the token type.',
    apply: onTokenResponse((body) => ({ ...body, token_type: 'JWT' })),
  },
  'omits-token-lifetime': {
    breaks: ['oauth/expires-in'],
    description: 'Token responses do not state the token lifetime.',
    apply: onTokenResponse((body) => withoutMember(body, 'expires_in')),
  },
  'returns-token-lifetime-as-string': {
    breaks: ['oauth/expires-in'],
    description: 'Token responses state the token lifetime as a string.',
    apply: onTokenResponse((body) => ({ ...body, expires_in: JSON.stringify(body['expires_in']) })),
  },
  'returns-token-lifetime-as-date': {
    breaks: ['oauth/expires-in'],
    description: 'Token responses state the expiry date of a token instead of its lifetime.',
    apply: onTokenResponse((body, { request }) => ({ ...body, expires_in: new Date(request.at + 3_600_000).toISOString() })),
  },
  'accepts-expired-access-token': {
    breaks: ['oauth/token-expiry'],
    description: 'An access token keeps working after its lifetime.',
    apply: beforeGate('credentials', (context) => withTokenKeys(context, (key) => ({ ...key, expiresAt: Number.MAX_VALUE }))),
  },
  'extends-access-token-lifetime': {
    breaks: ['oauth/token-expiry'],
    description: 'An access token is valid for a day, regardless of its stated lifetime.',
    apply: beforeGate('credentials', (context) => withTokenKeys(context, (key) => ({ ...key, expiresAt: key.expiresAt + 82_800_000 }))),
  },
  'omits-granted-scope': {
    breaks: ['oauth/granted-scope'],
    description: 'Token responses do not list the granted scopes, even if they differ from the requested ones.',
    apply: onTokenResponse((body) => withoutMember(body, 'scope')),
  },
  'issues-short-tokens': {
    breaks: ['oauth/token-entropy'],
    description: 'Tokens and codes are only sixteen hexadecimal digits long.',
    apply: rewriteHandles(/mock_(?:code|token|refresh)_([0-9a-f]{16})[0-9a-f]{48}/g, (_, digits) => digits),
  },
  'issues-sequential-refresh-tokens': {
    breaks: ['oauth/token-entropy'],
    description: 'Refresh tokens are sequential numbers.',
    apply: rewriteHandles(/mock_(refresh)_[0-9a-f]{64}/g, (number) => `refresh-${number}`),
  },
  'returns-null-id-token': {
    breaks: ['oauth/certified-client'],
    also: [...otherGrantTypes],
    description: 'Token responses have an `id_token` that is null.',
    apply: onTokenResponse((body) => ({ ...body, id_token: null })),
  },
} as const satisfies Faults;
