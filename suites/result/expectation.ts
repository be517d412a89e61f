/**
 * The expectation of a check at a place of a response, as data. Reports put it into words; reproductions turn it into an assertion.
 *
 * @module
 */
import { z } from 'zod';
import type { Json } from '../../spec/contract.ts';

const json: z.ZodType<Json> = z.json();

const pattern = {
  pattern: z.string().describe('A regular expression.'),
  flags: z.string().optional(),
  example: z.string().optional().describe('An example of a matching text, for people.'),
};
const values = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).readonly();
const items = z.array(z.string()).readonly();

/** Forms of a value that have a name. */
export const valueForms = [
  'delta-seconds',
  'delta-milliseconds',
  'delta-decimal',
  'epoch-seconds',
  'epoch-milliseconds',
  'epoch-decimal',
  'iso-8601',
  'duration',
  'iso-duration',
  'http-date',
  'delta-seconds-or-http-date',
  'whole-number',
  'json-number',
  'json-string',
  'json-list',
  'json-object',
  'json',
  'https-url',
  'uri-reference',
  'https-url-without-query',
  'media-type',
  'method-list',
  'challenge-list',
  'structured-list',
] as const;

/** Conditions that no single value shows: they have words, but no assertion in a reproduction. */
export const conditions = [
  'certificate-verifies',
  'handshake-is-rejected',
  'certified-client-accepts',
  'secrets-have-nothing-in-common',
  'own-objects-only',
  'response',
  'plain-http-is-rejected',
  'redirect-with-code',
  'response-in-time',
  'error-reported',
  'client-works',
  'new-value',
  'latest-token',
  'refresh-request',
  'repeated-call',
  'no-request',
] as const;

export const expectationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('absent') }).describe('Nothing is there.'),
  z.strictObject({ kind: z.literal('present') }).describe('Something is there.'),
  z.strictObject({ kind: z.literal('one-of'), values }).describe('Exactly one of these values.'),
  z.strictObject({ kind: z.literal('equals'), value: json }).describe('The same JSON value.'),
  z
    .strictObject({
      kind: z.literal('range'),
      least: z.number().optional(),
      most: z.number().optional(),
      unit: z.enum(['seconds', 'requests', 'bits']).optional(),
    })
    .describe('A number within bounds, both included.'),
  z.strictObject({ kind: z.literal('status-class'), classes: z.array(z.enum(['2xx', '3xx', '4xx', '5xx'])).readonly() }),
  z.strictObject({ kind: z.literal('form'), form: z.enum(valueForms) }).describe('A value of this form.'),
  z.strictObject({ kind: z.literal('matches'), ...pattern }).describe('A text in which the expression is found.'),
  z.strictObject({ kind: z.literal('lacks'), ...pattern }).describe('A text in which the expression is not found.'),
  z
    .strictObject({ kind: z.literal('includes'), items, any: z.boolean().optional() })
    .describe('A list with all of these items, or with any of them.'),
  z.strictObject({ kind: z.literal('excludes'), items }).describe('A list, or a text, without these items.'),
  z.strictObject({ kind: z.literal('exactly'), items }).describe('These items and no others, in any order.'),
  z.strictObject({ kind: z.literal('at-most'), items }).describe('No items but these.'),
  z
    .strictObject({ kind: z.literal('directive'), name: z.string(), least: z.number() })
    .describe('A directive of the header, with a number of at least this value.'),
  z.strictObject({ kind: z.literal('once') }).describe('One header line of this name.'),
  z
    .strictObject({ kind: z.literal('schema'), keyword: z.string(), value: json.optional(), message: z.string() })
    .describe('What a keyword of the documented JSON Schema demands: the keyword, what it requires, and the same in words.'),
  z.strictObject({ kind: z.literal('example'), text: z.string() }).describe('The documented text.'),
  z
    .strictObject({ kind: z.literal('parameter'), name: z.string(), values: items.optional(), absent: z.boolean().optional() })
    .describe('A parameter of the URL that the response redirects to: present, absent, or one of the values.'),
  z
    .strictObject({
      kind: z.literal('same-as'),
      exchange: z.union([z.string(), z.int()]),
      value: json.optional(),
      at: z.string().optional(),
    })
    .describe('The same as in another exchange, and what was there; `at` if it is in a different place there.'),
  z
    .strictObject({ kind: z.literal('change'), exchange: z.union([z.string(), z.int()]), by: z.int(), exact: z.boolean() })
    .describe('The number in another exchange changed by this amount, or at least this amount.'),
  z
    .strictObject({
      kind: z.literal('served'),
      least: z.int().optional(),
      most: z.int().optional(),
      limit: z.int(),
      seconds: z.int(),
      together: z.boolean().optional(),
    })
    .describe('How many requests of one window are served.'),
  z
    .strictObject({ kind: z.literal('from-now'), least: z.number(), most: z.number() })
    .describe('A time that many seconds after the Date of the response.'),
  z.strictObject({ kind: z.literal('no-secret') }).describe('No credential of the run.'),
  z.strictObject({ kind: z.literal('condition'), condition: z.enum(conditions) }),
]);

export type Expectation = z.infer<typeof expectationSchema>;
export type ValueForm = (typeof valueForms)[number];
export type Condition = (typeof conditions)[number];

/** One difference between a response and what was expected. */
export const mismatchSchema = z.strictObject({
  code: z.string().describe('What is wrong, one of a fixed list.'),
  at: z.string().optional().describe('The place in the response, a runtime expression of OpenAPI: `$response.header.Retry-After`.'),
  expected: expectationSchema,
  actual: json.optional().describe('What was there, secrets replaced; absent if nothing was.'),
  exchange: z.union([z.string(), z.int()]).optional().describe('The exchange whose response is wrong.'),
  details: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .optional()
    .describe('values for the words.'),
});

export type ResultMismatch = z.infer<typeof mismatchSchema>;

/** The exchanges that a mismatch names. */
export function exchangesOf({ exchange, expected }: ResultMismatch): readonly (string | number)[] {
  return [exchange, 'exchange' in expected ? expected.exchange : undefined].filter((one) => one !== undefined);
}

/** A text as a part of a regular expression. */
export const escapedPattern = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);

/** A mismatch that names its exchanges otherwise: by number instead of by key, for example. */
export function withExchangesRenamed(mismatch: ResultMismatch, nameOf: (exchange: string | number) => string | number): ResultMismatch {
  const { exchange, expected } = mismatch;
  return {
    ...mismatch,
    expected: 'exchange' in expected ? { ...expected, exchange: nameOf(expected.exchange) } : expected,
    ...(exchange !== undefined && { exchange: nameOf(exchange) }),
  };
}
