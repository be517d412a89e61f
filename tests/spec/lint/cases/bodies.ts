import type { Json, JsonObject } from '../../../../spec/contract.ts';
import { small } from '../../documents.ts';
import { type Cases, coded, LIST, response, received } from './case.ts';

const loose: JsonObject = { type: 'object', properties: { message: { type: 'string' } } };
const wrapped: JsonObject = { type: 'object', required: ['error'], properties: { error: { type: 'object' } } };
const caller: JsonObject = {
  type: 'object',
  properties: { user: { type: 'object' }, scopes: { type: 'array', items: { type: 'string' } } },
};
const self = (extension: JsonObject) =>
  small({
    paths: { '/me': { get: { operationId: 'me', security: [{ Key: [] }], responses: { 200: response(caller) } } } },
    'x-auth-conformance': extension,
  });
const shown = (example: Json) => small({ responses: { 401: response(coded('unauthorized'), {}, { example }) } });
const sent = (example: Json) =>
  small({
    paths: {
      '/made': {
        post: {
          operationId: 'make',
          security: [{ Key: [] }],
          requestBody: { content: { 'application/json': { schema: { type: 'object', required: ['title'] }, example } } },
          responses: { 201: { description: 'Made.' } },
        },
      },
    },
  });
const sharedWith = (origin: string) =>
  received(
    {},
    {
      'Access-Control-Allow-Origin': { schema: { type: 'string' }, example: origin },
      'Access-Control-Allow-Credentials': { schema: { type: 'string' }, example: 'true' },
    },
  );
const cached = (example: string) => received({}, { 'Cache-Control': { schema: { type: 'string' }, example } });
const named = (operation: JsonObject) =>
  small({ paths: { '/other': { get: { responses: { 200: { description: 'Other.' } }, ...operation } } } });
const allowList = { plans: { pro: { features: ['ipAllowList'] } }, accounts: { home: { plan: 'pro' } } };

export const bodies: Cases = {
  'lint/invalid-part': {
    red: named({ operationId: 'listThings' }),
    at: ['/paths/~1other/get/operationId'],
    message: 'expected a unique operationId, got "listThings"',
    green: named({ operationId: 'listOthers' }),
  },
  'lint/unspecified-error-body': {
    red: small({ responses: { 401: response(loose) } }),
    at: [`${LIST}/responses/401/content/application~1json/schema`],
    message: 'the schema allows an empty object as the body of the 401 of listThings',
    green: small({ responses: { 401: response({ ...loose, required: ['message'] }) } }),
  },
  'lint/several-error-formats': {
    red: small({ responses: { 401: response(wrapped), 403: response(coded('forbidden')) } }),
    at: [`${LIST}/responses/403/content/application~1json/schema`],
    message: 'the 403 of listThings has the members code, but the 401 of listThings has error',
    green: small({ responses: { 401: response(coded('unauthorized')), 403: response({ ...loose, ...coded('forbidden') }) } }),
  },
  'lint/invalid-example': {
    red: shown({ code: 'denied' }),
    at: [`${LIST}/responses/401/content/application~1json/example`],
    message: 'the example, at /code, must be "unauthorized"',
    green: shown({ code: 'unauthorized' }),
  },
  'lint/invalid-request-example': {
    red: sent('{"title":"A thing"}'),
    at: ['/paths/~1made/post/requestBody/content/application~1json/example'],
    message: 'the example is a string with JSON in it, not the JSON itself',
    green: sent({ title: 'A thing' }),
  },
  'lint/invalid-success-example': {
    red: received({ schema: { type: 'object', required: ['title'] }, example: { name: 'A thing' } }),
    at: ['/paths/~1read/get/responses/200/content/application~1json/example'],
    message: 'the schema does not allow the example',
    green: received({ schema: { type: 'object', required: ['title'] }, example: { title: 'A thing' } }),
  },
  'lint/any-origin-with-credentials': {
    red: sharedWith('*'),
    at: ['/paths/~1read/get/responses/200/headers/Access-Control-Allow-Origin'],
    message: 'Access-Control-Allow-Origin is *',
    green: sharedWith('https://app.example'),
  },
  'lint/unrestricted-caching': {
    red: cached('public, max-age=3600'),
    at: ['/paths/~1read/get/responses/200/headers/Cache-Control'],
    message: 'Cache-Control is "public, max-age=3600", without no-store, private or no-cache',
    green: cached('private, max-age=3600'),
  },
  'lint/no-operation-id': {
    red: named({}),
    at: ['/paths/~1other/get'],
    message: 'GET /other has no operationId',
    green: named({ operationId: 'other' }),
  },
  'lint/assumed-operation': {
    red: named({ operationId: 'other', 'x-assumed': true }),
    at: ['/paths/~1other/get'],
    message: '1 operation is marked x-assumed: other',
    green: named({ operationId: 'other', 'x-assumed': false }),
  },
  'lint/guessed-whoami': {
    red: self({}),
    at: ['/paths/~1me/get'],
    message: 'me is assumed to return the caller’s identity',
    green: self({ whoami: { operationId: 'me' } }),
  },
  'lint/unused-account': {
    red: small({ 'x-auth-conformance': { accounts: { home: {}, away: {} }, principals: { reader: { account: 'home' } } } }),
    at: ['/x-auth-conformance/accounts/away'],
    message: 'away has neither a principal nor a client',
    green: small({
      'x-auth-conformance': { accounts: { home: {}, away: {} }, principals: { reader: { account: 'home' }, guest: { account: 'away' } } },
    }),
  },
  'lint/untested-allow-list': {
    red: small({ 'x-auth-conformance': { ...allowList, principals: { reader: {} } } }),
    at: ['/x-auth-conformance/plans/pro/features'],
    message: 'pro has the feature ipAllowList, but no principal has an allowlist',
    green: small({ 'x-auth-conformance': { ...allowList, principals: { reader: { from: ['203.0.113.0/24'] } } } }),
  },
  'lint/unsendable-header': {
    red: small({ responses: { 401: response(loose, { headers: { 'Retry After': { schema: { type: 'string' } } } }) } }),
    at: [`${LIST}/responses/401/headers/Retry After`],
    message: '"Retry After" cannot be the name of a header',
    green: small({ responses: { 401: response(loose, { headers: { 'Retry-After': { schema: { type: 'string' }, example: '5' } } }) } }),
  },
  'lint/slow-pattern': {
    red: small({ responses: { 401: response({ type: 'string', pattern: '^(a+)+$' }) } }),
    at: [`${LIST}/responses/401/content/application~1json/schema/pattern`],
    message: 'the pattern ^(a+)+$ can take exponential time',
    green: small({ responses: { 401: response({ type: 'string', pattern: '^[a-z]+(-[a-z]+)*$', examples: ['a'] }) } }),
  },
};
