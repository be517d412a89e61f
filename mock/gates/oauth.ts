import { everyServer } from '../../spec/servers.ts';
import { endpointContext, type Endpoints } from '../oauth/endpoint-context.ts';
import { bodyText, parseParameters } from '../oauth/parameters.ts';
import { endpointAt, type Endpoint, type Realms } from '../oauth/realm.ts';
import type { Decision } from '../engine/decision.ts';
import { decided, requestDraft, type Gate, type RequestContext } from '../engine/request-context.ts';
import { pathOf } from './route.ts';

/** The OAuth endpoint of a request. API paths are recognized by their prefix. */
function endpointOf(realms: Realms, { request }: RequestContext): Endpoint | undefined {
  const { elsewhere, endpoints } = realms;
  if (endpoints.size === 0 || (elsewhere !== undefined && request.target.startsWith(elsewhere))) return undefined;
  const path = pathOf(request.target, '');
  return path === undefined ? undefined : endpointAt(realms, path, request);
}

/** Whether a request is the form of a page of the mock, and not an authorization request by POST. @see RFC 6749 §3.1 */
function isDecision({ request }: RequestContext, { name }: Endpoint): boolean {
  if (request.method !== 'POST' || (name !== 'authorize' && name !== 'activate')) return false;
  const { values } = parseParameters(bodyText(request));
  return values.has('ticket') || values.has('decision');
}

/** Whether a request over plain HTTP is for an https URL, although the document does not say whether its servers have plain HTTP. */
function isPlain({ request, environment }: RequestContext, { realm }: Endpoint): boolean {
  const { contract } = environment.compiled;
  const isKnown = contract.secureOnly || everyServer(contract).some(({ url }) => /^http:/i.test(url));
  return !request.secure && environment.plain !== 'served' && !isKnown && realm.origin.startsWith('https:');
}

/** Runs the steps of an endpoint until one decides. */
function concluded(endpoints: Endpoints, context: RequestContext, endpoint: Endpoint): Decision {
  let exchange = endpointContext(context.environment, context.request, endpoint);
  for (const { name, pass } of endpoints[isDecision(context, endpoint) ? 'decide' : endpoint.name]) {
    exchange = pass(exchange);
    if (exchange.ending !== undefined) return { ...exchange.ending, gate: 'oauth', step: name };
  }
  throw new Error(`oauth: no step of ${endpoint.name} decided on the request`);
}

/** Responds to requests for the authorization servers of the document. */
export const oauthGate: Gate = {
  name: 'oauth',
  pass(context) {
    const { realms, endpoints } = context.environment;
    const endpoint = endpointOf(realms, context);
    if (endpoint === undefined) return context;
    const decision = isPlain(context, endpoint)
      ? ({ gate: 'oauth', outcome: 'rejected', cause: { code: 'plain-http' }, prepared: context.environment.compiled.insecure } as const)
      : concluded(endpoints, context, endpoint);
    const located = requestDraft(context);
    located.path = endpoint.path;
    located.route = { path: endpoint.path, methods: new Map() };
    return decided(located, decision);
  },
};
