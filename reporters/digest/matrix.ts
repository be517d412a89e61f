import type { CheckResult, Exchange, Outcome, Result } from '../../suites/result/result.ts';
import { grouped } from './grouped.ts';
import { exchangesById } from './digest.ts';
import { judge } from '../gathering/outcome.ts';

/** Who was served by which operation, and whether that is as documented: from the scope checks. */
export interface AccessMatrix {
  readonly principals: readonly string[];
  readonly rows: readonly { readonly operation: string; readonly cells: readonly (AccessCell | undefined)[] }[];
}

/** One operation with one principal. */
export interface AccessCell {
  /** Whether the server served it; undefined if no response says so. */
  readonly served?: boolean;
  readonly status?: number;
  /** `pass` if that is as documented. */
  readonly outcome: Outcome;
  /** The requirements checked there, without their topic. */
  readonly checked: readonly string[];
  /** The number of the exchange that shows it. */
  readonly exchange?: number;
}

interface Located {
  readonly check: CheckResult;
  readonly requirement: string;
  readonly operation: string;
  readonly principal: string;
  readonly exchange?: Exchange | undefined;
}

/** The matrix of a result, from the checks of one topic and the exchanges that they cite. */
export function accessMatrix(result: Result, topic = 'scopes'): AccessMatrix {
  const exchanges = exchangesById(result);
  const located = result.requirements
    .filter((requirement) => requirement.topic === topic)
    .flatMap(({ checks }) => checks.flatMap((check) => locate(check, exchanges)));
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

function cell(located: readonly Located[]): AccessCell | undefined {
  if (located.length === 0) return undefined;
  const { outcome } = judge(
    located.map(({ check }) => check),
    'full',
  );
  const shown = located.find(({ check }) => check.outcome === outcome && check.exchanges.length > 0)?.exchange ?? located[0]!.exchange;
  const status = shown?.response?.status;
  return {
    outcome,
    ...(status !== undefined && { status, served: status < 400 }),
    ...(shown && { exchange: shown.id }),
    checked: [...new Set(located.map(({ requirement }) => requirement))],
  };
}

/** `topic/requirement/operation/principal/label`; what names another principal than the one that called is a label. */
function locate(check: CheckResult, exchanges: ReadonlyMap<number, Exchange>): readonly Located[] {
  const [, requirement, operation, named] = check.id.split('/').map(decode);
  if (!requirement || !operation || !named) return [];
  const cited = check.exchanges.flatMap((id) => exchanges.get(id) ?? []).filter((one) => one.role === 'probe');
  const exchange = cited.findLast((one) => one.operation === operation && one.principal === named);
  if (!exchange && cited.length > 0) return [];
  return [{ check, requirement, operation, principal: named, exchange }];
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
