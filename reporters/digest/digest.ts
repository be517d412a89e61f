import type { CheckResult, Exchange, RequirementResult, Result } from '../../suites/result/result.ts';
import { grouped } from './grouped.ts';
import { isUndecided, notTestedAmong } from '../gathering/outcome.ts';

const LEVELS: readonly RequirementResult['level'][] = ['MUST', 'SHOULD', 'MAY'];

/** Requirements without any check, for the same reason. */
export interface Unchecked {
  readonly reason: string;
  readonly requirements: readonly RequirementResult[];
}

/** A row of a score: the requirements of a topic by outcome. */
export interface TopicRow {
  readonly topic: string;
  readonly pass: number;
  readonly fail: number;
  /** Those of the failed ones that are no MUST. */
  readonly warnings: number;
  readonly undecided: number;
  /** Those without a principal or client in the configuration. */
  readonly notTested: number;
  readonly notApplicable: number;
}

/** The failed requirements: critical ones first, then MUST before SHOULD before MAY. */
export function failedRequirements({ requirements }: Result): readonly RequirementResult[] {
  return byUrgency(requirements.filter(({ outcome }) => outcome === 'fail'));
}

/** The requirements that were not tested because the configuration has no principal or client for them. */
export function notTestedRequirements({ requirements, profile }: Result): readonly RequirementResult[] {
  return byUrgency([...notTestedAmong(requirements, profile)]);
}

/** The other undecided requirements: errors of auth-conformance first, then by urgency. */
export function undecidedRequirements({ requirements, profile }: Result): readonly RequirementResult[] {
  const notTested = notTestedAmong(requirements, profile);
  const all = byUrgency(requirements.filter((requirement) => isUndecided(requirement) && !notTested.has(requirement)));
  return [...all.filter(({ outcome }) => outcome === 'error'), ...all.filter(({ outcome }) => outcome !== 'error')];
}

/** Splits undecided requirements into those with checks and those without, grouped by reason. */
export function splitUnchecked(requirements: readonly RequirementResult[]): {
  readonly checked: readonly RequirementResult[];
  readonly unchecked: readonly Unchecked[];
} {
  const without = requirements.filter(({ checks }) => checks.length === 0);
  const byReason = grouped(without, ({ reason }) => reason ?? 'no reason given');
  return {
    checked: requirements.filter(({ checks }) => checks.length > 0),
    unchecked: [...byReason].map(([reason, some]) => ({ reason, requirements: some })),
  };
}

/** Requirements that passed although some of their checks are undecided. */
export function partlyDecided({ requirements }: Result): readonly RequirementResult[] {
  return requirements.filter(({ outcome, decided, total }) => outcome === 'pass' && decided < total);
}

/** The topics of a result, in its order. */
export function topicNames({ requirements }: Pick<Result, 'requirements'>): readonly string[] {
  return [...new Set(requirements.map(({ topic }) => topic))];
}

/** A score by topic; without topics that have no requirement of that score. */
export function scoreRows(result: Result, score: RequirementResult['score']): readonly TopicRow[] {
  const scored = result.requirements.filter((requirement) => requirement.score === score);
  return topicNames({ requirements: scored }).map((topic) =>
    topicRow(
      topic,
      scored.filter((requirement) => requirement.topic === topic),
      result,
    ),
  );
}

/** Both scores by topic. */
export function topicRows(result: Result): readonly TopicRow[] {
  const byTopic = grouped(result.requirements, ({ topic }) => topic);
  return [...byTopic].map(([topic, requirements]) => topicRow(topic, requirements, result));
}

/** Counts requirements of a result as one row. */
export function topicRow(topic: string, requirements: readonly RequirementResult[], result: Result): TopicRow {
  const missing = notTestedAmong(result.requirements, result.profile);
  const notTested = requirements.filter((requirement) => missing.has(requirement)).length;
  return {
    topic,
    pass: requirements.filter(({ outcome }) => outcome === 'pass').length,
    fail: requirements.filter(({ outcome }) => outcome === 'fail').length,
    warnings: requirements.filter(({ outcome, level }) => outcome === 'fail' && level !== 'MUST').length,
    undecided: requirements.filter(isUndecided).length - notTested,
    notTested,
    notApplicable: requirements.filter(({ outcome }) => outcome === 'not-applicable').length,
  };
}

