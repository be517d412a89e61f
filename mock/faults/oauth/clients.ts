import { basicScheme } from '../../../spec/schemes/basic.ts';
import { requestParameter, type EndpointContext } from '../../oauth/endpoint-context.ts';
import { parseParameters, queryText } from '../../oauth/parameters.ts';
import { clientOf } from '../../oauth/management/register.ts';
import { reject } from '../../oauth/reply.ts';
import { withHeader } from '../edits.ts';
import type { Faults } from '../fault.ts';
import { afterStep, beforeStep, onEndpoint, withRequestParameters } from '../step-edits.ts';

/** The client that a request names in its body, authenticated or not. */
const namedClient = (exchange: EndpointContext) => clientOf(exchange.environment.register, requestParameter(exchange, 'client_id') ?? '');

/** Accepts the client that the request names if the condition holds for the sent secret. */
const acceptSecret = (when: (sent: string | undefined, right: string) => boolean) =>
  afterStep('token', 'authentication', (found, exchange) => {
    const known = namedClient(exchange);
    if (found.ending === undefined || exchange.byHeader || known?.client.clientSecret === undefined) return found;
    return when(requestParameter(exchange, 'client_secret'), known.client.clientSecret) ? { ...exchange, ...known } : found;
  });

const unproven = (exchange: EndpointContext) =>
  reject(exchange, 'invalid_client', 'The client has not authenticated', {
    status: 401,
    lines: ['WWW-Authenticate', 'Basic realm="clients"'],
  });

/** Whether the Authorization header has a form-encoded character. */
function encodesSecret({ request, environment }: EndpointContext): boolean {
  const [scheme] = environment.compiled.contract.schemes;
  const taken = scheme && basicScheme.take(scheme, request);
  return taken?.found === 'credential' && /%[0-9a-f]{2}/i.test(taken.credential);
}

const wrongSecret = 'oauth/wrong-client-secret';

export const oauthClientsFaults = {
  'accepts-any-client-secret': {
    breaks: [wrongSecret],
    also: ['oauth/unknown-client'],
    description: 'The token endpoint accepts any client secret.',
    apply: acceptSecret((sent) => sent !== undefined),
  },
  'compares-only-client-secret-prefix': {
    breaks: [wrongSecret],
    also: ['oauth/unknown-client'],
    description: 'The token endpoint compares only the beginning of a client secret.',
    apply: acceptSecret((sent, right) => sent?.slice(0, -4) === right.slice(0, -4)),
  },
  'accepts-missing-client-secret': {
    breaks: [wrongSecret],
    description: 'The token endpoint accepts a client without its secret, because it compares only secrets that are sent.',
    apply: acceptSecret((sent) => sent === undefined),
  },
  'returns-invalid-grant-for-secret': {
    breaks: [wrongSecret],
    description: 'The token endpoint reports a wrong secret as a wrong code.',
    apply: afterStep('token', 'authentication', (found, exchange) =>
      found.ending !== undefined && !exchange.byHeader ? reject(found, 'invalid_grant', 'Something is wrong') : found,
    ),
  },
  'spends-code-before-client-authentication': {
    breaks: ['oauth/code-after-wrong-secret'],
    description: 'The server spends a code before the client has authenticated, so anyone can spend it.',
    apply: afterStep('token', 'authentication', (found, exchange) => {
      const handle = requestParameter(exchange, 'code') ?? '';
      const grant = exchange.environment.store.grant(handle);
      if (found.ending !== undefined && grant?.kind === 'code') exchange.environment.store.putGrant(handle, { ...grant, used: true });
      return found;
    }),
  },
  'rejects-basic-client-authentication': {
    breaks: ['oauth/basic-authentication'],
    description: 'The token endpoint accepts client authentication only in the body, not in the header.',
    apply: afterStep('token', 'authentication', (found, exchange) => (exchange.byHeader ? unproven(exchange) : found)),
  },
  'compares-encoded-client-secret': {
    breaks: ['oauth/basic-authentication'],
    description: 'The token endpoint does not decode a client secret in the header, so a secret with a special character is wrong.',
    apply: afterStep('token', 'authentication', (found, exchange) =>
      exchange.byHeader && encodesSecret(exchange) ? unproven(exchange) : found,
    ),
  },
  'answers-failed-basic-with-400': {
    breaks: ['oauth/basic-challenge'],
    description: 'The token endpoint answers failed client authentication in the header with 400.',
    apply: onEndpoint(['token', 'refresh'], (response) =>
      response.status === 401 ? withHeader({ ...response, status: 400 }, 'WWW-Authenticate') : response,
    ),
  },
  'omits-basic-client-challenge': {
    breaks: ['oauth/basic-challenge'],
    description: 'The token endpoint answers failed client authentication in the header with 401 and no challenge.',
    apply: onEndpoint(['token', 'refresh'], (response) => withHeader(response, 'WWW-Authenticate')),
  },
  'challenges-client-for-bearer-token': {
    breaks: ['oauth/basic-challenge'],
    description: 'The token endpoint answers failed client authentication in the header with a Bearer challenge, as the API does.',
    apply: onEndpoint(['token', 'refresh'], (response) =>
      response.status === 401 ? withHeader(response, 'WWW-Authenticate', 'Bearer realm="api"') : response,
    ),
  },
  'reveals-unknown-client-in-message': {
    breaks: ['oauth/unknown-client'],
    description: 'The error message says that a client is unknown, so it reveals which client ids exist.',
    apply: afterStep('token', 'authentication', (found, exchange) =>
      found.ending !== undefined && !exchange.byHeader && namedClient(exchange) === undefined
        ? reject(found, 'invalid_client', 'There is no such client')
        : found,
    ),
  },
  'reveals-unknown-client-by-status': {
    breaks: ['oauth/unknown-client'],
    description: 'The token endpoint rejects an unknown client with a different status than a wrong secret.',
    apply: afterStep('token', 'authentication', (found, exchange) =>
      found.ending !== undefined && !exchange.byHeader && namedClient(exchange) === undefined
        ? reject(found, 'invalid_client', 'The client is unknown or has not authenticated', { status: 401 })
        : found,
    ),
  },
  'accepts-two-client-authentications': {
    breaks: ['oauth/multiple-client-authentication'],
    description: 'The token endpoint uses the header when a client authenticates in the header and in the body.',
    apply: beforeStep('token', 'one-authentication', (exchange) =>
      exchange.request.headers.some((line) => line.toLowerCase() === 'authorization')
        ? withRequestParameters(exchange, { client_secret: undefined })
        : exchange,
    ),
  },
  'accepts-client-secret-in-url': {
    breaks: ['oauth/secret-in-url'],
    description: 'The token endpoint accepts a client secret in the URL, where logs keep it.',
    apply: beforeStep('token', 'secret-in-url', (exchange) => {
      const query = parseParameters(queryText(exchange.request.target)).values;
      if (!query.has('client_secret')) return exchange;
      const { request } = exchange;
      const target = request.target.split('?', 1)[0]!;
      return withRequestParameters({ ...exchange, request: { ...request, target } }, Object.fromEntries(query));
    }),
  },
} as const satisfies Faults;
