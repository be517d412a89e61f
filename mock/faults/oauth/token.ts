import { member, text } from '../../../spec/json/json.ts';
import { fieldOf } from '../../oauth/exchange.ts';
import { notePage } from '../../oauth/page.ts';
import { page, refuse } from '../../oauth/reply.ts';
import type { Key } from '../../state/key.ts';
import type { Store } from '../../state/store.ts';
import type { RequestContext } from '../../engine/visit.ts';
import { after, before, refused, sentToHttps, withoutDecision, withBody, withLine, type Bend } from '../bend.ts';
import type { Faults } from '../fault.ts';
import { afterStep, all, beforeStep, otherGrantTypes, retold, told, withFields, withoutMember, withTokens } from '../steps.ts';

const places = ['token', 'refresh'] as const;

/** The visit with access tokens changed as they are read from the store. */
export function withTokenKeys(context: RequestContext, view: (key: Key) => Key): RequestContext {
  const { store } = context.environment;
  const key = (secret: string) => {
    const found = store.key(secret);
    return found === undefined || found.expiresAt === Number.POSITIVE_INFINITY ? found : view(found);
  };
  return { ...context, environment: { ...context.environment, store: { ...store, key } } };
}

const aliases = 'aliases of handles';

/** The visit with a store that resolves aliases of codes and tokens to their handles. */
function unaliased(context: RequestContext): RequestContext {
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
function writtenAs(pattern: RegExp, write: (number: number, found: string) => string): Bend {
  const renamed = (line: string, { store }: RequestContext['environment']) =>
    line.replace(pattern, (handle, found: string) => {
      const alias = write(store.next(aliases), found);
      store.putObject(aliases, alias, { handle });
      return alias;
    });
  return all(
    before('grants', unaliased),
    before('credentials', unaliased),
    told(['authorize', 'token', 'refresh'], (answer, { environment }) => {
      const headers = answer.headers.map((line) => renamed(line, environment));
      return withBody({ ...answer, headers }, renamed(answer.body, environment));
    }),
  );
}

export const oauthTokenFaults = {
  'plain-http-reaches-the-token-endpoint': {
    breaks: ['grants/plain-http-is-refused'],
    description: 'The OAuth endpoints respond over plain HTTP, though the API does not.',
    apply: after('transport', (found) => {
      const path = found.request.target.split('?', 1)[0]!;
      return found.decision !== undefined && found.environment.realms.endpoints.has(path) ? withoutDecision(found) : found;
    }),
  },
  'token-requests-are-redirected-to-https': {
    breaks: ['grants/plain-http-is-not-redirected'],
    description: 'The OAuth endpoints redirect plain HTTP requests to HTTPS, including token requests.',
    apply: refused('transport', (answer, { request, environment }) =>
      environment.realms.endpoints.has(request.target.split('?', 1)[0]!) ? sentToHttps(answer, request) : answer,
    ),
  },
  'token-endpoint-shows-a-page': {
    breaks: ['grants/token-endpoint-takes-only-post'],
    description: 'The token endpoint returns a page with 200 for methods other than POST.',
    apply: afterStep('token', 'method', (found) =>
      found.ending?.prepared.status === 405
        ? page(found, 200, notePage('Tokens', 'Post to this address.'), { outcome: 'served', why: 'a page' })
        : found,
    ),
  },
  'token-endpoint-takes-any-method': {
    breaks: ['grants/token-endpoint-takes-only-post'],
    description: 'The token endpoint accepts a token request with any method that has a body.',
    apply: beforeStep('token', 'method', (exchange) => ({ ...exchange, arrival: { ...exchange.arrival, method: 'POST' } })),
  },
  'token-errors-are-in-the-api-s-envelope': {
    breaks: ['grants/token-errors-are-flat-json'],
    also: [
      'grants/repeated-parameters-are-refused',
      'grants/undeclared-grants-are-refused',
      'grants/grant-type-is-required',
      'grants/wrong-client-secret-is-refused',
      'grants/failed-basic-is-challenged',
      'grants/one-client-authentication-in-a-request',
      'grants/secret-in-the-url-is-refused',
      'grants/invented-code-is-refused',
      'grants/code-is-bound-to-its-client',
      'grants/code-is-bound-to-its-redirect-uri',
      'grants/code-works-once',
      'grants/refresh-token-is-bound-to-its-client',
      'grants/wrong-verifier-is-refused',
      'grants/verifier-without-challenge-is-refused',
      'grants/device-flow-gives-a-token',
    ],
    description: 'The token endpoint returns errors in the API’s own format, where `error` is an object.',
    apply: retold(
      places,
      (body) => typeof body['error'] === 'string',
      ({ error, error_description: message = '' }) => ({ error: { code: error!, message } }),
    ),
  },
  'token-errors-are-called-text': {
    breaks: ['grants/token-errors-are-flat-json'],
    description: 'The token endpoint returns JSON errors with the content type of HTML.',
    apply: told(places, (answer) => (answer.status >= 400 ? withLine(answer, 'Content-Type', 'text/html') : answer)),
  },
  'token-errors-are-forbidden': {
    breaks: ['grants/token-errors-are-flat-json'],
    description: 'The token endpoint returns errors with 403.',
    apply: told(places, (answer) => (answer.status === 400 ? { ...answer, status: 403 } : answer)),
  },
  'unknown-grant-is-a-malformed-request': {
    breaks: ['grants/undeclared-grants-are-refused'],
    description: 'The token endpoint reports an unsupported grant as a malformed request.',
    apply: retold(
      places,
      (body) => body['error'] === 'unsupported_grant_type',
      (body) => ({ ...body, error: 'invalid_request' }),
    ),
  },
  'every-grant-is-that-of-a-code': {
    breaks: ['grants/undeclared-grants-are-refused'],
    also: ['grants/password-grant-is-not-served', ...otherGrantTypes],
    description: 'The token endpoint treats every grant as a code exchange.',
    apply: beforeStep('token', 'grant-type', (exchange) => {
      const type = fieldOf(exchange, 'grant_type');
      return type === undefined || type === 'refresh_token' || type === 'authorization_code'
        ? exchange
        : withFields(exchange, { grant_type: 'authorization_code', code: 'none' });
    }),
  },
  'grant-type-is-guessed': {
    breaks: ['grants/grant-type-is-required'],
    description: 'The token endpoint treats a request without a grant type as a code exchange.',
    apply: beforeStep('token', 'grant-type', (exchange) =>
      fieldOf(exchange, 'grant_type') === undefined ? withFields(exchange, { grant_type: 'authorization_code' }) : exchange,
    ),
  },
  'missing-grant-type-is-an-unsupported-one': {
    breaks: ['grants/grant-type-is-required'],
    description: 'The token endpoint reports a missing grant type as an unsupported one.',
    apply: afterStep('token', 'grant-type', (found, exchange) =>
      fieldOf(exchange, 'grant_type') === undefined ? refuse(exchange, 'unsupported_grant_type', 'The grant_type is not offered') : found,
    ),
  },
  'names-and-passwords-are-looked-at': {
    breaks: ['grants/password-grant-is-not-served'],
    description: 'The token endpoint serves the password grant in addition to the documented flows.',
    apply: afterStep('token', 'grant-type', (found, exchange) =>
      found.ending !== undefined && fieldOf(exchange, 'grant_type') === 'password'
        ? refuse(exchange, 'invalid_grant', 'The username or the password is wrong')
        : found,
    ),
  },
  'tokens-may-be-stored': {
    breaks: ['grants/token-answers-are-not-stored'],
    description: 'Token responses allow caches to store them.',
    apply: told(places, (answer) => withLine(answer, 'Cache-Control', 'private')),
  },
  'refreshed-tokens-may-be-stored': {
    breaks: ['grants/token-answers-are-not-stored'],
    description: 'Responses to a code exchange forbid caching, but responses to a refresh do not.',
    apply: told(places, (answer, { request }) =>
      String(request.body).includes('grant_type=refresh_token') ? withLine(answer, 'Cache-Control') : answer,
    ),
  },
  'old-caches-are-not-told': {
    breaks: ['grants/token-answers-say-no-cache'],
    description: 'Token responses have no `Pragma` header for old caches.',
    apply: told(places, (answer) => withLine(answer, 'Pragma')),
  },
  'token-type-is-not-told': {
    breaks: ['grants/token-type-is-told'],
    also: ['grants/certified-client-completes-the-flow', ...otherGrantTypes],
    description: 'Token responses do not state the token type.',
    apply: withTokens((body) => withoutMember(body, 'token_type')),
  },
  'token-type-is-the-media-type': {
    breaks: ['grants/token-type-is-told'],
    also: ['grants/certified-client-completes-the-flow', ...otherGrantTypes],
    description: 'Token responses state the token format, JWT, as the token type.',
    apply: withTokens((body) => ({ ...body, token_type: 'JWT' })),
  },
  'lifetime-is-not-told': {
    breaks: ['grants/lifetime-is-told'],
    description: 'Token responses do not state the token lifetime.',
    apply: withTokens((body) => withoutMember(body, 'expires_in')),
  },
  'lifetime-is-a-text': {
    breaks: ['grants/lifetime-is-told'],
    description: 'Token responses state the token lifetime as a string.',
    apply: withTokens((body) => ({ ...body, expires_in: JSON.stringify(body['expires_in']) })),
  },
  'lifetime-is-a-moment': {
    breaks: ['grants/lifetime-is-told'],
    description: 'Token responses state the expiry date of a token instead of its lifetime.',
    apply: withTokens((body, { request }) => ({ ...body, expires_in: new Date(request.at + 3_600_000).toISOString() })),
  },
  'token-never-expires': {
    breaks: ['grants/token-expires-as-told'],
    description: 'An access token keeps working after its lifetime.',
    apply: before('credentials', (context) => withTokenKeys(context, (key) => ({ ...key, expiresAt: Number.MAX_VALUE }))),
  },
  'use-prolongs-a-token': {
    breaks: ['grants/token-expires-as-told'],
    description: 'An access token is valid for a day, regardless of its stated lifetime.',
    apply: before('credentials', (context) => withTokenKeys(context, (key) => ({ ...key, expiresAt: key.expiresAt + 82_800_000 }))),
  },
  'granted-scope-is-not-told': {
    breaks: ['grants/narrowed-scope-is-told'],
    description: 'Token responses do not list the granted scopes, even if they differ from the requested ones.',
    apply: withTokens((body) => withoutMember(body, 'scope')),
  },
  'tokens-are-short': {
    breaks: ['grants/tokens-are-unguessable'],
    description: 'Tokens and codes are only sixteen hexadecimal digits long.',
    apply: writtenAs(/mock_(?:code|token|refresh)_([0-9a-f]{16})[0-9a-f]{48}/g, (_, digits) => digits),
  },
  'refresh-tokens-are-counted': {
    breaks: ['grants/tokens-are-unguessable'],
    description: 'Refresh tokens are sequential numbers.',
    apply: writtenAs(/mock_(refresh)_[0-9a-f]{64}/g, (number) => `refresh-${number}`),
  },
  'id-token-is-null': {
    breaks: ['grants/certified-client-completes-the-flow'],
    also: [...otherGrantTypes],
    description: 'Token responses have an `id_token` that is null.',
    apply: withTokens((body) => ({ ...body, id_token: null })),
  },
} as const satisfies Faults;
