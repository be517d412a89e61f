import { describe, expect, test } from 'vitest';
import type { Json } from '../../../../spec/contract.ts';
import { expectShape } from '../../../../suites/topics/errors/shape.ts';
import { answered, inShort, reply } from '../../expectations/evidence.ts';

const differences = (body: unknown, example: Json) =>
  inShort(expectShape(answered(reply(404, [], typeof body === 'string' ? body : JSON.stringify(body))), example));

describe('the shape of an error response', () => {
  const example: Json = { error: { code: 'not_found', status: 404 }, hints: [], final: true };

  test('is that of the example, whatever the values are and whatever there is besides', () => {
    expect(differences({ error: { code: 'gone', status: 410, more: 1 }, hints: ['a'], final: false }, example)).toEqual([]);
  });

  test.each<readonly [string, unknown, readonly string[]]>([
    ['no JSON', 'Not found', ['error-shape-differs at $response.body: Not found instead of a JSON object']],
    ['no object', [1], ['error-shape-differs at $response.body: [1] instead of a JSON object']],
    ['without a member', { hints: [], final: true }, ['error-shape-differs at $response.body#/error: nothing instead of a JSON object']],
    [
      'with members of another type',
      { error: { code: 404, status: '404' }, hints: [], final: 'yes' },
      [
        'error-shape-differs at $response.body#/error/code: 404 instead of a JSON string',
        'error-shape-differs at $response.body#/error/status: "404" instead of a JSON number',
        'error-shape-differs at $response.body#/final: "yes" instead of true or false',
      ],
    ],
  ])('is not: %s', (_, body, expected) => expect(differences(body, example)).toEqual(expected));
});
