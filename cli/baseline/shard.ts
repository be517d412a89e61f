import { isRequirementId } from '../../spec/catalogue/catalogue.ts';
import { checkId } from '../../suites/engine/judge.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import { checks } from '../../suites/topics/checks.ts';
import { requirementOf } from './file.ts';

/** Whether a shard may have made a check: those of all exchanges are about one of its scenarios, others are left to their requirement. */
export function isOfShard(check: string, { shard }: Pick<Settings, 'shard'>): boolean {
  const own = shard?.part?.scenarios;
  const id = requirementOf(check);
  if (own === undefined || !isRequirementId(id) || checks[id].scenario.kind !== 'passive') return true;
  return own.some((scenario) => check === checkId(id, { label: scenario }));
}
