import { equal, type Clause } from './claim.ts';
import { readingAt } from './reading.ts';
import { bodies } from './vocabulary/bodies.ts';
import { challenges } from './vocabulary/challenges.ts';
import type { Entry, Failure } from './vocabulary/entry.ts';
import { fields } from './vocabulary/fields.ts';
import { rates } from './vocabulary/rates.ts';
import { redirects } from './vocabulary/redirects.ts';
import { statuses } from './vocabulary/statuses.ts';

/** The first entry that fits counts. */
const vocabulary: readonly Entry[] = [...statuses, ...redirects, ...rates, ...challenges, ...fields, ...bodies];

/** What has to be true of the answer that was judged; undefined where the words are not known. */
export function clausesOf(failure: Failure): readonly Clause[] | undefined {
  const reading = readingAt(failure.where);
  if (!reading) return undefined;
  if (failure.reason.startsWith('worded differently')) return [{ reading, claim: equal(failure.expected) }];
  for (const { where, of, expected, clauses } of vocabulary) {
    const match = expected.exec(failure.expected);
    if (!match || where?.test(failure.where) === false || of?.test(failure.requirement) === false) continue;
    const found = clauses(match, reading, failure);
    if (found.length > 0) return found;
  }
  return undefined;
}
