import { describe, expect, test } from 'vitest';
import { challengesIn } from '../../../suites/expectations/challenge.ts';
import { directivesOf } from '../../../suites/expectations/directives.ts';
import { malformedItems, numberOf, policyField, rateItems, serviceField } from '../../../suites/expectations/structured.ts';
import { inShort, reply } from './evidence.ts';

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

describe('structured rate-limit fields', () => {
  const told = (field: string, ...lines: readonly string[]) =>
    inShort(
      malformedItems(
        reply(
          200,
          lines.flatMap((line) => [field, line]),
        ),
        field,
      ),
    );

  test('are judged where they are there, in one line or several', () => {
    expect(told(policyField)).toEqual([]);
    expect(told(policyField, '"a";q=1', '"b";q=2;w=1')).toEqual([]);
    expect(told(serviceField, '"a";r=0;t=0')).toEqual([]);
    expect(rateItems(reply(200), policyField)).toBeUndefined();
    expect(rateItems(reply(200, [policyField, '"a";q=1', policyField, '"b"']), policyField)?.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  const other = (field: string, required: string, actual: string) =>
    `no list of strings at $response.header.${field}: ${actual} instead of "name";${required}=100, …`;
  test.each<readonly [string, readonly string[], readonly string[]]>([
    [policyField, [''], [other(policyField, 'q', '')]],
    [policyField, ['"a'], [other(policyField, 'q', '"a')]],
    [policyField, ['"a";q=1', 'b;q=1'], [other(policyField, 'q', '"a";q=1, b;q=1')]],
    [serviceField, ['"a";r=1, ("b")'], [other(serviceField, 'r', '"a";r=1, ("b")')]],
    [policyField, ['"a"'], [`"a" lacks q at $response.header.${policyField}: "a" instead of the parameter q`]],
    [
      policyField,
      ['"a";q="1"'],
      [`q of "a" is of another form at $response.header.${policyField}: "a";q="1" instead of a whole number from 0`],
    ],
    [
      policyField,
      ['"a";q=1;w=0;qu=1'],
      [
        `w of "a" is of another form at $response.header.${policyField}: "a";q=1;w=0;qu=1 instead of a whole number from 1`,
        `qu of "a" is of another form at $response.header.${policyField}: "a";q=1;w=0;qu=1 instead of a string`,
      ],
    ],
    [
      serviceField,
      ['"a";r=1;pk=me'],
      [`pk of "a" is of another form at $response.header.${serviceField}: "a";r=1;pk=me instead of a byte sequence`],
    ],
  ])('%s: %j is wrong', (field, lines, expected) => expect(told(field, ...lines)).toEqual(expected));

  test('have numbers, and other things', () => {
    const [item] = rateItems(reply(200, [serviceField, '"a";r=0;t="5";x']), serviceField)!;
    expect(['r', 't', 'x', 'z'].map((name) => numberOf(item!, name))).toEqual([0, undefined, undefined, undefined]);
  });
});
