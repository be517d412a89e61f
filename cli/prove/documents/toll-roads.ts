import type { Contract, Json, JsonObject } from '../../../spec/contract.ts';
import { compileDocument } from '../../../spec/load.ts';

const whole: JsonObject = { required: true, schema: { type: 'integer' } };

/** Sent where the limiter has counted the request: not with a 403, which an allowlist or a missing scope decides before. */
const rateHeaders: JsonObject = { 'X-Quota-Limit': whole, 'X-Quota-Remaining': whole, 'X-Quota-Reset': whole };

const rejection = (reason: string, headers: JsonObject = {}): JsonObject => ({
  description: 'Not served.',
  headers,
  content: {
    'application/json': {
      schema: { type: 'object', required: ['reason'], properties: { reason: { const: reason } } },
      example: { reason },
    },
  },
});

const answering = (example: Json): JsonObject => ({
  200: { description: 'As asked.', headers: rateHeaders, content: { 'application/json': { schema: { type: 'object' }, example } } },
  401: rejection('unknown_key'),
  403: rejection('not_permitted'),
  420: rejection('slow_down', { ...rateHeaders, 'Retry-After': whole }),
});

const secured = (scope: string): JsonObject => ({ security: [{ Key: [scope] }] });

/** Toll roads: a route takes three units, traffic has a limit of its own, and a request over a limit gets 420. */
export function tollRoads(): Contract {
  return compileDocument({
    openapi: '3.1.0',
    info: { title: 'Toll roads', version: '1' },
    servers: [{ url: 'https://tolls.example/v1' }],
    components: { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
    paths: {
      '/roads': { get: { operationId: 'listRoads', ...secured('roads'), responses: answering({ roads: ['A4'] }) } },
      '/route': { get: { operationId: 'findRoute', ...secured('routes'), responses: answering({ route: ['A4', 'B7'] }) } },
      '/traffic': { get: { operationId: 'showTraffic', ...secured('roads'), responses: answering({ jams: 2 }) } },
    },
    'x-auth-conformance': {
      plans: {
        driver: { limits: ['20/minute'], costs: { findRoute: 3 }, operations: { showTraffic: { limits: ['5/minute'] } } },
      },
      rejections: { limited: { status: 420 } },
    },
  });
}
