import { endpointContext, type Endpoints } from '../oauth/endpoint-context.ts';
import { endpointAt, type Endpoint, type Realms } from '../oauth/realm.ts';
import { type Decision, decided, requestDraft, type Gate, type RequestContext } from '../engine/request-context.ts';
import { pathOf } from './route.ts';

/** The OAuth endpoint of a request. API paths are recognized by their prefix. */
function endpointOf(realms: Realms, { request }: RequestContext): Endpoint | undefined {
  const { elsewhere, endpoints } = realms;
  if (endpoints.size === 0 || (elsewhere !== undefined && request.target.startsWith(elsewhere))) return undefined;
  const path = pathOf(request.target, '');
  return path === undefined ? undefined : endpointAt(realms, path, request);
}

/** Runs the steps of an endpoint until one decides. */
function concluded(endpoints: Endpoints, context: RequestContext, endpoint: Endpoint): Decision {
  const posted = context.request.method === 'POST' && (endpoint.name === 'authorize' || endpoint.name === 'activate');
  let exchange = endpointContext(context.environment, context.request, endpoint);
  for (const { name, pass } of endpoints[posted ? 'decide' : endpoint.name]) {
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
    const decision = concluded(endpoints, context, endpoint);
    const located = requestDraft(context);
    located.path = endpoint.path;
    located.route = { path: endpoint.path, methods: new Map() };
    return decided(located, decision);
  },
};
