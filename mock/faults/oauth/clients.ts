import { fieldOf, type Exchange } from '../../oauth/exchange.ts';
import { fieldsOf, queryOf } from '../../oauth/fields.ts';
import { clientOf } from '../../oauth/management/register.ts';
import { refuse } from '../../oauth/reply.ts';
import { withLine } from '../bend.ts';
import type { Faults } from '../fault.ts';
import { afterStep, beforeStep, told, withFields } from '../steps.ts';

/** The client that a request names in its body, whether it has proved it or not. */
const named = (exchange: Exchange) => clientOf(exchange.around.register, fieldOf(exchange, 'client_id') ?? '');

/** Lets the client in that the request names, where the condition holds for the secret that it sent. */
const admitting = (when: (sent: string | undefined, right: string) => boolean) =>
  afterStep('token', 'authentication', (found, exchange) => {
    const known = named(exchange);
    if (found.ending === undefined || exchange.byHeader || known?.client.clientSecret === undefined) return found;
    return when(fieldOf(exchange, 'client_secret'), known.client.clientSecret) ? { ...exchange, ...known } : found;
  });

const wrong = 'grants/wrong-client-secret-is-refused';

export const grantsClients = {
  'any-secret-is-right': {
    breaks: [wrong],
    also: ['grants/unknown-client-is-told-as-a-wrong-secret'],
    says: 'Any secret is taken for the client’s.',
    bend: admitting((sent) => sent !== undefined),
  },
  'beginning-of-a-secret-is-enough': {
    breaks: [wrong],
    also: ['grants/unknown-client-is-told-as-a-wrong-secret'],
    says: 'Of a secret only the beginning is compared.',
    bend: admitting((sent, right) => sent?.slice(0, -4) === right.slice(0, -4)),
  },
  'secret-may-be-left-out': {
    breaks: [wrong],
    says: 'A client that has a secret need not send it: only secrets that are sent are compared.',
    bend: admitting((sent) => sent === undefined),
  },
  'wrong-secret-is-a-wrong-grant': {
    breaks: [wrong],
    says: 'A wrong secret is told as a wrong code.',
    bend: afterStep('token', 'authentication', (found, exchange) =>
      found.ending !== undefined && !exchange.byHeader ? refuse(found, 'invalid_grant', 'Something is wrong') : found,
    ),
  },
  'wrong-secret-spends-the-code': {
    breaks: ['grants/wrong-secret-spends-no-code'],
    says: 'A code is spent before the client has authenticated, so that anybody can spend it.',
    bend: afterStep('token', 'authentication', (found, exchange) => {
      const handle = fieldOf(exchange, 'code') ?? '';
      const grant = exchange.around.store.grant(handle);
      if (found.ending !== undefined && grant?.kind === 'code') exchange.around.store.putGrant(handle, { ...grant, used: true });
      return found;
    }),
  },
  'basic-is-not-accepted': {
    breaks: ['grants/basic-authentication-is-accepted'],
    says: 'Clients cannot authenticate in the header, only in the body.',
    bend: afterStep('token', 'authentication', (found, exchange) =>
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
    says: 'A client that fails to authenticate in the header is answered with 400.',
    bend: told(['token', 'refresh'], (answer) =>
      answer.status === 401 ? withLine({ ...answer, status: 400 }, 'WWW-Authenticate') : answer,
    ),
  },
  'failed-basic-is-not-challenged': {
    breaks: ['grants/failed-basic-is-challenged'],
    says: 'A client that fails to authenticate in the header is answered with 401 and no challenge.',
    bend: told(['token', 'refresh'], (answer) => withLine(answer, 'WWW-Authenticate')),
  },
  'failed-basic-is-challenged-for-a-bearer-token': {
    breaks: ['grants/failed-basic-is-challenged'],
    says: 'A client that fails to authenticate in the header is challenged for a bearer token, as if the token endpoint were the API.',
    bend: told(['token', 'refresh'], (answer) =>
      answer.status === 401 ? withLine(answer, 'WWW-Authenticate', 'Bearer realm="api"') : answer,
    ),
  },
  'unknown-client-is-told': {
    breaks: ['grants/unknown-client-is-told-as-a-wrong-secret'],
    says: 'Of a client that is unknown the answer says so: whoever tries learns which ids there are.',
    bend: afterStep('token', 'authentication', (found, exchange) =>
      found.ending !== undefined && !exchange.byHeader && named(exchange) === undefined
        ? refuse(found, 'invalid_client', 'There is no such client')
        : found,
    ),
  },
  'unknown-client-has-another-status': {
    breaks: ['grants/unknown-client-is-told-as-a-wrong-secret'],
    says: 'A client that is unknown is refused with another status than a wrong secret.',
    bend: afterStep('token', 'authentication', (found, exchange) =>
      found.ending !== undefined && !exchange.byHeader && named(exchange) === undefined
        ? refuse(found, 'invalid_client', 'The client is unknown or has not authenticated', { status: 401 })
        : found,
    ),
  },
  'two-authentications-are-one-too-many-and-taken': {
    breaks: ['grants/one-client-authentication-in-a-request'],
    says: 'A client that authenticates in the header and in the body is taken by its header.',
    bend: beforeStep('token', 'one-authentication', (exchange) =>
      exchange.arrival.headers.some((line) => line.toLowerCase() === 'authorization')
        ? withFields(exchange, { client_secret: undefined })
        : exchange,
    ),
  },
  'secret-in-the-url-is-accepted': {
    breaks: ['grants/secret-in-the-url-is-refused'],
    says: 'A client may authenticate in the URL of the token endpoint, where logs keep its secret.',
    bend: beforeStep('token', 'secret-in-url', (exchange) => {
      const query = fieldsOf(queryOf(exchange.arrival.target)).values;
      if (!query.has('client_secret')) return exchange;
      const { arrival } = exchange;
      const target = arrival.target.split('?', 1)[0]!;
      return withFields({ ...exchange, arrival: { ...arrival, target } }, Object.fromEntries(query));
    }),
  },
} as const satisfies Faults;
