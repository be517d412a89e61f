/**
 * Checks that apply to every client.
 *
 * @module
 */
import { addressIn } from '../../spec/address.ts';
import { requestParameter, type Step } from './endpoint-context.ts';
import { clientOf } from './management/register.ts';
import { reject } from './reply.ts';

/** Finds the client that an authorization request names. */
export const namedClient: Step = {
  name: 'client',
  pass(exchange) {
    const id = requestParameter(exchange, 'client_id');
    if (id === undefined) return reject(exchange, 'invalid_request', 'There is no client_id');
    if (exchange.parameters.repeated.has('client_id')) return reject(exchange, 'invalid_request', 'The client_id is repeated');
    const found = clientOf(exchange.environment.register, id);
    return found === undefined ? reject(exchange, 'invalid_request', 'The client is unknown') : { ...exchange, ...found };
  },
};

/** Rejects clients whose plan does not have OAuth, if any plan has the feature. */
export const clientPlan: Step = {
  name: 'plan',
  pass(exchange) {
    const { plans } = exchange.environment.compiled.contract;
    const able = plans.filter(({ features }) => features.includes('oauth2')).map(({ name }) => name);
    if (able.length === 0 || able.includes(exchange.client?.plan ?? '')) return exchange;
    return reject(exchange, 'unauthorized_client', 'The plan of the client has no OAuth');
  },
};

/** Rejects clients outside the address ranges of their credentials, as the API does. */
export const clientAddress: Step = {
  name: 'address',
  pass(exchange) {
    const { client, request, environment } = exchange;
    if (client?.ranges === undefined || addressIn(client.ranges, request.peer)) return exchange;
    const cause = { code: 'address-not-allowed', holder: client.name } as const;
    return { ...exchange, ending: { outcome: 'rejected', cause, prepared: environment.compiled.ipBlocked } };
  },
};

const known = new Set([
  'client_id',
  'client_secret',
  'code',
  'code_challenge',
  'code_challenge_method',
  'code_verifier',
  'device_code',
  'grant_type',
  'password',
  'redirect_uri',
  'refresh_token',
  'response_type',
  'scope',
  'state',
  'token',
  'token_type_hint',
  'user_code',
  'username',
]);

/** Rejects repeated OAuth parameters; other parameters are ignored. @see RFC 6749 §3.1, §3.2 */
export const repeats: Step = {
  name: 'repeats',
  pass(exchange) {
    const repeated = [...exchange.parameters.repeated].some((name) => known.has(name));
    return repeated ? reject(exchange, 'invalid_request', 'A parameter is repeated') : exchange;
  },
};
