import { headerValue } from '../../spec/message.ts';
import type { Step } from './endpoint-context.ts';
import { bodyText, parseParameters, queryText } from './parameters.ts';
import { reject } from './reply.ts';

/** Reads the form in the body. @see RFC 6749 §3.2, appendix B */
export const form: Step = {
  name: 'form',
  pass(exchange) {
    const { request } = exchange;
    if (request.oversized) return reject(exchange, 'invalid_request', 'The body is larger than is accepted', { status: 413 });
    const type = (headerValue(request.headers, 'Content-Type') ?? '').split(';', 1)[0]!.trim().toLowerCase();
    if (type !== 'application/x-www-form-urlencoded') {
      return reject(exchange, 'invalid_request', 'The body is not application/x-www-form-urlencoded');
    }
    return { ...exchange, parameters: parseParameters(bodyText(request)) };
  },
};

const secrets = ['client_secret', 'password', 'code_verifier', 'refresh_token', 'token'];

/** Rejects secrets in the URL, because URLs end up in histories and logs. @see RFC 6749 §2.3.1 */
export const secretInUrl: Step = {
  name: 'secret-in-url',
  pass(exchange) {
    const { values } = parseParameters(queryText(exchange.request.target));
    const found = secrets.find((name) => values.has(name));
    return found === undefined ? exchange : reject(exchange, 'invalid_request', `There is a ${found} in the URL`);
  },
};
