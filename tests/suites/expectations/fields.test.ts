import { describe, expect, test } from 'vitest';
import { challengesIn } from '../../../suites/expectations/challenge.ts';
import { directivesOf } from '../../../suites/expectations/fields.ts';
import {
  itemPattern,
  malformedItems,
  numericParameter,
  policyField,
  rateItems,
  serviceField,
} from '../../../suites/expectations/structured.ts';
import { reply } from './evidence.ts';

describe('challenges', () => {
  const read = (...lines: readonly string[]) =>
    challengesIn(
      reply(
        401,
        lines.flatMap((line) => ['WWW-Authenticate', line]),
      ),
    );
  const bearer = (...parameters: readonly (readonly [string, string])[]) => ({ scheme: 'Bearer', parameters });

  test.each([
    ['Bearer', [bearer()]],
    ['Bearer   ', [bearer()]],
    ['Bearer  realm=a', [bearer(['realm', 'a'])]],
    ['Bearer realm = "a"', [bearer(['realm', 'a'])]],
    ['Bearer   YWJj=', [{ ...bearer(), token68: 'YWJj=' }]],
    ['Bearer \trealm=a', [bearer(['realm', 'a'])]],
    ['Bearer \tYWJj=', [{ ...bearer(), token68: 'YWJj=' }]],
    ['Bearer, realm=a', [bearer(['realm', 'a'])]],
    [String.raw`Bearer realm="a \"b\" \\"`, [bearer(['realm', String.raw`a "b" \ `.trim()])]],
    ['Bearer realm=""', [bearer(['realm', ''])]],
    ['', []],
    [' , ,', []],
  ])('are read from %s', (line, expected) => expect(read(line)).toEqual(expected));

  test.each(['Bearer YWJj=, realm=a', 'Negotiate YWJj= x y', 'realm="a"', 'Bearer realm="', 'Bearer =a', 'Bearer/1 a=b'])(
    'are not read from %s',
    (line) => expect(read(line)).toBeUndefined(),
  );
  test('are none where there is no such field, and none if one of its lines cannot be read', () => {
    expect(read()).toEqual([]);
    expect(read('Bearer', '"no"')).toBeUndefined();
    expect(read('"no"', 'Bearer')).toBeUndefined();
  });
});

test.each<readonly [string, readonly (readonly [string, string])[]]>([
  ['', []],
  [',', []],
  ['=60', []],
  ['max-age', [['max-age', '']]],
  ['max-age=', [['max-age', '']]],
  ['  Max-Age = 60 ', [['max-age', '60']]],
  ['a="b" c', [['a', '"b" c']]],
  ['a=c "b"', [['a', 'c "b"']]],
  ['a="b=c"', [['a', 'b=c']]],
])('directives are read from "%s"', (line, expected) => expect([...directivesOf(['F', line], 'f')]).toEqual(expected));

describe('structured rate limit headers', () => {
  const malformed = (field: string, ...lines: readonly string[]) => {
    const headers = lines.flatMap((line) => [field, line]);
    return malformedItems({ id: 'scenario#1', reply: reply(200, headers) }, field);
  };

  test('are judged if they are there, in one line or several', () => {
    expect(malformed(policyField)).toEqual([]);
    expect(malformed(policyField, '"a";q=1', '"b";q=2;w=1')).toEqual([]);
    expect(malformed(serviceField, '"a";r=0;t=0')).toEqual([]);
    expect(rateItems(reply(200), policyField)).toBeUndefined();
    expect(rateItems(reply(200, [policyField, '"a";q=1', policyField, '"b"']), policyField)?.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test.each<readonly [string, readonly string[], string]>([
    [policyField, [''], ''],
    [policyField, ['"a'], '"a'],
    [policyField, ['"a";q=1', 'b;q=1'], '"a";q=1, b;q=1'],
    [serviceField, ['"a";r=1, ("b")'], '"a";r=1, ("b")'],
  ])('%s: %j is not a list of strings', (field, lines, actual) =>
    expect(malformed(field, ...lines)).toEqual([
      {
        code: 'not-a-structured-list',
        at: `$response.header.${field}`,
        expected: { kind: 'form', form: 'structured-list' },
        actual,
        exchange: 'scenario#1',
      },
    ]),
  );

  const missing = (parameter: string) => ({ code: 'rate-limit-parameter-missing', details: { item: 'a', parameter } });
  const wrong = (parameter: string, form: string) => ({ code: 'wrong-rate-limit-parameter', details: { item: 'a', parameter, form } });
  test.each<readonly [string, string, readonly object[], string]>([
    [policyField, '"a"', [missing('q')], '"a";q=0'],
    [policyField, '"a";q="1"', [wrong('q', 'whole-number')], '"a";w=1;q=1'],
    [policyField, '"a";q=1.5, "b";q=1', [wrong('q', 'whole-number')], '"a";q=15, "b";q=1'],
    [policyField, '"a";q=1;w=0;qu=1', [wrong('w', 'positive-number'), wrong('qu', 'string')], '"a"; q=1; w=10; qu="content-bytes"'],
    [serviceField, '"a";r=1;pk=me', [wrong('pk', 'byte-sequence')], '"a";r=1;pk=:bWU=:'],
  ])('%s: %s has a wrong item', (field, line, expected, right) => {
    const found = malformed(field, line);
    expect(found).toMatchObject(expected);
    expect(malformed(field, right)).toEqual([]);
    for (const { expected: expectation } of found) {
      const pattern = new RegExp(expectation.kind === 'matches' ? expectation.pattern : 'no pattern');
      expect([pattern.test(line), pattern.test(right)]).toEqual([false, true]);
    }
  });

  test('are recognized by the name and parameters of an item', () => {
    const pattern = (name: string, parameters?: Parameters<typeof itemPattern>[1]) => new RegExp(itemPattern(name, parameters));
    expect('"a.b";w=60;q=10, "c";q=20').toMatch(pattern('a.b', { q: '10', w: '60' }));
    expect('"a.b";w=60;q=10, "c";q=20').not.toMatch(pattern('a.b', { q: '20' }));
    expect('"axb"').not.toMatch(pattern('a.b'));
    expect(String.raw`"a\"b";q=1`).toMatch(pattern(String.raw`a"b`));
  });

  test('have numbers, and other things', () => {
    const [item] = rateItems(reply(200, [serviceField, '"a";r=0;t="5";x']), serviceField)!;
    expect(['r', 't', 'x', 'z'].map((name) => numericParameter(item!, name))).toEqual([0, undefined, undefined, undefined]);
  });
});
