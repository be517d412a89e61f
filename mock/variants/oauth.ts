import { requestParameter } from '../oauth/endpoint-context.ts';
import { messagePage } from '../oauth/page.ts';
import { page, reject } from '../oauth/reply.ts';
import { scopesOf } from '../oauth/scope.ts';
import { onResponse, withHeader, withMembers, type PartsChange } from '../faults/edits.ts';
import {
  afterStep,
  beforeStep,
  endpointName,
  onEndpointJson,
  onRedirect,
  onEndpoint,
  withRequestParameters,
  withoutMember,
} from '../faults/step-edits.ts';
import type { EndpointName } from '../oauth/realm.ts';
import type { Variants } from './variant.ts';

const isError = (location: URL) => location.searchParams.has('error') && location.searchParams.get('error') !== 'access_denied';

/** Makes endpoints respond as if the server did not have them. */
const withoutEndpoints = (...names: readonly EndpointName[]): PartsChange =>
  onResponse((response, context) => {
    const name = endpointName(context);
    return name !== undefined && names.includes(name)
      ? {
          status: 404,
          headers: ['Date', response.headers[1]!, 'Content-Type', 'text/plain', 'Strict-Transport-Security', 'max-age=31536000'],
          body: 'nothing',
        }
      : response;
  });

/** Changes the query parameters of redirects to the client. */
const onRedirectParameters = (change: (onRedirectParameters: URLSearchParams) => URLSearchParams): PartsChange =>
  onRedirect((location) => {
    if (location.searchParams.size > 0) location.search = String(change(location.searchParams));
  });

export const oauthVariants = {
  'requires-code-challenge': {
    description: 'The authorization endpoint requires a `code_challenge` from every client.',
    apply: afterStep('authorize', 'challenge', (found, exchange) =>
      found.ending === undefined && exchange.responseType === 'code' && requestParameter(exchange, 'code_challenge') === undefined
        ? reject(exchange, 'invalid_request', 'There is no code_challenge')
        : found,
    ),
  },
  'drops-unknown-scopes': {
    description: 'The server ignores unknown scopes and lists the granted ones in the response.',
    apply: beforeStep('authorize', 'scope', (exchange) => {
      const text = requestParameter(exchange, 'scope');
      const known = scopesOf(text ?? '').filter((scope) => exchange.environment.compiled.contract.scopes.includes(scope));
      return text === undefined ? exchange : withRequestParameters(exchange, { scope: known.join(' ') });
    }),
  },
  'shows-authorization-errors-as-pages': {
    description: 'The authorization endpoint shows errors on pages instead of redirecting, except when the user declines.',
    apply: onEndpoint(['authorize'], (response) => {
      const at = response.headers.indexOf('Location');
      if (at === -1 || !isError(new URL(response.headers[at + 1]!))) return response;
      const body = '<h1>Error</h1>';
      const headers = [['Location'], ['Content-Type', 'text/html'], ['Content-Length', String(body.length)]] as const;
      return { ...headers.reduce((current, [name, value]) => withHeader(current, name, value), response), status: 400, body };
    }),
  },
  'shows-sign-in-on-error': {
    description: 'The server shows the sign-in page for an unregistered redirect URI.',
    apply: afterStep('authorize', 'redirect-uri', (found) =>
      found.ending === undefined
        ? found
        : page(found, 200, messagePage('Sign in', 'Who are you?'), {
            outcome: 'served',
            cause: { code: 'variant', variant: 'shows-sign-in-on-error' },
          }),
    ),
  },
  'redirects-to-client-with-303': {
    description: 'The server redirects to the client with 303.',
    apply: onEndpoint(['authorize'], (response) => (response.status === 302 ? { ...response, status: 303 } : response)),
  },
  'reorders-redirect-parameters': {
    description: 'The redirect to the client has its parameters in reverse order, with an extra one.',
    apply: onRedirectParameters((all) => new URLSearchParams([['session_state', 'a.b'], ...[...all].toReversed()])),
  },
  'adds-error-uri': {
    description: 'Errors in the redirect have an `error_uri` with more information.',
    apply: onRedirectParameters((all) =>
      all.has('error') ? new URLSearchParams([...all, ['error_uri', 'https://docs.example/errors']]) : all,
    ),
  },
  'answers-invalid-client-with-401': {
    description: 'The token endpoint answers failed client authentication with 401, wherever the credentials were sent.',
    apply: onEndpoint(['token', 'refresh'], (response) =>
      response.body.includes('"invalid_client"') && response.status === 400 ? { ...response, status: 401 } : response,
    ),
  },
  'translates-oauth-errors': {
    description: 'The authorization server describes errors in another language.',
    apply: onEndpoint(['token', 'refresh', 'revoke', 'introspect', 'device'], (response) =>
      withMembers(response, (name, member) => (name === 'error_description' ? 'Das geht so nicht.' : member)),
    ),
  },
  'omits-error-description': {
    description: 'The authorization server returns error codes without a description.',
    apply: onEndpointJson(
      ['token', 'refresh', 'revoke', 'introspect', 'device'],
      (body) => 'error' in body,
      (body) => withoutMember(body, 'error_description'),
    ),
  },
  'omits-oauth-metadata': {
    description: 'The authorization server and the API have no metadata.',
    apply: withoutEndpoints('metadata', 'openid', 'resource'),
  },
  'lacks-introspection-and-revocation': {
    description: 'The authorization server has no introspection and no revocation endpoint, and its metadata names neither.',
    apply: (parts) =>
      withoutEndpoints(
        'introspect',
        'revoke',
      )(
        onEndpointJson(
          ['metadata', 'openid'],
          () => true,
          (body) => withoutMember(withoutMember(body, 'introspection_endpoint'), 'revocation_endpoint'),
        )(parts),
      ),
  },
} as const satisfies Variants;
