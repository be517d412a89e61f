import { fieldOf, type EndpointContext } from '../../oauth/exchange.ts';
import { fieldsOf, queryFields } from '../../oauth/fields.ts';
import { clientOf } from '../../oauth/management/register.ts';
import { refuse } from '../../oauth/reply.ts';
import { withLine } from '../bend.ts';
import type { Faults } from '../fault.ts';
import { afterStep, beforeStep, told, withFields } from '../steps.ts';

/** The client that a request names in its body, authenticated or not. */
const named = (exchange: EndpointContext) => clientOf(exchange.around.register, fieldOf(exchange, 'client_id') ?? '');

/** Accepts the client that the request names if the condition holds for the sent secret. */
const admitting = (when: (sent: string | undefined, right: string) => boolean) =>
  afterStep('token', 'authentication', (found, exchange) => {
    const known = named(exchange);
    if (found.ending === undefined || exchange.byHeader || known?.client.clientSecret === undefined) return found;
    return when(fieldOf(exchange, 'client_secret'), known.client.clientSecret) ? { ...exchange, ...known } : found;
  });

const wrong = 'grants/wrong-client-secret-is-refused';

export const oauthClientsFaults = {
  'any-secret-is-right': {
    breaks: [wrong],
    also: ['grants/unknown-client-is-told-as-a-wrong-secret'],
    description: 'The token endpoint accepts any client secret.',
    apply: admitting((sent) => sent !== undefined),
  },
  'beginning-of-a-secret-is-enough': {
    breaks: [wrong],
    also: ['grants/unknown-client-is-told-as-a-wrong-secret'],
    description: 'The token endpoint compares only the beginning of a client secret.',
    apply: admitting((sent, right) => sent?.slice(0, -4) === right.slice(0, -4)),
  },
  'secret-may-be-left-out': {
    breaks: [wrong],
    description: 'The token endpoint accepts a client without its secret, because it compares only secrets that are sent.',
    apply: admitting((sent) => sent === undefined),
  },
  'wrong-secret-is-a-wrong-grant': {
    breaks: [wrong],
    description: 'The token endpoint reports a wrong secret as a wrong code.',
    apply: afterStep('token', 'authentication', (found, exchange) =>
      found.ending !== undefined && !exchange.byHeader ? refuse(found, 'invalid_grant', 'Something is wrong') : found,
    ),
  },
  'wrong-secret-spends-the-code': {
    breaks: ['grants/wrong-secret-spends-no-code'],
    description: 'The server spends a code before the client has authenticated, so anyone can spend it.',
    apply: afterStep('token', 'authentication', (found, exchange) => {
      const handle = fieldOf(exchange, 'code') ?? '';
      const grant = exchange.around.store.grant(handle);
      if (found.ending !== undefined && grant?.kind === 'code') exchange.around.store.putGrant(handle, { ...grant, used: true });
      return found;
    }),
  },
  'basic-is-not-accepted': {
    breaks: ['grants/basic-authentication-is-accepted'],
    description: 'The token endpoint accepts client authentication only in the body, not in the header.',
    apply: afterStep('token', 'authentication', (found, exchange) =>
      exchange.byHeader
        ? refuse(exchange, 'invalid_client', 'The client has not authenticated', {
            status: 401,
            lines: ['WWW-Authenticate', 'Basic realm="clients"'],
          })
        : found,
    ),
  },
  'failed-basic-is-400': {
    breaks: ['grants/failed-basic-is-challenged'],
    description: 'The token endpoint answers failed client authentication in the header with 400.',
    apply: told(['token', 'refresh'], (answer) =>
      answer.status === 401 ? withLine({ ...answer, status: 400 }, 'WWW-Authenticate') : answer,
    ),
  },
  'failed-basic-is-not-challenged': {
    breaks: ['grants/failed-basic-is-challenged'],
    description: 'The token endpoint answers failed client authentication in the header with 401 and no challenge.',
    apply: told(['token', 'refresh'], (answer) => withLine(answer, 'WWW-Authenticate')),
  },
  'failed-basic-is-challenged-for-a-bearer-token': {
    breaks: ['grants/failed-basic-is-challenged'],
    description: 'The token endpoint answers failed client authentication in the header with a Bearer challenge, as the API does.',
    apply: told(['token', 'refresh'], (answer) =>
      answer.status === 401 ? withLine(answer, 'WWW-Authenticate', 'Bearer realm="api"') : answer,
    ),
  },
  'unknown-client-is-told': {
    breaks: ['grants/unknown-client-is-told-as-a-wrong-secret'],
    description: 'The error message says that a client is unknown, so it reveals which client ids exist.',
    apply: afterStep('token', 'authentication', (found, exchange) =>
      found.ending !== undefined && !exchange.byHeader && named(exchange) === undefined
        ? refuse(found, 'invalid_client', 'There is no such client')
        : found,
    ),
  },
  'unknown-client-has-another-status': {
    breaks: ['grants/unknown-client-is-told-as-a-wrong-secret'],
    description: 'The token endpoint rejects an unknown client with a different status than a wrong secret.',
    apply: afterStep('token', 'authentication', (found, exchange) =>
      found.ending !== undefined && !exchange.byHeader && named(exchange) === undefined
        ? refuse(found, 'invalid_client', 'The client is unknown or has not authenticated', { status: 401 })
        : found,
    ),
  },
  'two-authentications-are-one-too-many-and-taken': {
    breaks: ['grants/one-client-authentication-in-a-request'],
    description: 'The token endpoint uses the header when a client authenticates in the header and in the body.',
    apply: beforeStep('token', 'one-authentication', (exchange) =>
      exchange.arrival.headers.some((line) => line.toLowerCase() === 'authorization')
        ? withFields(exchange, { client_secret: undefined })
        : exchange,
    ),
  },
  'secret-in-the-url-is-accepted': {
    breaks: ['grants/secret-in-the-url-is-refused'],
    description: 'The token endpoint accepts a client secret in the URL, where logs keep it.',
    apply: beforeStep('token', 'secret-in-url', (exchange) => {
      const query = fieldsOf(queryFields(exchange.arrival.target)).values;
      if (!query.has('client_secret')) return exchange;
      const { arrival: request } = exchange;
      const target = request.target.split('?', 1)[0]!;
      return withFields({ ...exchange, arrival: { ...request, target } }, Object.fromEntries(query));
    }),
  },
} as const satisfies Faults;