/** Where a requirement comes from. */
interface ShownSource {
  /** `openapi.yaml:120:7`, or the standard. */
  readonly place: string;
  readonly pointer?: string;
  /** A page that shows it. */
  readonly url?: string;
}

/** Where a requirement comes from: the line of the document with the pointer, or the standard. */
export function source(basis: RequirementResult['basis']): ShownSource {
  if (basis.kind !== 'contract') return { place: basis.reference, ...(isWeb(basis.reference) && { url: basis.reference }) };
  const position = [basis.line, basis.column].filter((part) => part !== undefined);
  const place = [basis.file, ...position].join(':');
  const url = basis.url ?? (isWeb(basis.file) ? basis.file : undefined);
  return { place, pointer: basis.pointer === '' ? '(the whole document)' : basis.pointer, ...(url !== undefined && { url }) };
}

const isWeb = (text: string) => /^https?:\/\//.test(text);

/** The label of a failure of that level. */
export function severityLabel({ level, severity }: RequirementResult): string {
  if (level === 'MUST') return severity === 'critical' ? 'MUST, critical' : 'MUST';
  return level === 'SHOULD' ? 'SHOULD (warning)' : 'MAY (note)';
}

/** `2 of 10 checks failed`; empty for a requirement with one check. */
export function checksFailed({ checks, total }: RequirementResult): string {
  return total > 1 ? `${checks.filter(({ outcome }) => outcome === 'fail').length} of ${total} checks failed` : '';
}

/** ` (2 of 10 checks failed)` if several checks of a requirement were made and some failed, ` (9/10)` if some are undecided; otherwise empty. */
export function fraction(requirement: RequirementResult): string {
  const { outcome, decided, total } = requirement;
  if (outcome === 'fail' && total > 1) return ` (${checksFailed(requirement)})`;
  return total > 0 && decided < total ? ` (${decided}/${total})` : '';
}

/** What a run did not test, by reason. */
export function leftOut({ excluded }: Result): readonly { readonly why: string; readonly messages: readonly string[] }[] {
  return [...grouped(excluded, ({ why }) => why)].map(([why, rows]) => ({ why, messages: rows.map(({ message }) => message) }));
}

/** Counts by level: "2 MUST (1 critical); 1 SHOULD". */
export function amounts(requirements: readonly RequirementResult[]): string {
  return LEVELS.map((level) => requirements.filter((requirement) => requirement.level === level))
    .filter((some) => some.length > 0)
    .map((some) => {
      const critical = some.filter(({ severity }) => severity === 'critical').length;
      return `${some.length} ${some[0]!.level}${share(critical, some.length)}`;
    })
    .join('; ');
}

function share(critical: number, all: number): string {
  if (critical === 0) return '';
  return critical === all ? ' (critical)' : ` (${critical} critical)`;
}

/** The main exchange of a check: the one with the mismatch, else its first probe, else the last of its exchanges. */
export function mainExchange({ exchanges, mismatch }: CheckResult, all: ReadonlyMap<number, Exchange>): Exchange | undefined {
  const judged = typeof mismatch?.exchange === 'number' ? all.get(mismatch.exchange) : undefined;
  if (judged) return judged;
  const cited = exchanges.flatMap((id) => all.get(id) ?? []);
  return cited.find(({ role }) => role === 'probe') ?? cited.at(-1);
}

/** The exchanges of a result by id. */
export function exchangesById({ exchanges }: Pick<Result, 'exchanges'>): ReadonlyMap<number, Exchange> {
  return new Map(exchanges.map((exchange) => [exchange.id, exchange]));
}

function rank({ level, severity }: RequirementResult): number {
  return (severity === 'critical' ? 0 : LEVELS.length) + LEVELS.indexOf(level);
}

function byUrgency(requirements: readonly RequirementResult[]): readonly RequirementResult[] {
  return requirements.toSorted((one, other) => rank(one) - rank(other));
}
