import type { JsonObject } from '../../spec/contract.ts';

const text = { type: 'string' } as const;
const number = { type: 'number' } as const;
const list = (items: JsonObject): JsonObject => ({ type: 'array', items });
const texts = { type: 'array', items: text } as const;
const object = (properties: JsonObject, required: readonly string[] = Object.keys(properties)): JsonObject => ({
  type: 'object',
  properties,
  required,
});
const content = (schema: JsonObject): JsonObject => ({ 'application/json': { schema } });

const states = { enum: ['active', 'revoked', 'expired'] } as const;
const credential = object({ credential: text, account: text });
const key = object(
  {
    id: text,
    name: text,
    ending: text,
    account: text,
    plan: text,
    scheme: text,
    scopes: texts,
    state: states,
    expiresAt: { type: 'number', description: 'Milliseconds since the epoch; absent if it does not expire.' },
    from: texts,
  },
  ['id', 'name', 'ending', 'account', 'scheme', 'scopes', 'state'],
);
const shape: JsonObject = {
  type: 'object',
  properties: { scopes: texts, plan: text, state: states, account: text, scheme: text, from: texts, credential: text },
};
const clock = object({ now: { type: 'number', description: 'Seconds since the epoch.' } });
const armed = object({ armed: texts });
const answers = object({ answers: { type: 'array', items: { type: 'object' } } });

interface Described {
  readonly summary: string;
  readonly body?: JsonObject;
  readonly status?: 200 | 201 | 204;
  readonly schema?: JsonObject;
  readonly type?: string;
  /** Whether it needs no token. */
  readonly open?: true;
  /** When it responds with 503. */
  readonly problem?: string;
}

/** The operations of the control API, in the order in which its document lists them. */
const operations: { readonly [request: string]: Described } = {
  'GET /': { summary: 'What test hooks there are', schema: object({ capabilities: texts }) },
  'GET /openapi.json': { summary: 'This document', schema: { type: 'object' } },
  'GET /clock': { summary: 'The time of the mock', schema: clock },
  'POST /clock': {
    summary: 'Moves the clock forward: a whole number and ms, s, m, h or d',
    body: object({ advance: text }),
    schema: clock,
  },
  'POST /reset': { summary: 'Resets the quota of a credential, or all quotas', body: object({ credential: text }, []), status: 204 },
  'POST /mint': { summary: 'Creates a credential', body: shape, status: 201, schema: credential },
  'POST /deny': { summary: 'Denies the next authorization request of a client', body: object({ clientId: text }), status: 204 },
  'GET /keys': { summary: 'The keys, without their secrets', schema: object({ keys: { type: 'array', items: key } }) },
  'POST /keys': { summary: 'Creates a key; its secret is shown once', body: shape, status: 201, schema: credential },
  'POST /keys/rotate': {
    summary: 'Replaces a key, named by its id or secret; the old one is accepted for the grace period',
    body: object({ key: text, graceSeconds: { type: 'number', minimum: 0 } }, ['key']),
    status: 201,
    schema: credential,
  },
  'POST /keys/revoke': { summary: 'Revokes a key, named by its id or secret', body: object({ key: text }), status: 204 },
  'GET /quotas': {
    summary: 'How much is left of each quota',
    schema: object({
      quotas: list(
        object({
          principals: texts,
          plan: text,
          windows: list(object({ limit: number, seconds: number, remaining: number, resetAt: number })),
        }),
      ),
    }),
  },
  'GET /principals': { summary: 'The principals of the document with their secrets', schema: { type: 'object' } },
  'GET /clients': { summary: 'The OAuth clients of the document', schema: { type: 'object' } },
  'GET /journal': {
    summary: 'The latest requests, oldest first, with the gate that decided and why',
    schema: object({ entries: { type: 'array', items: { type: 'object' } } }),
  },
  'GET /journal/stream': { summary: 'Each request from now on, as a server-sent event', type: 'text/event-stream' },
  'GET /faults': {
    summary: 'All faults, and those that are on',
    schema: object({ armed: texts, known: list(object({ name: text, description: text })) }),
  },
  'PUT /faults': { summary: 'Turns on exactly these faults', body: armed, schema: armed },
  'GET /script': { summary: 'The scripted answers that are left', schema: answers },
  'GET /healthz': { summary: 'Whether the process lives', type: 'text/plain', open: true },
  'GET /readyz': {
    summary: 'Whether the mock can serve requests',
    type: 'text/plain',
    open: true,
    problem: 'It cannot, because its store does not answer or because it is stopping',
  },
  'GET /metrics': {
    summary: 'Responses by listener and status, and the process, in the text format of Prometheus',
    type: 'text/plain',
    open: true,
  },
  'PUT /script': { summary: 'Replaces the scripted answers', body: answers, schema: answers },
};

/** The control API as an OpenAPI document. */
export function controlDocument(url: string): JsonObject {
  const paths: { [path: string]: { [method: string]: JsonObject } } = {};
  for (const [request, described] of Object.entries(operations)) {
    const [method = '', path = ''] = request.split(' ');
    (paths[path] ??= {})[method.toLowerCase()] = operationOf(described);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Control API of a mock', version: '1' },
    servers: [{ url }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: object({ error: text }) },
    },
  };
}

function operationOf({ summary, body, status = 200, schema, type, open, problem }: Described): JsonObject {
  const success = type === undefined ? schema && content(schema) : { [type]: {} };
  const error = (description: string): JsonObject => ({ description, content: content({ $ref: '#/components/schemas/Error' }) });
  return {
    summary,
    ...(open && { security: [] }),
    ...(body && { requestBody: { content: content(body) } }),
    responses: {
      [status]: { description: summary, ...(success && { content: success }) },
      ...(body && { 400: error('The body is not valid') }),
      ...(!open && { 401: error('The token is missing or wrong') }),
      ...(problem !== undefined && { 503: { description: problem } }),
    },
  };
}
