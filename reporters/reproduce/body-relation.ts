import type { Exchange } from '../../suites/result/result.ts';
import { body, json } from './reading.ts';
import { differ, same, type Relation } from './relation.ts';
import type { Failure } from './vocabulary/entry.ts';

/** Bodies that have to be alike: as the JSON that they are. Of those that are cut, or have something new in every answer, nothing is said. */
export function bodiesAlike(
  { expected, observed, requirement }: Failure,
  cited: readonly Exchange[],
  pairs: readonly (readonly [Exchange, Exchange])[],
): Relation | undefined {
  const [told, seen] = [expected, observed].map((text) => parsed(text.replace(/^\d{3} /, '')));
  const wanted = sorted(told);
  if (wanted === undefined) return undefined;
  const judged = cited.findLast((one) => one.role === 'probe');
  if (requirement.endsWith('other-errors-share-the-shape'))
    return (
      judged && {
        reads: [judged],
        code: ([one = ''], message) => [`expect(shape(member(${one}, '')), ${message}).toEqual(shape(${JSON.stringify(told)}));`],
      }
    );
  const found = pairs.findLast(
    ([one, other]) => one.role === other.role && isSteady(one, other) && sorted(json.of(one)) === wanted && differ(body, one, other),
  );
  if (found) return same(json, ...found);
  // What it was compared with belongs to another check; nothing was left out of it where nothing was left out of what was seen.
  const whole = cited.findLast((one) => one.role === 'probe' && sorted(json.of(one)) === sorted(seen));
  if (!whole || sorted(seen) === wanted) return undefined;
  return { reads: [whole], code: ([one = ''], message) => [`expect(member(${one}, ''), ${message}).toEqual(${JSON.stringify(told)});`] };
}

const isSteady = (one: Exchange, other: Exchange) => one.request.url.split('?')[0] === other.request.url.split('?')[0];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A JSON value with its members in the order of their names. */
function sorted(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
