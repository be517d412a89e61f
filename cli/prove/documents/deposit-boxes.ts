import type { Contract, JsonObject } from '../../../spec/contract.ts';
import { compileDocument } from '../../../spec/load.ts';

const box: JsonObject = { id: 'box_1', label: 'Letters' };

const rejection = (code: string): JsonObject => ({
  description: 'Not opened.',
  content: {
    'application/json': {
      schema: { type: 'object', required: ['code', 'text'], properties: { code: { const: code }, text: { type: 'string' } } },
      example: { code, text: 'This box stays shut.' },
    },
  },
});

const answering = (status: number, example?: JsonObject): JsonObject => ({
  [status]: { description: 'As asked.', ...(example && { content: { 'application/json': { schema: { type: 'object' }, example } } }) },
  401: rejection('not_known'),
});

/** Deposit boxes that require two keys at once, and a list that accepts either key, one of them in two places. Only the list documents a 429. */
export function depositBoxes(): Contract {
  const both = [{ Holder: [], Bank: [] }];
  const id: JsonObject = { name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'box_1' };
  return compileDocument({
    openapi: '3.1.0',
    info: { title: 'Deposit boxes', version: '1' },
    servers: [{ url: 'https://boxes.example/v1' }],
    security: both,
    components: {
      securitySchemes: {
        Bank: { type: 'apiKey', in: 'header', name: 'X-Bank-Key' },
        BankCookie: { type: 'apiKey', in: 'cookie', name: 'bank_key' },
        Holder: { type: 'http', scheme: 'bearer' },
      },
    },
    paths: {
      '/boxes': {
        get: {
          operationId: 'listBoxes',
          security: [{ Bank: [] }, { BankCookie: [] }, { Holder: [] }],
          responses: { ...answering(200, { boxes: [box] }), 429: rejection('too_often') },
        },
      },
      '/boxes/{id}': {
        parameters: [id],
        get: { operationId: 'openBox', responses: answering(200, box) },
      },
      '/vault': { get: { operationId: 'openVault', responses: answering(200, { doors: 2 }) } },
    },
    'x-auth-conformance': {
      accounts: { one: {} },
      principals: {
        teller: { account: 'one', scheme: 'Bank' },
        holder: { account: 'one', scheme: 'Holder' },
        former: { account: 'one', scheme: 'Holder', state: 'revoked' },
        late: { account: 'one', scheme: 'Holder', state: 'expired' },
        spare: { account: 'one', scheme: 'Holder', expendable: true },
      },
    },
  });
}
