import { exchangeOf, type Endpoints, type Exchange } from '../oauth/exchange.ts';
import { endpointAt, type Endpoint, type Realms } from '../oauth/realm.ts';
import { decided, draftOf, type Gate, type Visit } from '../engine/visit.ts';
import { pathOf } from './route.ts';

/** The endpoint that a request is for. What lies within the API is told by its beginning. */
function endpointOf(realms: Realms, { arrival }: Visit): Endpoint | undefined {
  const { elsewhere, endpoints } = realms;
  if (endpoints.size === 0 || (elsewhere !== undefined && arrival.target.startsWith(elsewhere))) return undefined;
  const path = pathOf(arrival.target, '');
  return path === undefined ? undefined : endpointAt(realms, path, arrival);
}

/** Takes the steps of an endpoint until one ends the exchange; its name goes with the reason. */
function concluded(endpoints: Endpoints, visit: Visit, endpoint: Endpoint): Exchange {
  const posted = visit.arrival.method === 'POST' && (endpoint.name === 'authorize' || endpoint.name === 'activate');
  let exchange = exchangeOf(visit.around, visit.arrival, endpoint);
  for (const { name, pass } of endpoints[posted ? 'decide' : endpoint.name]) {
    exchange = pass(exchange);
    if (exchange.ending !== undefined) return { ...exchange, ending: { ...exchange.ending, why: `${name}: ${exchange.ending.why}` } };
  }
  throw new Error(`grants: expected a step of ${endpoint.name} to end the exchange, but all of them let it pass`);
}

/** Answers for the authorization servers of the document; they lie beside the API and take none of its credentials. */
export const grants: Gate = {
  name: 'grants',
  pass(visit) {
    const { realms, endpoints } = visit.around;
    const endpoint = endpointOf(realms, visit);
    if (endpoint === undefined) return visit;
    const { ending } = concluded(endpoints, visit, endpoint);
    const located = draftOf(visit);
    located.path = endpoint.path;
    located.route = { path: endpoint.path, methods: new Map() };
    return decided(located, { gate: 'grants', ...ending! });
  },
};
