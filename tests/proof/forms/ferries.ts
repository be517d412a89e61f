import type { Contract, Json, JsonObject } from '../../../spec/contract.ts';
import { compileDocument } from '../../../spec/load.ts';

/** How a document says that limits are counted and reported. */
export interface RateForm {
  readonly headers: JsonObject;
  /** Members of the body of a 429, besides its text. */
  readonly body?: { readonly [name: string]: number | string };
  readonly retryAfter?: JsonObject;
  readonly partition?: 'account' | 'credential' | 'ip';
}

/** A header with this value as its example. */
export const header = (example: number | string, words = 'As of now.'): JsonObject => ({
  required: true,
  description: words,
  schema: { type: typeof example === 'string' ? 'string' : Number.isInteger(example) ? 'integer' : 'number' },
  example,
});

const typed = (members: Required<RateForm>['body']): JsonObject =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, { type: typeof value }]));

function rejection(reason: string, headers: JsonObject = {}, members: Required<RateForm>['body'] = {}): JsonObject {
  const required = ['reason', 'text', ...Object.keys(members)];
  const properties: JsonObject = { reason: { const: reason }, text: { type: 'string' }, ...typed(members) };
  return {
    description: 'Not served.',
    headers,
    content: {
      'application/json': { schema: { type: 'object', required, properties }, example: { reason, text: 'Stay on the quay.', ...members } },
    },
  };
}

/** Ferries: two plans and two lists, with rate limits in the given form. */
export function ferries({ headers, body = {}, retryAfter = header(30), partition }: RateForm): Contract {
  const answering = (example: Json): JsonObject => ({
    200: { description: 'As asked.', headers, content: { 'application/json': { schema: { type: 'object' }, example } } },
    401: rejection('unknown_key'),
    403: rejection('not_permitted'),
    429: rejection('too_often', { ...headers, 'Retry-After': retryAfter }, body),
  });
  const listing = (operationId: string, scope: string): JsonObject => ({
    get: { operationId, security: [{ Key: [scope] }], responses: answering({ [scope]: ['north'] }) },
  });
  return compileDocument({
    openapi: '3.1.0',
    info: { title: 'Ferries', version: '1' },
    servers: [{ url: 'https://ferries.example/v1' }],
    components: { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
    paths: { '/lines': listing('listLines', 'lines'), '/delays': listing('listDelays', 'delays') },
    'x-auth-conformance': {
      plans: { guest: { limits: ['12/minute', '40/hour'] }, crew: { limits: ['60/minute'] } },
      ...(partition && { rateLimit: { partition } }),
    },
  });
}
