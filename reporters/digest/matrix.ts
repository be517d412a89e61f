import type { CheckResult, Outcome, Result } from '../../suites/result/result.ts';
import { grouped } from './grouped.ts';
import { judge } from '../gathering/outcome.ts';

/** Access by operation and principal: the outcomes of the scope checks. */
interface Matrix {
  readonly principals: readonly string[];
  readonly rows: readonly { readonly operation: string; readonly cells: readonly (Cell | undefined)[] }[];
}

/** The outcome of one operation with one principal. */
interface Cell {
  readonly outcome: Outcome;
  /** The requirements checked there, without their topic. */
  readonly checked: readonly string[];
}

interface Located {
  readonly check: CheckResult;
  readonly requirement: string;
  readonly operation: string;
  readonly principal: string;
}

/** The matrix of a result, made from the ids of the checks of one topic: `scopes/requirement/operation/principal`. */
export function accessMatrix({ requirements }: Result, topic = 'scopes'): Matrix {
  const located = requirements
    .filter((requirement) => requirement.topic === topic)
    .flatMap(({ checks }) => checks.flatMap((check) => locate(check)));
  const principals = [...new Set(located.map(({ principal }) => principal))];
  const operations = [...new Set(located.map(({ operation }) => operation))];
  const byCell = grouped(located, ({ operation, principal }) => JSON.stringify([operation, principal]));
  return {
    principals,
    rows: operations.map((operation) => ({
      operation,
      cells: principals.map((principal) => cell(byCell.get(JSON.stringify([operation, principal])) ?? [])),
    })),
  };
}

function cell(located: readonly Located[]): Cell | undefined {
  if (located.length === 0) return undefined;
  const { outcome } = judge(
    located.map(({ check }) => check),
    'full',
  );
  return { outcome, checked: [...new Set(located.map(({ requirement }) => requirement))] };
}

function locate(check: CheckResult): readonly Located[] {
  const [, requirement, operation, principal] = check.id.split('/').map(decode);
  return requirement && operation && principal ? [{ check, requirement, operation, principal }] : [];
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
