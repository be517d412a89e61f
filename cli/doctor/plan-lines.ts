/**
 * What a run would do with a configuration, held against what the configuration allows.
 *
 * @module
 */
import type { PreflightResult } from '../../suites/result/result.ts';
import { failure, passed, warning } from '../../suites/preflight/line.ts';
import type { PlannedRequirement, Schedule } from '../../suites/engine/schedule.ts';
import type { Permission, Settings } from '../../suites/engine/settings.ts';
import { overspending } from '../plan/text.ts';
import { isRunning } from '../plan/topics.ts';

const permissions: readonly Permission[] = ['writes', 'burn', 'destructive'];

/** The plan in lines: what it costs, what it may not do, what it lacks. */
export function planLines(planned: Schedule, settings: Settings): readonly PreflightResult[] {
  const { requirements, requests, seconds } = planned;
  const running = requirements.filter(isRunning);
  const waiting = seconds > 0 ? ` and ${seconds} s of waiting` : '';
  const cost = `${running.length} of ${requirements.length} requirements would be checked, with about ${requests} requests${waiting}`;
  if (running.length === 0) {
    const fix = 'add principals and permissions, or take back what --only and --skip leave out';
    return [failure('plan', { says: 'no requirement would be checked', configuration: 'principals', fix })];
  }
  const over = overspending(planned, settings);
  const costs = over.map(({ says, configuration }) =>
    warning(`plan/${configuration}`, {
      says: `${cost}. ${says}`,
      configuration,
      fix: `allow ${configuration === 'budget.requests' ? `${requests} requests` : `${seconds} s`}, or leave something out with --skip`,
    }),
  );
  return [
    ...(over.length > 0 ? costs : [passed('plan', cost)]),
    ...permissions.map((name) => permissionLine(name, requirements, settings)),
    ...lacks(requirements),
  ];
}

function permissionLine(
  permission: Permission,
  requirements: readonly PlannedRequirement[],
  { allow, principals }: Settings,
): PreflightResult {
  const id = `plan/${permission}`;
  if (allow[permission]) return passed(id, `${permission} is allowed`);
  const without = requirements.filter(({ cases }) =>
    cases.some(({ outside, blocked }) => (outside ?? blocked)?.permissions?.includes(permission)),
  );
  const says = `${permission} is not allowed: ${without.length === 0 ? 'nothing needs it' : `${without.length} ${without.length === 1 ? 'requirement is' : 'requirements are'} left out or checked in part`}`;
  const spare = principals.filter(({ expendable }) => expendable).map(({ name }) => name);
  if (permission !== 'burn' || spare.length === 0) return passed(id, says);
  const fix = `allow it, or leave out ${spare.join(', ')}: an expendable principal is used for nothing else`;
  return warning(id, { says, configuration: 'allow.burn', fix });
}

/** What is missing, each lack once, those that block most first. */
function lacks(requirements: readonly PlannedRequirement[]): readonly PreflightResult[] {
  const blocked = requirements.flatMap(({ id, excluded, cases }) =>
    excluded === undefined ? [...new Set(cases.flatMap((testCase) => testCase.blocked?.needs ?? []))].map((needs) => ({ id, needs })) : [],
  );
  const needs = [...new Set(blocked.map((row) => row.needs))].map((need) => ({
    need,
    length: blocked.filter((row) => row.needs === need).length,
  }));
  return needs
    .toSorted((one, other) => other.length - one.length)
    .map(({ need, length }, index) =>
      warning(`plan/missing-${index + 1}`, {
        says: `${length} ${length === 1 ? 'requirement stays' : 'requirements stay'} open, or open in part`,
        configuration: keyIn(need),
        fix: `it takes ${need.replace(/ \((?:principals|clients)\)$/, '').replace(/^[\w.]+: /, '')}`,
      }),
    );
}

/** The key that a need names, at its end or at its beginning. */
function keyIn(needs: string): string {
  return /\((principals|clients|hooks)\)/.exec(needs)?.[1] ?? /^([a-z]\w*(?:\.[\w-]+)*)(?::|$)/.exec(needs)?.[1] ?? 'principals';
}
