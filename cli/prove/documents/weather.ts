import type { Contract, Json, JsonObject } from '../../../spec/contract.ts';
import { compileDocument } from '../../../spec/load.ts';

const header = (example: Json, schema: JsonObject = { type: 'string' }): JsonObject => ({ schema, example });
const number = (example: number): JsonObject => ({ required: true, ...header(example, { type: 'integer' }) });

/** The structured rate-limit headers and the usual `X-RateLimit` headers. */
const rateHeaders: JsonObject = {
  'X-RateLimit-Limit': number(100),
  'X-RateLimit-Remaining': number(99),
  'X-RateLimit-Reset': number(60),
  'RateLimit-Policy': header('"hour";q=100;w=3600'),
  RateLimit: header('"hour";r=99;t=60'),
};

const station: JsonObject = { id: 'st_1', name: 'Harbour' };

function problem(status: number, title: string): JsonObject {
  const text: JsonObject = { type: 'string' };
  return {
    description: title,
    headers: status === 429 ? { ...rateHeaders, 'Retry-After': number(60) } : status === 403 ? rateHeaders : {},
    content: {
      'application/problem+json': {
        schema: {
          type: 'object',
          required: ['type', 'title', 'status'],
          properties: { type: text, title: text, status: { const: status }, detail: text },
        },
        example: { type: `https://weather.example/problems/${status}`, title, status, detail: `${title} at this station` },
      },
    },
  };
}

const errors: JsonObject = { 401: problem(401, 'Not known'), 403: problem(403, 'Not allowed'), 429: problem(429, 'Too often') };

const answering = (status: number, example?: Json): JsonObject => ({
  [status]: {
    description: 'As asked.',
    headers: rateHeaders,
    ...(example !== undefined && { content: { 'application/json': { schema: { type: 'object' }, example } } }),
  },
  ...errors,
});

const secured = (scope: string): JsonObject => ({ security: [{ Key: [scope] }] });

/** Stations of a weather service, with problem details, structured rate-limit headers, and the given scheme and extension. */
export function weather(scheme: JsonObject = { type: 'http', scheme: 'bearer' }, extension: JsonObject = {}): Contract {
  const id: JsonObject = { name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'st_1' };
  return compileDocument({
    openapi: '3.1.0',
    info: { title: 'Weather', version: '1' },
    servers: [{ url: 'https://weather.example/v1' }],
    components: { securitySchemes: { Key: scheme } },
    paths: {
      '/stations': {
        get: { operationId: 'listStations', ...secured('read'), responses: answering(200, { stations: [station] }) },
        post: {
          operationId: 'addStation',
          ...secured('write'),
          requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' }, example: { name: 'Harbour' } } } },
          responses: answering(201, station),
        },
      },
      '/stations/{id}': {
        parameters: [id],
        get: { operationId: 'readStation', ...secured('read'), responses: answering(200, station) },
        delete: { operationId: 'removeStation', ...secured('write'), responses: answering(204) },
      },
    },
    'x-auth-conformance': {
      plans: { small: { limits: ['100/hour', '30/minute'] }, large: { limits: ['1000/hour', '100/minute'] } },
      ...extension,
    },
  });
}
