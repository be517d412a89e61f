import { createMock, type Mock, type MockOptions } from '../../../mock/create.ts';
import type { Contract, Json, JsonObject } from '../../../spec/contract.ts';
import { compileDocument } from '../../../spec/load.ts';
import { answering, noon } from '../mocks.ts';

const origin = 'https://auth.example';

/** The flows that small documents choose from. */
export const flows = {
  authorizationCode: {
    authorizationUrl: `${origin}/authorize`,
    tokenUrl: `${origin}/token`,
    refreshUrl: `${origin}/token`,
    scopes: { read: 'Look.', write: 'Change.' },
  },
  clientCredentials: { tokenUrl: `${origin}/token`, scopes: { read: 'Look.', write: 'Change.' } },
  password: { tokenUrl: `${origin}/token`, refreshUrl: `${origin}/token`, scopes: { read: 'Look.' } },
  implicit: { authorizationUrl: `${origin}/authorize`, scopes: { read: 'Look.' } },
  deviceAuthorization: {
    deviceAuthorizationUrl: `${origin}/device`,
    tokenUrl: `${origin}/token`,
    scopes: { read: 'Look.' },
  },
} as const;

const things: JsonObject = {
  '/things': { get: { operationId: 'listThings', security: [{ OAuth: ['read'] }], responses: answering([]) } },
};

/** A mock of a small document that declares these flows. */
export function flowMock(declared: readonly (keyof typeof flows)[], extension: JsonObject = {}, options: MockOptions = {}): Mock {
  return oauthMock(Object.fromEntries(declared.map((kind) => [kind, flows[kind]])), extension, options);
}

/** A mock of a small document with these very flows. */
export function oauthMock(declared: { readonly [kind: string]: Json }, extension: JsonObject = {}, options: MockOptions = {}): Mock {
  return createMock(oauthContract(declared, extension), { now: () => noon, explain: true, ...options });
}

/** A small document with these very flows. */
export function oauthContract(declared: { readonly [kind: string]: Json }, extension: JsonObject = {}): Contract {
  return compileDocument({
    openapi: '3.2.0',
    info: { title: 'Small', version: '1' },
    servers: [{ url: 'https://small.example/api' }],
    components: { securitySchemes: { OAuth: { type: 'oauth2', flows: declared } } },
    paths: things,
    'x-auth-conformance': extension,
  });
}
