import { dialogues } from '../digest/dialogue.ts';
import { exchangesById, failedRequirements, notTestedRequirements, undecidedRequirements } from '../digest/digest.ts';
import { accessMatrix } from '../digest/matrix.ts';
import { quotaEpisodes } from '../digest/quota-episodes.ts';
import { decisiveKinds, type ReportKind } from '../kinds.ts';
import type { Exchange, RequirementResult, Result } from '../../suites/result/result.ts';

/** How many kinds of failure are shown for each requirement. */
export const KINDS = 5;
/** How many exchanges the page shows in total, and how many characters of a body. */
export const EXCHANGES = 400;
export const BODY = 2000;
/** How many check ids a list shows. */
export const IDS = 60;

/** What the page shows of a failed or undecided requirement. */
export interface ShownExchange {
  readonly requirement: RequirementResult;
  readonly kinds: readonly { readonly kind: ReportKind; readonly withExchanges: boolean }[];
  /** The kinds that are not shown. */
  readonly left: readonly ReportKind[];
}

/** The requirements that the page shows with evidence, and that evidence. */
export interface AllottedEvidence {
  readonly failed: readonly ShownExchange[];
  readonly undecided: readonly ShownExchange[];
  readonly notTested: readonly ShownExchange[];
  /** In the order of the run. */
  readonly exchanges: readonly Exchange[];
}

/** Limits the evidence on the page, so that it stays readable with many failures: failures first, then figures, what is undecided, and notes. */
export function allot(result: Result): AllottedEvidence {
  const all = exchangesById(result);
  const chosen = new Set<number>();
  const take = (ids: readonly number[]) => {
    const fresh = ids.filter((id) => all.has(id) && !chosen.has(id));
    if (chosen.size + fresh.length > EXCHANGES) return false;
    for (const id of fresh) chosen.add(id);
    return true;
  };
  const show = (requirement: RequirementResult): ShownExchange => {
    const kinds = decisiveKinds(requirement);
    return {
      requirement,
      kinds: kinds.slice(0, KINDS).map((kind) => ({ kind, withExchanges: take(kind.example.exchanges) })),
      left: kinds.slice(KINDS),
    };
  };
  const failed = failedRequirements(result).map(show);
  for (const { rows } of [accessMatrix(result)]) {
    for (const cell of rows.flatMap(({ cells }) => cells)) if (cell?.exchange !== undefined) take([cell.exchange]);
  }
  for (const { steps } of dialogues(result)) take(steps.map(({ exchange }) => exchange));
  for (const { points } of quotaEpisodes(result)) take(points.flatMap(({ rejected, exchange }) => (rejected ? [exchange] : [])));
  const undecided = undecidedRequirements(result).map(show);
  const notTested = notTestedRequirements(result).map(show);
  for (const note of result.notes) take(note.exchanges);
  return { failed, undecided, notTested, exchanges: result.exchanges.filter(({ id }) => chosen.has(id)) };
}
