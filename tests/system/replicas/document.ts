import type { JsonObject } from '../../../spec/contract.ts';
import { answering } from '../../mock/mocks.ts';
import { flows } from '../../mock/oauth/documents.ts';

/** How many accounts there are, and how many requests each of them has a day. */
export const accounts = 4;
export const limit = 250;

const names = Array.from({ length: accounts }, (_, index) => `account-${index}`);

/** A document with a quota for each of some accounts, and an authorization server. */
export const document: JsonObject = {
  openapi: '3.1.0',
  info: { title: 'Shared', version: '1' },
  servers: [{ url: 'https://api.example/v1' }],
  security: [{ Key: [] }],
  components: {
    securitySchemes: {
      Key: { type: 'http', scheme: 'bearer' },
      OAuth: { type: 'oauth2', flows: { authorizationCode: flows.authorizationCode } },
    },
    responses: {
      Unauthorized: {
        description: 'Rejected.',
        content: { 'application/json': { example: { fault: { code: 'unauthorized', text: 'Who are you?' } } } },
      },
    },
  },
  paths: {
    '/things': {
      get: {
        operationId: 'listThings',
        responses: { ...answering([]), '401': { $ref: '#/components/responses/Unauthorized' } },
      },
    },
    '/shared': { get: { operationId: 'listShared', security: [{ OAuth: ['read'] }], responses: answering([]) } },
  },
  'x-auth-conformance': {
    plans: { daily: { limits: [`${limit}/day`] }, many: { limits: ['1000000/day'] } },
    accounts: { ...Object.fromEntries(names.map((name) => [name, { plan: 'daily' }])), partner: { plan: 'many' } },
    principals: Object.fromEntries(names.map((name) => [name, { account: name, scheme: 'Key' }])),
    clients: { app: { account: 'partner', scopes: ['read'], redirectUris: ['https://app.example/callback'] } },
  },
};
