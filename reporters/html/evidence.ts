import { failedRequirements, notTestedRequirements, undecidedRequirements } from '../digest/digest.ts';
import { decisiveKinds, type ReportKind } from '../kinds.ts';
import type { RequirementResult, Result } from '../../suites/result/result.ts';

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

/** The requirements that the page shows with evidence. */
export interface AllottedEvidence {
  readonly failed: readonly ShownExchange[];
  readonly undecided: readonly ShownExchange[];
  readonly notTested: readonly ShownExchange[];
}

/** Limits the evidence on the page, so that it stays readable with many failures. */
export function allot(result: Result): AllottedEvidence {
  let room = EXCHANGES;
  const show = (requirement: RequirementResult): ShownExchange => {
    const kinds = decisiveKinds(requirement);
    return {
      requirement,
      kinds: kinds.slice(0, KINDS).map((kind) => {
        room -= kind.example.exchanges.length;
        return { kind, withExchanges: room >= 0 };
      }),
      left: kinds.slice(KINDS),
    };
  };
  return {
    failed: failedRequirements(result).map(show),
    undecided: undecidedRequirements(result).map(show),
    notTested: notTestedRequirements(result).map(show),
  };
}
