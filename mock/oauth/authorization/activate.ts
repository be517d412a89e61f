/**
 * The page where a user connects a device.
 *
 * @module
 * @see RFC 8628 §3.3
 */
import { codeLifetime, described, isDenied, authorizationQuery } from './authorize.ts';
import { requestParameter, type EndpointContext, type Step } from '../endpoint-context.ts';
import type { DeviceGrant } from '../grant.ts';
import { method } from '../method.ts';
import { consentPage, messagePage, userCodePage } from '../page.ts';
import { page, reject } from '../reply.ts';
import { userCodeHandle } from './device.ts';
import { newHandle } from '../tokens.ts';

const userCode: Step = {
  name: 'user-code',
  pass(exchange) {
    const { environment, request, endpoint } = exchange;
    const typed = requestParameter(exchange, 'user_code');
    if (typed === undefined)
      return page(exchange, 200, userCodePage(endpoint.path), { outcome: 'served', cause: { code: 'user-code-page' } });
    const code = environment.store.grant(userCodeHandle(typed));
    const handle = code?.kind === 'user-code' ? code.device : '';
    const grant = environment.store.grant(handle);
    if (grant?.kind !== 'device' || grant.state !== 'pending' || request.at >= grant.expiresAt) {
      return reject(exchange, 'invalid_request', 'This code is not valid, or no longer valid', { status: 404 });
    }
    const client = [...environment.register.clients.values()].find(({ name }) => name === grant.client);
    return { ...exchange, client, namespace: grant.namespace, presented: { handle, grant } };
  },
};

/** Decides for the user in automatic mode. HEAD changes nothing. */
function decideFor(exchange: EndpointContext, device: DeviceGrant, handle: string): EndpointContext {
  const { environment, request } = exchange;
  const denied = request.method !== 'HEAD' && isDenied(exchange);
  if (request.method !== 'HEAD') environment.store.putGrant(handle, { ...device, state: denied ? 'denied' : 'approved' });
  const html = messagePage(denied ? 'The device is not connected' : 'The device is connected', 'You can close this page.');
  return page(exchange, 200, html, { outcome: 'served', cause: { code: 'device-decision', client: device.client, approved: !denied } });
}

const consent: Step = {
  name: 'consent',
  pass(exchange) {
    const { environment, request, endpoint, presented } = exchange;
    if (presented?.grant.kind !== 'device') return reject(exchange, 'invalid_request', 'There is no code');
    const { handle, grant } = presented;
    if (environment.consent === 'automatic') return decideFor(exchange, grant, handle);
    const ticket = newHandle(environment, 'ticket');
    environment.store.putGrant(ticket, {
      kind: 'ticket',
      asked: { by: 'device', device: handle },
      expiresAt: request.at + codeLifetime,
      used: false,
    });
    const { client, account, scopes } = grant;
    const api = environment.compiled.contract.title;
    const html = consentPage({ api, client, account, scopes: described(exchange, scopes), action: endpoint.path, ticket });
    return page(exchange, 200, html, { outcome: 'served', cause: { code: 'consent-page', client, device: true } });
  },
};

/** The steps of the device page. */
export const activate: readonly Step[] = [method('GET', 'HEAD', 'POST'), authorizationQuery, userCode, consent];
