import { headerValue } from '../../spec/message.ts';
import { preflightLines } from '../engine/cors.ts';
import type { EndpointContext, Step } from './endpoint-context.ts';
import { empty, isForPeople, reject } from './reply.ts';

function preflight(exchange: EndpointContext, allowed: string): EndpointContext {
  const lines = ['Allow', allowed];
  const asked = headerValue(exchange.request.headers, 'Access-Control-Request-Method') !== undefined;
  const served = { outcome: 'served', cause: { code: asked ? 'cors-preflight' : 'options' } } as const;
  if (!asked) return empty(exchange, 204, served, lines);
  const { accepted } = exchange.environment.compiled;
  return empty(exchange, 204, served, [...lines, ...preflightLines(exchange.request, allowed, accepted)]);
}

/** Rejects methods that an endpoint does not have, and responds to OPTIONS. Pages have no CORS headers. */
export function method(...methods: readonly string[]): Step {
  const allowed = [...methods, 'OPTIONS'].join(', ');
  return {
    name: 'method',
    pass(exchange) {
      const { request, endpoint } = exchange;
      if (methods.includes(request.method)) return exchange;
      if (request.method === 'OPTIONS') {
        return isForPeople(endpoint.name)
          ? empty(exchange, 204, { outcome: 'served', cause: { code: 'options' } }, ['Allow', allowed], true)
          : preflight(exchange, allowed);
      }
      return reject(exchange, 'invalid_request', 'The method is not available here', { status: 405, lines: ['Allow', allowed] });
    },
  };
}
