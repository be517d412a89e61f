/**
 * The device authorization grant.
 *
 * @module
 * @see RFC 8628
 */
import { digest } from '../../state/digest.ts';
import { codeLifetime, authorizationOf } from './authorize.ts';
import { clientPlan } from '../client.ts';
import { requestParameter, endpointOrigin, type Step } from '../endpoint-context.ts';
import { forType } from '../token/grant-type.ts';
import { authenticated } from '../token/proof.ts';
import { checkingPresented, ofItsClient } from '../token/presented.ts';
import { jsonReply, reject } from '../reply.ts';
import { scope } from '../scope.ts';
import { newHandle } from '../tokens.ts';

/** The polling interval of a device in seconds. */
const interval = 1;

const letters = 'BCDFGHJKLMNPQRST';

/** Eight consonants: `BCDF-GHJK`. @see RFC 8628 §6.1 */
function userCodeOf(device: string): string {
  const text = digest(device)
    .slice(0, 8)
    .replace(/./g, (digit) => letters[Number.parseInt(digit, 16)]!);
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}

/** The handle of a user code, in any case and punctuation. */
export const userCodeHandle = (text: string) => `user code ${text.toUpperCase().replace(/[^A-Z]/g, '')}`;

const flow: Step = {
  name: 'flow',
  pass(exchange) {
    const declared = exchange.endpoint.realm.flows.find(({ kind }) => kind === 'deviceAuthorization');
    return declared === undefined
      ? reject(exchange, 'unauthorized_client', 'The device flow is not supported')
      : { ...exchange, flow: declared };
  },
};

/** Issues the device code and the user code. @see RFC 8628 §3.2 */
const issue: Step = {
  name: 'issue',
  pass(exchange) {
    const { environment, request, endpoint, client } = exchange;
    const device = newHandle(environment, 'device');
    const userCode = userCodeOf(device);
    const state = { kind: 'device', userCode, state: 'pending', polledAt: Number.NEGATIVE_INFINITY } as const;
    environment.store.putGrant(device, { ...authorizationOf(exchange), ...state, expiresAt: request.at + codeLifetime });
    environment.store.putGrant(userCodeHandle(userCode), { kind: 'user-code', device });
    const address = endpointOrigin(exchange) + (endpoint.realm.paths.activate ?? '');
    const body = {
      device_code: device,
      user_code: userCode,
      verification_uri: address,
      verification_uri_complete: `${address}?user_code=${userCode}`,
      expires_in: codeLifetime / 1000,
      interval,
    };
    return jsonReply(exchange, 200, body, { outcome: 'served', cause: { code: 'device-code-issued', client: client?.name ?? '' } });
  },
};

/** The steps of the device authorization endpoint. */
export const deviceAuthorization: readonly Step[] = [...authenticated, clientPlan, flow, scope, issue];

const found: Step = {
  name: 'device',
  pass(exchange) {
    const handle = requestParameter(exchange, 'device_code');
    if (handle === undefined) return reject(exchange, 'invalid_request', 'There is no device_code');
    const grant = exchange.environment.store.grant(handle);
    if (grant?.kind !== 'device') return reject(exchange, 'invalid_grant', 'The device code is not valid');
    return { ...exchange, presented: { handle, grant }, account: grant.account, scopes: grant.scopes };
  },
};

const unused = checkingPresented('device', 'device-unused', (exchange, { state }) =>
  state === 'used' ? reject(exchange, 'invalid_grant', 'The device code was used before') : exchange,
);

const unexpired = checkingPresented('device', 'device-unexpired', (exchange, { expiresAt }) =>
  exchange.request.at < expiresAt ? exchange : reject(exchange, 'expired_token', 'The device code has expired'),
);

/** Waits for the user's decision, and slows down a device that polls too often. @see RFC 8628 §3.5 */
const approved = checkingPresented('device', 'device-approved', (exchange, device, handle) => {
  if (device.state === 'denied') return reject(exchange, 'access_denied', 'The user denied access');
  if (device.state === 'approved') return exchange;
  const { at } = exchange.request;
  const tooSoon = at - device.polledAt < interval * 1000;
  exchange.environment.store.putGrant(handle, { ...device, polledAt: at });
  return tooSoon
    ? reject(exchange, 'slow_down', 'The device polls too often')
    : reject(exchange, 'authorization_pending', 'The user has not decided yet');
});

const spent = checkingPresented('device', 'device-spent', (exchange, device, handle) => {
  exchange.environment.store.putGrant(handle, { ...device, state: 'used' });
  return exchange;
});

/** The steps of `grant_type=urn:ietf:params:oauth:grant-type:device_code`. */
export const device: readonly Step[] = forType('urn:ietf:params:oauth:grant-type:device_code', [
  found,
  ofItsClient('device', 'The device code is not valid'),
  unused,
  unexpired,
  approved,
  spent,
]);
