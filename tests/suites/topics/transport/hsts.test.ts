import { expect, test } from 'vitest';
import { expectHsts, expectNoHsts } from '../../../../suites/topics/transport/hsts.ts';
import { answered, inShort, reply } from '../../expectations/evidence.ts';

const name = 'Strict-Transport-Security';
const at = `$response.header.${name}`;
const sent = (...lines: readonly string[]) =>
  answered(
    reply(
      200,
      lines.flatMap((line) => [name, line]),
    ),
  );

test.each(['max-age=31536000', 'max-age="63072000"; includeSubDomains; preload'])('%s lasts a year', (line) =>
  expect(expectHsts(sent(line))).toEqual([]),
);

test.each<readonly [readonly string[], string]>([
  [[], `hsts-missing at ${at}: nothing instead of max-age=31536000 or more`],
  [['max-age=31535999'], `hsts-too-short at ${at}: max-age=31535999 instead of max-age=31536000 or more`],
  [['includeSubDomains'], `hsts-without-max-age at ${at}: includeSubDomains instead of max-age=31536000 or more`],
  [['max-age=1y'], `hsts-without-max-age at ${at}: max-age=1y instead of max-age=31536000 or more`],
  [['max-age=31536000', 'max-age=0'], `hsts-repeated at ${at}: max-age=31536000, max-age=0 instead of one ${name} header`],
])('%j is wrong', (lines, expected) => expect(inShort(expectHsts(sent(...lines)))).toEqual([expected]));

test('over plain HTTP there is no such header', () => {
  expect(expectNoHsts(sent())).toEqual([]);
  expect(inShort(expectNoHsts(sent('max-age=0')))).toEqual([`hsts-over-plain-http at ${at}: max-age=0 instead of no ${name}`]);
});
