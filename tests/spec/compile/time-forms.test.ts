import { expect, test } from 'vitest';
import type { Json } from '../../../spec/contract.ts';
import { timeFormAt } from '../../../spec/compile/time-forms.ts';
import { compileDocument } from '../../../spec/load.ts';
import { nodeAt } from '../../../spec/loading/document-node.ts';
import { small } from '../documents.ts';

const formOf = (header: Json, name = 'X-RateLimit-Reset') => timeFormAt(nodeAt({ header }, '/header'), name);
const integer = { type: 'integer' };

test.each<readonly [string, Json, string | undefined]>([
  ['a format', { schema: { type: 'string', format: 'date-time' } }, 'iso-8601'],
  ['the format of a length of time', { schema: { type: 'string', format: 'duration' } }, 'iso-duration'],
  ['a format, more exactly than an example', { schema: { ...integer, format: 'unixtime' }, example: 30 }, 'epoch-seconds'],
  [
    'an example in milliseconds, although the format is that of seconds',
    { schema: { format: 'unixtime' }, example: 1.8e12 },
    'epoch-milliseconds',
  ],
  ['an example in milliseconds', { schema: integer, example: 1_372_700_873_000 }, 'epoch-milliseconds'],
  ['an example with a fraction', { schema: { type: 'number' }, example: 1_372_700_873.25 }, 'epoch-decimal'],
  ['an example of a few seconds with a fraction', { example: '4.218' }, 'delta-decimal'],
  ['an example with units', { schema: { type: 'string' }, example: '6m0s' }, 'duration'],
  ['an example of the schema', { schema: { ...integer, examples: [1_372_700_873] } }, 'epoch-seconds'],
  ['a named example', { schema: integer, examples: { one: { value: 60 } } }, 'delta-seconds'],
  ['a description of small numbers', { schema: integer, description: 'Wait, in milliseconds.', example: 250 }, 'delta-milliseconds'],
  ['a description', { schema: integer, description: 'The time of the reset in UTC epoch seconds.' }, 'epoch-seconds'],
  ['the description of the schema', { schema: { ...integer, description: 'milliseconds since the epoch' } }, 'epoch-milliseconds'],
  ['a description of a date', { schema: { type: 'string' }, description: 'An ISO 8601 timestamp.' }, 'iso-8601'],
  ['a description of seconds', { schema: integer, description: 'How many seconds are left.' }, 'delta-seconds'],
  ['a pattern', { schema: { type: 'string', pattern: '^\\d{13}$' } }, 'epoch-milliseconds'],
  ['a pattern of any digits', { schema: { type: 'string', pattern: '^\\d+$' } }, 'delta-seconds'],
  ['a bound', { schema: { ...integer, minimum: 1_500_000_000 } }, 'epoch-seconds'],
  ['nothing', { schema: integer }, undefined],
  ['an example that is no time', { schema: { type: 'string' }, example: 'soon' }, undefined],
  ['a pattern that is none', { schema: { type: 'string', pattern: '(' } }, undefined],
])('How a time is written follows from %s', (_, header, expected) => expect(formOf(header)).toBe(expected));

test('A name that ends in ms is about milliseconds', () => {
  for (const name of ['retry-after-ms', 'retry_after_ms', 'retryAfterMs', 'retry_after_millis'])
    expect(formOf(integer, name)).toBe('delta-milliseconds');
  for (const name of ['items', 'params', 'Terms']) expect(formOf(integer, name)).toBeUndefined();
});

const limitedBy = (headers: Json, properties: Json) =>
  compileDocument(
    small({
      responses: {
        429: { description: '', headers, content: { 'application/json': { schema: { allOf: [{ type: 'object', properties }] } } } },
      },
    }),
  ).rateLimit;

test('Each place has its own form: a header in seconds, and a member in milliseconds', () => {
  const rateLimit = limitedBy({ 'Retry-After': { schema: integer } }, { retry_after_ms: integer });
  expect(rateLimit.retryAfterForm).toBe('delta-seconds');
  expect(rateLimit.retryAfter).toEqual([
    { expression: '$response.header.Retry-After', header: 'Retry-After' },
    { expression: '$response.body#/retry_after_ms', pointer: '/retry_after_ms', form: 'delta-milliseconds' },
  ]);
});

test('A number in a body is a number of seconds, even if the header next to it is a date', () => {
  const rateLimit = limitedBy({ 'Retry-After': { schema: { type: 'string', format: 'http-date' } } }, { retryAfter: integer });
  expect(rateLimit).toMatchObject({ retryAfterForm: 'http-date', retryAfter: [{ header: 'Retry-After' }, { form: 'delta-seconds' }] });
});
