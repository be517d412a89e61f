import type { Contract, Json, JsonObject } from '../../../spec/contract.ts';
import { compileDocument } from '../../../spec/load.ts';

const error = (code: string): JsonObject => ({
  description: 'Not served.',
  content: {
    'application/json': { schema: { type: 'object', required: ['code'], properties: { code: { const: code } } }, example: { code } },
  },
});

const answering = (example: Json): JsonObject => ({
  200: { description: 'As asked.', content: { 'application/json': { schema: { type: 'object' }, example } } },
  401: error('unknown_member'),
});

const certificate: JsonObject = { Certificate: [] };
const both: JsonObject = { Certificate: [], Token: [] };

/** A clearing house: members connect with a client certificate, alone, together with a token, or with a token instead; auditors with Digest. */
export function clearingHouse(): Contract {
  return compileDocument({
    openapi: '3.1.0',
    info: { title: 'Clearing house', version: '1' },
    servers: [{ url: 'https://clearing.example/v1' }],
    components: {
      securitySchemes: {
        Certificate: { type: 'mutualTLS' },
        Token: { type: 'http', scheme: 'bearer' },
        Login: { type: 'http', scheme: 'digest' },
      },
    },
    paths: {
      '/members': { get: { operationId: 'listMembers', security: [certificate], responses: answering({ members: ['north'] }) } },
      '/balances': { get: { operationId: 'showBalances', security: [both], responses: answering({ balance: 12 }) } },
      '/audits': { get: { operationId: 'listAudits', security: [{ Login: [] }], responses: answering({ audits: [] }) } },
      '/rates': { get: { operationId: 'showRates', security: [certificate, { Token: [] }], responses: answering({ rate: 3 }) } },
    },
  });
}
