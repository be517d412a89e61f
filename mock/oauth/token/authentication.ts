/**
 * Client authentication.
 *
 * @module
 * @see RFC 6749 §2.3
 */
import { headerValue, headerValues, type HeaderList } from '../../../spec/message.ts';
import { realmText } from '../../compile/challenge.ts';
import { basicScheme } from '../../../spec/schemes/basic.ts';
import { requestParameter, type EndpointContext, type Step } from '../endpoint-context.ts';
import { clientOf, type RegisteredClient } from '../management/register.ts';
import { reject } from '../reply.ts';

/** The client id and secret of a request. */
interface Proof {
  readonly id: string;
  readonly secret: string | undefined;
}

/** Ids and secrets are form-encoded in the header. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The credentials of the `Authorization` header; undefined if it is not Basic. @see RFC 6749 §2.3.1, RFC 7617 §2 */
function inHeader({ request, environment }: EndpointContext): Proof | undefined {
  const [scheme] = environment.compiled.contract.schemes;
  const taken = scheme && basicScheme.take(scheme, request);
  if (taken?.found !== 'credential') return undefined;
  const colon = taken.credential.indexOf(':');
  const secret = formDecoded(taken.credential.slice(colon + 1));
  return { id: formDecoded(taken.credential.slice(0, colon)), secret: secret === '' ? undefined : secret };
}

/** One error for every failure, so that it does not reveal which clients exist. @see RFC 6749 §5.2 */
function unproven(exchange: EndpointContext): EndpointContext {
  const { byHeader, environment, endpoint } = exchange;
  const challenged = byHeader || endpoint.name === 'introspect' || requestParameter(exchange, 'client_id') === undefined;
  const challenge: HeaderList = ['WWW-Authenticate', `Basic realm="${realmText(environment.compiled.contract.title)}", charset="UTF-8"`];
  const description = 'The client is unknown or has not authenticated';
  return reject(exchange, 'invalid_client', description, challenged ? { status: 401, lines: challenge } : {});
}

/** Rejects requests with two authentications or two different clients. @see RFC 6749 §2.3 */
export const oneAuthentication: Step = {
  name: 'one-authentication',
  pass(exchange) {
    const { headers } = exchange.request;
    if (headerValues(headers, 'Authorization').length > 1) {
      return reject(exchange, 'invalid_request', 'There is more than one Authorization header');
    }
    const byHeader = headerValue(headers, 'Authorization') !== undefined;
    const seen = { ...exchange, byHeader };
    if (!byHeader) return seen;
    if (requestParameter(exchange, 'client_secret') !== undefined) return reject(seen, 'invalid_request', 'The client authenticates twice');
    const id = requestParameter(exchange, 'client_id');
    const proof = inHeader(exchange);
    return id === undefined || proof === undefined || proof.id === id
      ? seen
      : reject(seen, 'invalid_request', 'The header and the body name different clients');
  },
};

/** Whether the secret is correct; a public client must not send one. */
export function isProof(client: RegisteredClient, secret: string | undefined): boolean {
  return client.clientSecret === secret;
}

/** Finds and authenticates the client. */
export const authentication: Step = {
  name: 'authentication',
  pass(exchange) {
    const named = requestParameter(exchange, 'client_id');
    const inBody = named === undefined ? undefined : { id: named, secret: requestParameter(exchange, 'client_secret') };
    const proof = exchange.byHeader ? inHeader(exchange) : inBody;
    const found = proof && clientOf(exchange.environment.register, proof.id);
    return found === undefined || !isProof(found.client, proof?.secret) ? unproven(exchange) : { ...exchange, ...found };
  },
};

/** Rejects public clients. @see RFC 6749 §4.4, RFC 7662 §2.1 */
export const confidential: Step = {
  name: 'confidential',
  pass: (exchange) => (exchange.client?.public === true ? unproven(exchange) : exchange),
};
