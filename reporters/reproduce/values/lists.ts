import { escapedPattern, type Expectation } from '../../../suites/result/expectation.ts';
import { lacking, matching, type Claim, type Clause } from './claim.ts';
import { itemsOf, literal, readingOf, type ResponsePart } from './reading.ts';

type ListExpectation = Extract<Expectation, { kind: 'includes' | 'excludes' | 'exactly' | 'at-most' }>;

/** Claims about the items of a header, of a member of the body, or of the text of the body. */
export function listClause(expected: ListExpectation, part: ResponsePart): readonly Clause[] {
  const reading = readingOf(part);
  const isWhole = expected.kind === 'exactly' || expected.kind === 'at-most';
  if (isWhole || part.kind === 'member' || part.kind === 'headers') {
    const wanted = part.kind === 'headers' ? expected.items.map((item) => item.toLowerCase()) : expected.items;
    return [{ reading: itemsOf(reading), claim: listClaim({ ...expected, items: wanted.toSorted() }) }];
  }
  const edges = part.kind === 'header' ? ['(?:^|[\\s,;])', '(?:$|[\\s,;=])'] : ['', ''];
  const found = (some: readonly string[]) => {
    const texts = some.map((item) => escapedPattern(item).replace(/\s+/g, '\\s+'));
    return new RegExp(`${edges[0]}(?:${texts.join('|')})${edges[1]}`, 'i');
  };
  if (expected.kind === 'excludes') return [{ reading, claim: lacking(found(expected.items)) }];
  if (expected.any) return [{ reading, claim: matching(found(expected.items)) }];
  return expected.items.map((item) => ({ reading, claim: matching(found([item])) }));
}

function listClaim(expected: ListExpectation): Claim {
  const list = `[${expected.items.map(literal).join(', ')}]`;
  const has = (value: unknown, item: string) => Array.isArray(value) && value.includes(item);
  switch (expected.kind) {
    case 'includes':
      return expected.any
        ? {
            holds: (value) => expected.items.some((item) => has(value, item)),
            code: (expression, message) => `expect(${expression}.some((item) => ${list}.includes(item)), ${message}).toBe(true);`,
          }
        : {
            holds: (value) => expected.items.every((item) => has(value, item)),
            code: (expression, message) => `expect(${expression}, ${message}).toEqual(expect.arrayContaining(${list}));`,
          };
    case 'excludes':
      return {
        holds: (value) => !expected.items.some((item) => has(value, item)),
        code: (expression, message) => `expect(${expression}.filter((item) => ${list}.includes(item)), ${message}).toEqual([]);`,
      };
    case 'exactly':
      return {
        holds: (value) => JSON.stringify(value) === JSON.stringify(expected.items),
        code: (expression, message) => `expect(${expression}, ${message}).toEqual(${list});`,
      };
    case 'at-most':
      return {
        holds: (value) => Array.isArray(value) && value.every((item) => expected.items.includes(String(item))),
        code: (expression, message) => `expect(${expression}.filter((item) => !${list}.includes(item)), ${message}).toEqual([]);`,
      };
  }
}
