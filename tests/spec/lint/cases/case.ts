import type { JsonObject } from '../../../../spec/contract.ts';
import { small } from '../../documents.ts';

/** A document in which a rule finds something at these places, and its twin in which it finds nothing. */
export interface Case {
  readonly red: JsonObject;
  readonly at: readonly string[];
  /** Part of its message. */
  readonly message: string;
  readonly green: JsonObject;
}

export type Cases = { readonly [rule: `lint/${string}`]: Case };

export const LIST = '/paths/~1things/get';

/** A JSON response with a schema, and what else it has. */
export const response = (schema: JsonObject, rest: JsonObject = {}, media: JsonObject = {}): JsonObject => ({
  description: 'A response.',
  content: { 'application/json': { schema, ...media } },
  ...rest,
});

/** A schema that fixes one member. */
export const coded = (code: string): JsonObject => ({
  type: 'object',
  required: ['code'],
  properties: { code: { const: code } },
});

/** A document whose `GET /read` has this media type as success. */
export const received = (media: JsonObject, headers: JsonObject = {}) =>
  small({
    paths: {
      '/read': {
        get: {
          operationId: 'read',
          security: [{ Key: [] }],
          responses: { 200: { description: 'Read.', headers, content: { 'application/json': media } } },
        },
      },
    },
  });
