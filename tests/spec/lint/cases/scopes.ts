import type { JsonObject } from '../../../../spec/contract.ts';
import { small } from '../../documents.ts';
import { type Cases, coded, LIST, response } from './case.ts';

const flow = (kind: string, urls: JsonObject, scopes: readonly string[]): JsonObject => ({
  [kind]: { ...urls, scopes: Object.fromEntries(scopes.map((scope) => [scope, 'A scope.'])) },
});
const TOKEN = { tokenUrl: 'https://things.example/oauth/token' };
const CODE = { ...TOKEN, authorizationUrl: 'https://things.example/oauth/authorize' };

/** A document with an OAuth scheme of these flows, that is asked for a scope. */
const oauth = (flows: JsonObject, rest: JsonObject = {}) =>
  small({ security: [{ OAuth: ['read'] }], components: { securitySchemes: { OAuth: { type: 'oauth2', flows } } }, ...rest });

const body: JsonObject = {
  content: { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties: { grant_type: { type: 'string' } } } } },
};
const tokenError = (properties: JsonObject) =>
  oauth(flow('clientCredentials', TOKEN, ['read']), {
    paths: {
      '/token': {
        post: { operationId: 'token', security: [], requestBody: body, responses: { 400: response({ type: 'object', properties }) } },
      },
    },
  });

export const scopes: Cases = {
  'lint/undocumented-403': {
    red: small({ security: [{ Key: ['read'] }] }),
    at: [LIST],
    message: 'listThings requires a scope but documents no 403',
    green: small({ responses: { 403: response(coded('forbidden')) } }),
  },
  'lint/undeclared-scope': {
    red: oauth(flow('clientCredentials', TOKEN, ['write'])),
    at: [`${LIST}/security/0/OAuth`],
    message: 'operations require read of OAuth, which none of its flows declares',
    green: oauth(flow('clientCredentials', TOKEN, ['read'])),
  },
  'lint/unused-scope': {
    red: oauth(flow('clientCredentials', TOKEN, ['read', 'admin'])),
    at: ['/components/securitySchemes/OAuth/flows/clientCredentials'],
    message: 'admin of OAuth is required by no operation',
    green: oauth(flow('clientCredentials', TOKEN, ['read', 'admin', 'openid']), { 'x-auth-conformance': { implies: { admin: ['read'] } } }),
  },
  'lint/scopes-before-3.1': {
    red: small({ openapi: '3.0.3', security: [{ Key: ['read'] }] }),
    at: [`${LIST}/security/0/Key`],
    message: 'Key has the scopes read',
    green: small({ openapi: '3.0.3', security: [{ Key: [] }], 'x-auth-conformance': { scopes: { listThings: ['read'] } } }),
  },
  'lint/insecure-oauth-url': {
    red: oauth(flow('clientCredentials', { tokenUrl: 'http://things.example/oauth/token' }, ['read'])),
    at: ['/components/securitySchemes/OAuth/flows/clientCredentials/tokenUrl'],
    message: 'http://things.example/oauth/token uses plain HTTP',
    green: oauth(flow('clientCredentials', { tokenUrl: 'http://localhost:9000/oauth/token' }, ['read'])),
  },
  'lint/implicit-flow': {
    red: oauth(flow('implicit', { authorizationUrl: CODE.authorizationUrl }, ['read'])),
    at: ['/components/securitySchemes/OAuth/flows/implicit'],
    message: 'the implicit flow is declared',
    green: oauth(flow('authorizationCode', CODE, ['read'])),
  },
  'lint/password-flow': {
    red: oauth(flow('password', TOKEN, ['read'])),
    at: ['/components/securitySchemes/OAuth/flows/password'],
    message: 'the password flow is declared',
    green: oauth(flow('clientCredentials', TOKEN, ['read'])),
  },
  'lint/nonstandard-token-error': {
    red: tokenError({ error: { type: 'object', properties: { code: { type: 'string' } } } }),
    at: ['/paths/~1token/post/responses/400/content/application~1json/schema'],
    message: 'an error of the token endpoint has the API’s own format',
    green: tokenError({ error: { type: 'string' } }),
  },
  'lint/oauth2-without-scheme': {
    red: small({ 'x-auth-conformance': { plans: { pro: { features: ['oauth2'] } } } }),
    at: ['/x-auth-conformance/plans/pro/features'],
    message: 'pro has the feature oauth2, but the document has no OAuth scheme',
    green: oauth(flow('clientCredentials', TOKEN, ['read']), { 'x-auth-conformance': { plans: { pro: { features: ['oauth2'] } } } }),
  },
};
