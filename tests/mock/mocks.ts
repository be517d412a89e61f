import { createMock, type Mock, type MockOptions } from '../../mock/create.ts';
import type { MockResponse } from '../../mock/engine/request.ts';
import type { Contract, Json, JsonObject } from '../../spec/contract.ts';
import { bundledDocument, compileDocument, loadContract } from '../../spec/load.ts';
import { headerValue } from '../../spec/message.ts';

/** A quarter of a second after noon. */
export const noon = Date.UTC(2026, 0, 1, 12) + 250;

export const bundled: Contract = await loadContract(bundledDocument);

/** A mock of the bundled document whose time stands still unless it is moved. */
export function bundledMock(options: MockOptions = {}): Mock {
  return createMock(bundled, { now: () => noon, explain: true, ...options });
}

/** A mock of a small document with these paths; HTTPS, one bearer scheme, a documented 401. */
export function smallMock(paths: JsonObject, root: JsonObject = {}, options: MockOptions = {}): Mock {
  return createMock(smallContract(paths, root), { now: () => noon, explain: true, ...options });
}

export function smallContract(paths: JsonObject, root: JsonObject = {}): Contract {
  return compileDocument({
    openapi: '3.1.0',
    info: { title: 'Small', version: '1' },
    servers: [{ url: 'https://small.example/api' }],
    security: [{ Key: [] }],
    components: { securitySchemes: { Key: { type: 'http', scheme: 'bearer' } } },
    paths,
    ...root,
  });
}

/** A success with an example, and nothing else. */
export const answering = (example: Json, schema: JsonObject = {}): JsonObject => ({
  '200': { description: 'Good.', content: { 'application/json': { schema, example } } },
});

export interface Ask {
  /** Whose credential is sent, as a bearer token. */
  readonly as?: string;
  readonly headers?: readonly string[];
  readonly json?: Json;
  readonly body?: string;
  readonly secure?: boolean;
  readonly peer?: string;
}

/** Asks a mock for `METHOD /target`. */
export function ask(
  mock: Mock,
  request: string,
  { as, headers = [], json, body, secure = true, peer = '127.0.0.1' }: Ask = {},
): Promise<MockResponse> {
  const [method = '', target = ''] = request.split(' ');
  const text = json === undefined ? body : JSON.stringify(json);
  return mock.handle({
    method,
    target,
    headers: [
      ...(as === undefined ? [] : ['Authorization', `Bearer ${mock.principals[as]?.secret ?? as}`]),
      ...(json === undefined ? [] : ['Content-Type', 'application/json']),
      ...headers,
    ],
    ...(text !== undefined && { body: text }),
    secure,
    peer,
  });
}

/** Which gate decided. */
export function gateOf(answer: MockResponse): string | undefined {
  return /gate=([^;]+)/.exec(field(answer, 'X-Mock-Decision') ?? '')?.[1];
}

export function field(answer: MockResponse, name: string): string | undefined {
  return headerValue(answer.headers, name);
}

/** The body as the caller expects it to be. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what is wrong with it, the test's expectations find out
export function bodyOf<Body = JsonObject>(answer: MockResponse): Body {
  return JSON.parse(answer.body);
}
