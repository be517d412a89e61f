import type { CheckResult, Exchange, RequirementResult } from '../../suites/result/result.ts';
import type { Clause } from './claim.ts';
import { readingAt } from './reading.ts';
import type { Relation } from './relation.ts';
import { relationOf } from './relations.ts';
import { clausesOf } from './vocabulary.ts';
import type { Failure } from './vocabulary/entry.ts';

/** What a generated file holds the answers to, which the recorded ones do not keep. */
export type Expectation = Relation;

/**
 * What was expected of the answers of a failed check. Undefined where it cannot be told from one answer or two; never something that the
 * recorded answers keep, for a test that holds it would be green against the server that failed.
 */
export function expectationOf(requirement: RequirementResult, check: CheckResult, cited: readonly Exchange[]): Expectation | undefined {
  const { where, expected, observed, reason } = check;
  if (where === undefined || expected === undefined || observed === undefined) return undefined;
  const failure: Failure = {
    requirement: requirement.id,
    where,
    expected,
    observed,
    reason: (reason ?? '').replace(/ \(and \d+ more\)$/, ''),
  };
  return relationOf(failure, cited) ?? judgedAlone(failure, check, cited);
}

function judgedAlone(failure: Failure, check: CheckResult, cited: readonly Exchange[]): Expectation | undefined {
  const clauses = clausesOf(failure);
  if (!clauses) return undefined;
  const candidates = cited
    .map((exchange) => ({ exchange, rank: rankOf(exchange, clauses, failure, check) }))
    .filter(({ rank }) => rank > 0);
  const best = Math.max(...candidates.map(({ rank }) => rank));
  const equals = candidates.filter(({ rank }) => rank === best);
  const judged = isWholeScene(check, cited) ? equals[0] : equals.at(-1);
  return (
    judged && {
      reads: [judged.exchange],
      code: ([answer = ''], message) => clauses.map(({ reading, claim }) => claim.code(reading.code(answer), message)),
    }
  );
}

/** How likely an exchange is the one that failed; zero where its recorded answer keeps what was expected. */
function rankOf(
  exchange: Exchange,
  clauses: readonly Clause[],
  { reason, where, expected, observed, requirement }: Failure,
  { id }: CheckResult,
): number {
  const { response } = exchange;
  if (!response || clauses.every(({ reading, claim }) => claim.holds(reading.of(exchange)))) return 0;
  const told = Number(/\ba ([1-5]\d\d)\b/.exec(reason)?.[1]);
  if (told && told !== response.status) return 0;
  const [, operation] = /^(\S+): /.exec(reason) ?? [];
  if (operation !== undefined && exchange.operation !== undefined && exchange.operation !== operation) return 0;
  if (/an error with the status/.test(reason) && !/"(?:error|errors|code|fault)"/.test(response.body?.text ?? '')) return 0;
  const parts = new Set(id.split('/').map((part) => decodeURIComponent(part)));
  const caller = exchange.principal?.split(':')[0] ?? 'missing';
  const concerned = parts.has(caller) || expected.endsWith(` for ${caller}`);
  if (requirement.startsWith('limits/') && parts.size > 4 && !concerned) return 0;
  const seen = readingAt(where)?.of(exchange);
  const literalSeen = seen === undefined ? '' : typeof seen === 'string' ? seen : JSON.stringify(seen);
  return (
    1 +
    (exchange.repeated === undefined ? 0 : 16) +
    (exchange.role === 'probe' ? 8 : 0) +
    (concerned ? 2 : 0) +
    (literalSeen !== '' && (observed.startsWith(literalSeen) || literalSeen.includes(observed)) ? 4 : 0)
  );
}

/** Whether a check is about all that a scene has seen, of which one exchange is shown. */
export function isWholeScene({ id }: CheckResult, cited: readonly Exchange[]): boolean {
  const parts = id.split('/');
  return parts.length === 3 && cited.every(({ scenario }) => scenario === parts[2]) && cited.length > 0;
}
