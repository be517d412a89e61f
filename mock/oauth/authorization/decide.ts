/**
 * The target of the forms: the user has decided.
 *
 * @module
 */
import { sendGrant } from './authorize.ts';
import { requestParameter, type EndpointContext, type Step } from '../endpoint-context.ts';
import { form } from '../form.ts';
import type { ConsentRequest, ConsentTicket } from '../grant.ts';
import { messagePage } from '../page.ts';
import { page, reject } from '../reply.ts';

/** The ticket of the form. */
function ticketOf(exchange: EndpointContext): { readonly handle: string; readonly found: ConsentTicket } | undefined {
  const handle = requestParameter(exchange, 'ticket') ?? '';
  const found = exchange.environment.store.grant(handle);
  return found?.kind === 'ticket' ? { handle, found } : undefined;
}

/** Accepts each form that the mock has shown once. */
const ticket: Step = {
  name: 'ticket',
  pass(exchange) {
    const { request, environment } = exchange;
    const stored = ticketOf(exchange);
    if (stored === undefined || stored.found.used || request.at >= stored.found.expiresAt) {
      return reject(exchange, 'invalid_request', 'This form is not valid, or no longer valid');
    }
    environment.store.putGrant(stored.handle, { ...stored.found, used: true });
    return exchange;
  },
};

function applyDecision(exchange: EndpointContext, asked: ConsentRequest, approved: boolean): EndpointContext {
  if (asked.by === 'client') {
    if (approved) return sendGrant(exchange, asked);
    return reject({ ...exchange, returnTo: asked.returnTo }, 'access_denied', 'The user denied access');
  }
  const { store } = exchange.environment;
  const device = store.grant(asked.device);
  if (device?.kind !== 'device') return reject(exchange, 'invalid_request', 'The device is unknown');
  store.putGrant(asked.device, { ...device, state: approved ? 'approved' : 'denied' });
  const html = messagePage(approved ? 'The device is connected' : 'The device is not connected', 'You can close this page.');
  return page(exchange, 200, html, { outcome: 'served', cause: { code: 'device-decision', client: device.client, approved } });
}

const decision: Step = {
  name: 'decision',
  pass(exchange) {
    const stored = ticketOf(exchange);
    const decided = requestParameter(exchange, 'decision');
    if (stored === undefined || (decided !== 'approve' && decided !== 'deny'))
      return reject(exchange, 'invalid_request', 'There is no decision');
    return applyDecision(exchange, stored.found.asked, decided === 'approve');
  },
};

/** The steps of a decision. */
export const consentDecision: readonly Step[] = [form, ticket, decision];
