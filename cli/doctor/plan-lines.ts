/**
 * Compares the plan of a run with what the configuration allows.
 *
 * @module
 */
import type { PreflightResult } from '../../suites/result/result.ts';
import { failure, passed, warning } from '../../suites/preflight/line.ts';
import { describeNeed, type Need } from '../../suites/words/word.ts';
import type { PlannedRequirement, Schedule } from '../../suites/engine/schedule.ts';
import type { Permission, Settings } from '../../suites/engine/settings.ts';
import { overspending } from '../plan/text.ts';
import { isRunning } from '../plan/topics.ts';

const permissions: readonly Permission[] = ['writes', 'burn', 'destructive'];

/** Lines about the plan: its cost, missing permissions and missing principals. */
export function planLines(planned: Schedule, settings: Settings): readonly PreflightResult[] {
  const { requirements, requests, seconds } = planned;
  const running = requirements.filter(isRunning);
  const waiting = seconds > 0 ? ` and ${seconds} s of waiting` : '';
  const cost = `a run checks ${running.length} of ${requirements.length} requirements with about ${requests} requests${waiting}`;
  if (running.length === 0) {
    const fix = 'add principals and permissions, or select more with --only and --skip';
    return [failure('plan', { message: 'a run would check no requirement', configuration: 'principals', fix })];
  }
  const over = overspending(planned, settings);
  const costs = over.map(({ message, configuration }) =>
    warning(`plan/${configuration}`, {
      message: `${cost}. ${message}`,
      configuration,
      fix: `allow ${configuration === 'budget.requests' ? `${requests} requests` : `${seconds} s`}, or skip requirements with --skip`,
    }),
  );
  return [
    ...(over.length > 0 ? costs : [passed('plan', cost)]),
    ...permissions.map((name) => permissionLine(name, requirements, settings)),
    ...missing(requirements),
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
  const message = `${permission} is not allowed: ${without.length === 0 ? 'no requirement needs it' : `${without.length} ${without.length === 1 ? 'requirement is' : 'requirements are'} skipped or only partly checked`}`;
  const expendable = principals.filter((principal) => principal.expendable).map(({ name }) => name);
  if (permission !== 'burn' || expendable.length === 0) return passed(id, message);
  const fix = `allow it, or remove ${expendable.join(', ')}: expendable principals are used only for this`;
  return warning(id, { message, configuration: 'allow.burn', fix });
}

/** The needs of undecided requirements, without duplicates; those that block most come first. */
function missing(requirements: readonly PlannedRequirement[]): readonly PreflightResult[] {
  const needs = new Map<string, { readonly need: Need; readonly ids: Set<string> }>();
  for (const { id, excluded, cases } of requirements) {
    if (excluded !== undefined) continue;
    for (const { blocked } of cases) {
      if (blocked === undefined) continue;
      const words = describeNeed(blocked.needs);
      if (!needs.has(words)) needs.set(words, { need: blocked.needs, ids: new Set() });
      needs.get(words)!.ids.add(id);
    }
  }
  return [...needs.values()]
    .toSorted((one, other) => other.ids.size - one.ids.size)
    .map(({ need: { what, key }, ids: { size } }, index) =>
      warning(`plan/missing-${index + 1}`, {
        message: `${size} ${size === 1 ? 'requirement is' : 'requirements are'} blocked or only partly checked`,
        configuration: key ?? 'principals',
        fix: `this needs ${what ?? key}`,
      }),
    );
}
