import { sendGrant } from '../../oauth/authorization/authorize.ts';
import { fieldOf } from '../../oauth/exchange.ts';
import { queryOf } from '../../oauth/fields.ts';
import { notePage } from '../../oauth/page.ts';
import { page, refuse } from '../../oauth/reply.ts';
import { scopesOf } from '../../oauth/scope.ts';
import { withLine } from '../bend.ts';
import type { Faults } from '../fault.ts';
import { afterStep, beforeStep, sentBack, told, withFields, withoutStep } from '../steps.ts';

/** The parameters that the authorization endpoint documents. */
const documented = new Set([
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
  'prompt',
]);

export const grantsAuthorization = {
  'response-type-may-be-left-out': {
    breaks: ['grants/response-type-errors-are-told'],
    says: 'A request without a response type is given a code.',
    bend: beforeStep('authorize', 'response-type', (exchange) =>
      fieldOf(exchange, 'response_type') === undefined ? withFields(exchange, { response_type: 'code' }) : exchange,
    ),
  },
  'every-response-type-is-a-code': {
    breaks: ['grants/response-type-errors-are-told'],
    says: 'A request with a response type that the server does not know is given a code.',
    bend: beforeStep('authorize', 'response-type', (exchange) =>
      fieldOf(exchange, 'response_type') === undefined ? exchange : withFields(exchange, { response_type: 'code' }),
    ),
  },
  'response-type-errors-have-a-name-of-their-own': {
    breaks: ['grants/response-type-errors-are-told'],
    says: 'An unknown response type is told by an error code that OAuth does not have.',
    bend: sentBack(({ searchParams }) => {
      if (searchParams.get('error') === 'unsupported_response_type') searchParams.set('error', 'bad_response_type');
    }),
  },
  'unknown-scope-is-granted': {
    breaks: ['grants/unknown-scope-is-not-granted'],
    says: 'A scope that nobody knows is granted and told as any other.',
    bend: afterStep('authorize', 'scope', (found, exchange) => {
      const wanted = scopesOf(fieldOf(exchange, 'scope') ?? '');
      const strange = wanted.some((scope) => !exchange.around.law.contract.scopes.includes(scope));
      return found.ending !== undefined && strange ? { ...exchange, scopes: wanted } : found;
    }),
  },
  'state-is-decoded-twice': {
    breaks: ['grants/state-comes-back-unchanged'],
    also: ['grants/certified-client-completes-the-flow'],
    says: 'The state comes back without being encoded anew, so that an ampersand in it ends it.',
    bend: sentBack((location) => {
      const state = location.searchParams.get('state');
      if (state !== null) location.searchParams.set('state', new URLSearchParams(`state=${state}`).get('state') ?? '');
    }),
  },
  'state-is-cut': {
    breaks: ['grants/state-comes-back-unchanged'],
    also: ['grants/certified-client-completes-the-flow'],
    says: 'Of a long state only the first 64 characters come back.',
    bend: sentBack(({ searchParams }) => {
      const state = searchParams.get('state');
      if (state !== null) searchParams.set('state', state.slice(0, 64));
    }),
  },
  'errors-forget-the-state': {
    breaks: ['grants/state-comes-back-unchanged'],
    says: 'An error about the request comes back without the state.',
    bend: sentBack(({ searchParams }) => {
      if (searchParams.has('error') && searchParams.get('error') !== 'access_denied') searchParams.delete('state');
    }),
  },
  'unknown-parameters-are-errors': {
    breaks: ['grants/unknown-parameters-are-ignored'],
    says: 'A parameter that the authorization endpoint does not know is an error.',
    bend: beforeStep('authorize', 'repeats', (exchange) => {
      const strange = [...exchange.fields.values.keys()].some((name) => !documented.has(name));
      return strange ? { ...exchange, fields: { ...exchange.fields, repeated: new Set(['state']) } } : exchange;
    }),
  },
  'repeated-parameters-are-taken-once': {
    breaks: ['grants/repeated-parameters-are-refused'],
    says: 'Of a parameter that the authorization request gives twice the first counts.',
    bend: withoutStep('authorize', 'repeats'),
  },
  'denial-is-not-heard': {
    breaks: ['grants/denied-consent-is-access-denied'],
    says: 'A person who declines is not heard, and the client is given a code.',
    bend: withoutStep('authorize', 'denial'),
  },
  'denial-ends-on-a-page': {
    breaks: ['grants/denied-consent-is-access-denied'],
    says: 'After a person has declined, a page of the server says so, and the client never learns of it.',
    bend: afterStep('authorize', 'denial', (found) =>
      found.ending === undefined
        ? found
        : page(found, 200, notePage('Declined', 'You can close this page.'), { outcome: 'served', why: 'a page' }),
    ),
  },
  'denial-is-told-as-a-failure': {
    breaks: ['grants/denied-consent-is-access-denied'],
    says: 'That a person has declined is told as a failure of the server.',
    bend: sentBack(({ searchParams }) => {
      if (searchParams.get('error') === 'access_denied') searchParams.set('error', 'server_error');
    }),
  },
  'redirect-repeats-the-request': {
    breaks: ['grants/redirect-is-not-307'],
    says: 'The browser is sent back with 307, so that it hands on the body of a form too.',
    bend: told(['authorize'], (answer) => (answer.status === 302 || answer.status === 303 ? { ...answer, status: 307 } : answer)),
  },
  'scripts-may-read-authorizations': {
    breaks: ['grants/authorization-endpoint-has-no-cors'],
    says: 'Scripts of every origin may read the answers of the authorization endpoint.',
    bend: told(['authorize'], (answer) => withLine(answer, 'Access-Control-Allow-Origin', '*')),
  },
  'consent-page-can-be-framed': {
    breaks: ['grants/consent-page-is-not-frameable'],
    says: 'The consent page can be shown within a page of anybody, who makes people click on it.',
    bend: told(['authorize'], (answer) => withLine(withLine(answer, 'Content-Security-Policy'), 'X-Frame-Options')),
  },
  'consent-page-can-be-framed-by-any-https-page': {
    breaks: ['grants/consent-page-is-not-frameable'],
    says: 'The policy of the consent page names all of https as what may frame it.',
    bend: told(['authorize'], (answer) =>
      withLine(withLine(answer, 'X-Frame-Options', 'DENY'), 'Content-Security-Policy', "default-src 'none'; frame-ancestors https:"),
    ),
  },
  'issuer-is-not-told': {
    breaks: ['grants/issuer-is-told'],
    says: 'The redirect to the client does not name the issuer, though the metadata say that it does.',
    bend: sentBack(({ searchParams }) => searchParams.delete('iss')),
  },
  'another-issuer-is-told': {
    breaks: ['grants/issuer-is-told'],
    also: ['grants/certified-client-completes-the-flow'],
    says: 'The redirect to the client names the issuer with a slash that the metadata do not have.',
    bend: sentBack(({ searchParams }) => searchParams.set('iss', `${searchParams.get('iss')}/`)),
  },
  'implicit-grant-is-served-too': {
    breaks: ['grants/implicit-grant-is-not-served'],
    says: 'Whoever asks for a token instead of a code is given one in the URL.',
    bend: afterStep('authorize', 'response-type', (found, exchange) => {
      const { client, endpoint, around, returnTo } = exchange;
      if (found.ending === undefined || fieldOf(exchange, 'response_type') !== 'token' || !client || !returnTo) return found;
      const flow = endpoint.realm.flows[0];
      const family = `family of ${around.store.next('implicit')}`;
      return sendGrant(found, {
        by: 'client',
        responseType: 'token',
        returnTo: { ...returnTo, part: 'fragment' },
        challenge: undefined,
        mandate: {
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
  'spaces-are-not-written-as-plus': {
    breaks: ['grants/scopes-are-separated-by-spaces'],
    says: 'A plus between two scopes is not read as a space.',
    bend: afterStep('authorize', 'query', (found, exchange) => {
      const [, raw = ''] = /(?:^|&)scope=([^&]*)/.exec(queryOf(exchange.arrival.target)) ?? [];
      return raw.includes('+') ? withFields(found, { scope: decodeURIComponent(raw) }) : found;
    }),
  },
  'only-the-first-scope-is-read-after-plus': {
    breaks: ['grants/scopes-are-separated-by-spaces'],
    says: 'Of scopes that are separated by a plus only the first is granted.',
    bend: afterStep('authorize', 'query', (found, exchange) => {
      const [, raw = ''] = /(?:^|&)scope=([^&]*)/.exec(queryOf(exchange.arrival.target)) ?? [];
      return raw.includes('+') ? withFields(found, { scope: raw.split('+', 1)[0] }) : found;
    }),
  },
  'authorization-needs-a-state': {
    breaks: ['grants/authorization-gives-a-code'],
    also: ['grants/flow-needs-only-documented-parameters'],
    says: 'An authorization request without a state is refused, though the document has none.',
    bend: beforeStep('authorize', 'response-type', (exchange) =>
      fieldOf(exchange, 'state') === undefined ? withFields(exchange, { response_type: undefined }) : exchange,
    ),
  },
  'nobody-is-authorized': {
    breaks: ['grants/authorization-gives-a-code'],
    also: [
      'grants/flow-needs-only-documented-parameters',
      'grants/response-type-errors-are-told',
      'grants/unknown-scope-is-not-granted',
      'grants/denied-consent-is-access-denied',
      'grants/implicit-gives-a-token',
    ],
    says: 'No client is authorized, not even one that may be.',
    bend: afterStep('authorize', 'plan', (found) =>
      found.ending === undefined ? refuse(found, 'unauthorized_client', 'Nobody is authorized') : found,
    ),
  },
  'code-comes-back-to-another-path': {
    breaks: ['grants/authorization-gives-a-code'],
    also: ['grants/state-comes-back-unchanged', 'grants/unknown-parameters-are-ignored'],
    says: 'The code is sent to a path below the redirect URI.',
    bend: sentBack((location) => {
      if (location.searchParams.has('code')) location.pathname += '/done';
    }),
  },
} as const satisfies Faults;
