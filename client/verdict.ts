import { clientLevelOf, type ClientCheckResult } from './judge.ts';
import type { ClientSetting } from './stage/setting.ts';

/** The verdict on one scenario. */
export interface ClientVerdict {
  readonly scenario: string;
  /** Whether something was decided, no MUST failed, and nothing about the scenario is undecided. */
  readonly conformant: boolean;
  /** Each failure and each reason why something is undecided, in a line. */
  readonly problems: readonly string[];
  /** The failures of a SHOULD. */
  readonly warnings: readonly string[];
  readonly checks: readonly ClientCheckResult[];
}

function lineOf({ id, outcome, reason = '', expected, observed }: ClientCheckResult): string {
  const difference = expected === undefined ? '' : `: expected ${expected}, observed ${observed ?? 'nothing'}`;
  return `${outcome} ${id}: ${reason}${difference}`;
}

/** The verdict of checks. Without a report of how the client ended, what depends on it is left out. */
export function verdictOf(scenario: string, checks: readonly ClientCheckResult[], setting: ClientSetting): ClientVerdict {
  const decisive = checks.filter(({ cause }) => cause?.code !== 'client-end-unknown');
  const failed = decisive.filter(({ outcome }) => outcome === 'fail');
  const isWarning = ({ requirement }: ClientCheckResult) => clientLevelOf(requirement, setting) !== 'MUST';
  const open = decisive.filter(({ outcome }) => outcome === 'inconclusive' || outcome === 'blocked' || outcome === 'error');
  const problems = [...failed.filter((check) => !isWarning(check)), ...open].map(lineOf);
  const isDecided = decisive.some(({ outcome }) => outcome === 'pass' || outcome === 'fail');
  return { scenario, conformant: isDecided && problems.length === 0, problems, warnings: failed.filter(isWarning).map(lineOf), checks };
}

/** Matchers for `expect.extend` of Vitest, Jest and Playwright. */
export const matchers = {
  /** Passes for a verdict of `judge()` without problems. */
  toBeConformant: (verdict: ClientVerdict) => ({
    pass: verdict.conformant,
    message: () =>
      verdict.conformant
        ? `expected the client not to be conformant in the scenario ${verdict.scenario}`
        : [`the client is not conformant in the scenario ${verdict.scenario}:`, ...verdict.problems].join('\n  '),
  }),
};
