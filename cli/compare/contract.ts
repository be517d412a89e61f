import type { RequirementResult, Result } from '../../suites/result/result.ts';

/** A requirement that applies in only one of the runs. */
export interface Moved {
  readonly requirement: string;
  readonly level: RequirementResult['level'];
  readonly demand: string;
  /** Why it does not apply in the other run, if known. */
  readonly why?: string;
}

/** The changes of the document's requirements. */
export interface ContractChange {
  /** Whether the document changed, by its sha256. */
  readonly changed: boolean;
  readonly added: readonly Moved[];
  readonly gone: readonly Moved[];
  readonly levels: readonly { readonly requirement: string; readonly before: string; readonly now: string }[];
}

/** Compares the documents, the requirements that apply, and their levels. */
export function contractChange(old: Result, latest: Result): ContractChange {
  return {
    changed: old.document.sha256 !== latest.document.sha256,
    added: onlyIn(latest, old),
    gone: onlyIn(old, latest),
    levels: latest.requirements.flatMap(({ id, level }) => {
      const before = old.requirements.find((requirement) => requirement.id === id)?.level;
      return before === undefined || before === level ? [] : [{ requirement: id, before, now: level }];
    }),
  };
}

/** Requirements that apply in one run only. */
function onlyIn(one: Result, other: Result): readonly Moved[] {
  return one.requirements.filter(applies).flatMap(({ id, level, demand }) => {
    const counterpart = other.requirements.find((requirement) => requirement.id === id);
    if (counterpart && applies(counterpart)) return [];
    const why = counterpart?.reason ?? counterpart?.checks.find(({ reason }) => reason !== undefined)?.reason;
    return [{ requirement: id, level, demand, ...(why !== undefined && { why }) }];
  });
}

const applies = ({ outcome }: RequirementResult) => outcome !== 'not-applicable';
