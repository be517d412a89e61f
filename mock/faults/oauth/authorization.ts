import { sendGrant } from '../../oauth/authorization/authorize.ts';
import { requestParameter } from '../../oauth/endpoint-context.ts';
import { queryText } from '../../oauth/parameters.ts';
import { messagePage } from '../../oauth/page.ts';
import { page, reject } from '../../oauth/reply.ts';
import { scopesOf } from '../../oauth/scope.ts';
import { withHeader } from '../edits.ts';
import type { Faults } from '../fault.ts';
import { afterStep, beforeStep, onRedirect, onEndpoint, withRequestParameters, withoutStep } from '../step-edits.ts';

/** The parameters that the authorization endpoint documents. */
const knownParameters = new Set([
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
  'prompt',
]);

export const oauthAuthorizationFaults = {
  'accepts-missing-response-type': {
    breaks: ['oauth/response-type'],
    description: 'The authorization endpoint issues a code for a request without a response type.',
    apply: beforeStep('authorize', 'response-type', (exchange) =>
      requestParameter(exchange, 'response_type') === undefined ? withRequestParameters(exchange, { response_type: 'code' }) : exchange,
    ),
  },
  'accepts-unknown-response-type': {
    breaks: ['oauth/response-type'],
    description: 'The authorization endpoint issues a code for an unknown response type.',
    apply: beforeStep('authorize', 'response-type', (exchange) =>
      requestParameter(exchange, 'response_type') === undefined ? exchange : withRequestParameters(exchange, { response_type: 'code' }),
    ),
  },
  'returns-nonstandard-response-type-error': {
    breaks: ['oauth/response-type'],
    description: 'The server reports an unknown response type with an error code that OAuth does not define.',
    apply: onRedirect(({ searchParams }) => {
      if (searchParams.get('error') === 'unsupported_response_type') searchParams.set('error', 'bad_response_type');
    }),
  },
  'grants-unknown-scope': {
    breaks: ['oauth/unknown-scope'],
    description: 'The server grants an unknown scope and lists it in the response.',
    apply: afterStep('authorize', 'scope', (found, exchange) => {
      const wanted = scopesOf(requestParameter(exchange, 'scope') ?? '');
      const strange = wanted.some((scope) => !exchange.environment.compiled.contract.scopes.includes(scope));
      return found.ending !== undefined && strange ? { ...exchange, scopes: wanted } : found;
    }),
  },
  'decodes-state-twice': {
    breaks: ['oauth/state'],
    also: ['oauth/certified-client'],
    description: 'The server returns the state without encoding it again, so an ampersand in it cuts it off.',
    apply: onRedirect((location) => {
      const state = location.searchParams.get('state');
      if (state !== null) location.searchParams.set('state', new URLSearchParams(`state=${state}`).get('state') ?? '');
    }),
  },
  'truncates-state': {
    breaks: ['oauth/state'],
    also: ['oauth/certified-client'],
    description: 'The server returns only the first 64 characters of a long state.',
    apply: onRedirect(({ searchParams }) => {
      const state = searchParams.get('state');
      if (state !== null) searchParams.set('state', state.slice(0, 64));
    }),
  },
  'omits-state-in-errors': {
    breaks: ['oauth/state'],
    description: 'The server returns request errors without the state.',
    apply: onRedirect(({ searchParams }) => {
      if (searchParams.has('error') && searchParams.get('error') !== 'access_denied') searchParams.delete('state');
    }),
  },
  'rejects-unknown-oauth-parameters': {
    breaks: ['oauth/unknown-parameters'],
    description: 'The authorization endpoint rejects unknown parameters.',
    apply: beforeStep('authorize', 'repeats', (exchange) => {
      const strange = [...exchange.parameters.values.keys()].some((name) => !knownParameters.has(name));
      return strange ? { ...exchange, parameters: { ...exchange.parameters, repeated: new Set(['state']) } } : exchange;
    }),
  },
  'accepts-repeated-oauth-parameters': {
    breaks: ['oauth/repeated-parameters'],
    description: 'The authorization endpoint uses the first value of a repeated parameter.',
    apply: withoutStep('authorize', 'repeats'),
  },
  'ignores-denied-consent': {
    breaks: ['oauth/denied-consent'],
    description: 'The server issues a code after the user declined.',
    apply: withoutStep('authorize', 'denial'),
  },
  'shows-page-after-denial': {
    breaks: ['oauth/denied-consent'],
    description: 'The server shows its own page after a denial and does not redirect to the client.',
    apply: afterStep('authorize', 'denial', (found) =>
      found.ending === undefined
        ? found
        : page(found, 200, messagePage('Declined', 'You can close this page.'), {
            outcome: 'served',
            cause: { code: 'fault', fault: 'shows-page-after-denial' },
          }),
    ),
  },
  'reports-denial-as-server-error': {
    breaks: ['oauth/denied-consent'],
    description: 'The server reports a denial with `server_error`.',
    apply: onRedirect(({ searchParams }) => {
      if (searchParams.get('error') === 'access_denied') searchParams.set('error', 'server_error');
    }),
  },
  'redirects-to-client-with-307': {
    breaks: ['oauth/redirect-status'],
    description: 'The server redirects to the client with 307, so the browser also sends the body of a form.',
    apply: onEndpoint(['authorize'], (response) =>
      response.status === 302 || response.status === 303 ? { ...response, status: 307 } : response,
    ),
  },
  'allows-cors-at-authorization-endpoint': {
    breaks: ['oauth/authorization-cors'],
    description: 'The authorization endpoint lets scripts of every origin read its responses.',
    apply: onEndpoint(['authorize'], (response) => withHeader(response, 'Access-Control-Allow-Origin', '*')),
  },
  'allows-framing-consent-page': {
    breaks: ['oauth/consent-page-framing'],
    description: 'The consent page can be framed by any page, which allows clickjacking.',
    apply: onEndpoint(['authorize'], (response) => withHeader(withHeader(response, 'Content-Security-Policy'), 'X-Frame-Options')),
  },
  'allows-framing-by-https-pages': {
    breaks: ['oauth/consent-page-framing'],
    description: 'The policy of the consent page lists all of `https:` as frame ancestors.',
    apply: onEndpoint(['authorize'], (response) =>
      withHeader(withHeader(response, 'X-Frame-Options', 'DENY'), 'Content-Security-Policy', "default-src 'none'; frame-ancestors https:"),
    ),
  },
  'omits-issuer-in-redirect': {
    breaks: ['oauth/issuer-parameter'],
    description: 'The redirect to the client has no issuer, though the metadata announces it.',
    apply: onRedirect(({ searchParams }) => searchParams.delete('iss')),
  },
  'adds-slash-to-issuer': {
    breaks: ['oauth/issuer-parameter'],
    also: ['oauth/certified-client'],
    description: 'The redirect to the client names the issuer with a slash that the metadata does not have.',
    apply: onRedirect(({ searchParams }) => searchParams.set('iss', `${searchParams.get('iss')}/`)),
  },
  'serves-undeclared-implicit-grant': {
    breaks: ['oauth/undeclared-implicit-grant'],
    description: 'The authorization endpoint returns a token in the URL when a client requests one instead of a code.',
    apply: afterStep('authorize', 'response-type', (found, exchange) => {
      const { client, endpoint, environment, returnTo } = exchange;
      if (found.ending === undefined || requestParameter(exchange, 'response_type') !== 'token' || !client || !returnTo) return found;
      const flow = endpoint.realm.flows[0];
      const family = `family of ${environment.store.next('implicit')}`;
      return sendGrant(found, {
        by: 'client',
        responseType: 'token',
        returnTo: { ...returnTo, part: 'fragment' },
        challenge: undefined,
        nonce: undefined,
        authorization: {
          client: client.name,
          namespace: '',
          account: client.account,
          scheme: flow?.scheme ?? '',
          scopes: client.scopes,
          refreshable: false,
          family,
        },
      });
    }),
  },
  'misreads-plus-in-scope': {
    breaks: ['oauth/scope-separator'],
    description: 'The server does not decode a plus between two scopes as a space.',
    apply: afterStep('authorize', 'query', (found, exchange) => {
      const [, raw = ''] = /(?:^|&)scope=([^&]*)/.exec(queryText(exchange.request.target)) ?? [];
      return raw.includes('+') ? withRequestParameters(found, { scope: decodeURIComponent(raw) }) : found;
    }),
  },
  'drops-scopes-after-plus': {
    breaks: ['oauth/scope-separator'],
    description: 'The server grants only the first of the scopes that are separated by a plus.',
    apply: afterStep('authorize', 'query', (found, exchange) => {
      const [, raw = ''] = /(?:^|&)scope=([^&]*)/.exec(queryText(exchange.request.target)) ?? [];
      return raw.includes('+') ? withRequestParameters(found, { scope: raw.split('+', 1)[0] }) : found;
    }),
  },
  'requires-undocumented-state': {
    breaks: ['oauth/authorization-code'],
    also: ['oauth/undocumented-required-parameters'],
    description: 'The authorization endpoint rejects a request without a state, which the document does not declare.',
    apply: beforeStep('authorize', 'response-type', (exchange) =>
      requestParameter(exchange, 'state') === undefined ? withRequestParameters(exchange, { response_type: undefined }) : exchange,
    ),
  },
  'rejects-every-authorization-request': {
    breaks: ['oauth/authorization-code'],
    also: [
      'oauth/undocumented-required-parameters',
      'oauth/response-type',
      'oauth/unknown-scope',
      'oauth/denied-consent',
      'oauth/implicit-flow',
    ],
    description: 'The server authorizes no client, not even one that is allowed.',
    apply: afterStep('authorize', 'plan', (found) =>
      found.ending === undefined ? reject(found, 'unauthorized_client', 'No client is authorized') : found,
    ),
  },
  'redirects-code-to-wrong-path': {
    breaks: ['oauth/authorization-code'],
    also: ['oauth/state', 'oauth/unknown-parameters'],
    description: 'The server redirects with the code to a path below the redirect URI.',
    apply: onRedirect((location) => {
      if (location.searchParams.has('code')) location.pathname += '/done';
    }),
  },
} as const satisfies Faults;
