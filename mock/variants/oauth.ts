import { fieldOf } from '../oauth/exchange.ts';
import { notePage } from '../oauth/page.ts';
import { page, refuse } from '../oauth/reply.ts';
import { scopesOf } from '../oauth/scope.ts';
import { answered, withLine, withMembers, type Bend } from '../faults/bend.ts';
import { afterStep, beforeStep, endpointOf, retold, sentBack, told, withFields, withoutMember } from '../faults/steps.ts';
import type { EndpointName } from '../oauth/realm.ts';
import type { Variants } from './variant.ts';

const isRefused = (location: URL) => location.searchParams.has('error') && location.searchParams.get('error') !== 'access_denied';

/** Makes endpoints respond as if the server did not have them. */
const lacking = (...names: readonly EndpointName[]): Bend =>
  answered((answer, visit) => {
    const name = endpointOf(visit);
    return name !== undefined && names.includes(name)
      ? {
          status: 404,
          headers: ['Date', answer.headers[1]!, 'Content-Type', 'text/plain', 'Strict-Transport-Security', 'max-age=31536000'],
          body: 'nothing',
        }
      : answer;
  });

/** Changes the query parameters of redirects to the client. */
const parameters = (change: (parameters: URLSearchParams) => URLSearchParams): Bend =>
  sentBack((location) => {
    if (location.searchParams.size > 0) location.search = String(change(location.searchParams));
  });

export const grants = {
  'every-flow-needs-a-challenge': {
    says: 'The authorization endpoint requires a `code_challenge` from every client.',
    bend: afterStep('authorize', 'challenge', (found, exchange) =>
      found.ending === undefined && exchange.responseType === 'code' && fieldOf(exchange, 'code_challenge') === undefined
        ? refuse(exchange, 'invalid_request', 'There is no code_challenge')
        : found,
    ),
  },
  'unknown-scopes-are-dropped': {
    says: 'The server ignores unknown scopes and lists the granted ones in the response.',
    bend: beforeStep('authorize', 'scope', (exchange) => {
      const text = fieldOf(exchange, 'scope');
      const known = scopesOf(text ?? '').filter((scope) => exchange.around.law.contract.scopes.includes(scope));
      return text === undefined ? exchange : withFields(exchange, { scope: known.join(' ') });
    }),
  },
  'authorization-errors-are-pages': {
    says: 'The authorization endpoint shows errors on pages instead of redirecting, except when the user declines.',
    bend: told(['authorize'], (answer) => {
      const at = answer.headers.indexOf('Location');
      if (at === -1 || !isRefused(new URL(answer.headers[at + 1]!))) return answer;
      const body = '<h1>Not so.</h1>';
      const headers = [['Location'], ['Content-Type', 'text/html'], ['Content-Length', String(body.length)]] as const;
      return { ...headers.reduce((current, [name, value]) => withLine(current, name, value), answer), status: 400, body };
    }),
  },
  'bad-redirect-uri-ends-at-a-page': {
    says: 'The server shows the sign-in page for an unregistered redirect URI.',
    bend: afterStep('authorize', 'redirect-uri', (found) =>
      found.ending === undefined ? found : page(found, 200, notePage('Sign in', 'Who are you?'), { outcome: 'served', why: 'a page' }),
    ),
  },
  'sent-back-with-303': {
    says: 'The server redirects to the client with 303.',
    bend: told(['authorize'], (answer) => (answer.status === 302 ? { ...answer, status: 303 } : answer)),
  },
  'sent-back-in-another-order': {
    says: 'The redirect to the client has its parameters in reverse order, with an extra one.',
    bend: parameters((all) => new URLSearchParams([['session_state', 'a.b'], ...[...all].toReversed()])),
  },
  'sent-back-with-an-error-uri': {
    says: 'Errors in the redirect have an `error_uri` with more information.',
    bend: parameters((all) => (all.has('error') ? new URLSearchParams([...all, ['error_uri', 'https://docs.example/errors']]) : all)),
  },
  'clients-are-always-401': {
    says: 'The token endpoint answers failed client authentication with 401, wherever the credentials were sent.',
    bend: told(['token', 'refresh'], (answer) =>
      answer.body.includes('"invalid_client"') && answer.status === 400 ? { ...answer, status: 401 } : answer,
    ),
  },
  'oauth-errors-in-other-words': {
    says: 'The authorization server describes errors in another language.',
    bend: told(['token', 'refresh', 'revoke', 'introspect', 'device'], (answer) =>
      withMembers(answer, (name, member) => (name === 'error_description' ? 'Das geht so nicht.' : member)),
    ),
  },
  'oauth-errors-without-a-word': {
    says: 'The authorization server returns error codes without a description.',
    bend: retold(
      ['token', 'refresh', 'revoke', 'introspect', 'device'],
      (body) => 'error' in body,
      (body) => withoutMember(body, 'error_description'),
    ),
  },
  'no-metadata': {
    says: 'The authorization server and the API have no metadata.',
    bend: lacking('metadata', 'resource'),
  },
  'no-introspection-and-no-revocation': {
    says: 'The authorization server has no introspection and no revocation endpoint, and its metadata names neither.',
    bend: (parts) =>
      lacking(
        'introspect',
        'revoke',
      )(
        retold(
          ['metadata'],
          () => true,
          (body) => withoutMember(withoutMember(body, 'introspection_endpoint'), 'revocation_endpoint'),
        )(parts),
      ),
  },
} as const satisfies Variants;
