import type { Contract, JsonObject } from '../../../spec/contract.ts';
import { compileDocument } from '../../../spec/load.ts';

const origin = 'https://turnstiles.example';
const authorizationUrl = `${origin}/authorize`;
const tokenUrl = `${origin}/token`;
const scopes: JsonObject = { read: 'Look.', write: 'Change.' };

/** Every OAuth 2.0 flow. */
const flows: JsonObject = {
  authorizationCode: { authorizationUrl, tokenUrl, refreshUrl: tokenUrl, scopes },
  clientCredentials: { tokenUrl, scopes },
  password: { tokenUrl, refreshUrl: tokenUrl, scopes },
  implicit: { authorizationUrl, scopes },
  deviceAuthorization: { deviceAuthorizationUrl: `${origin}/device`, tokenUrl, scopes },
};

const answering = (example: JsonObject): JsonObject => ({
  200: { description: 'As asked.', content: { 'application/json': { schema: { type: 'object' }, example } } },
});

/** An API with one list, rate limits without headers, and every OAuth flow. */
export function turnstiles(): Contract {
  return compileDocument({
    openapi: '3.2.0',
    info: { title: 'Turnstiles', version: '1' },
    servers: [{ url: `${origin}/api` }],
    components: { securitySchemes: { OAuth: { type: 'oauth2', flows } } },
    'x-auth-conformance': { plans: { visitor: { limits: ['60/minute'] } } },
    paths: {
      '/counts': { get: { operationId: 'listCounts', security: [{ OAuth: ['read'] }], responses: answering({ today: 214 }) } },
    },
  });
}
