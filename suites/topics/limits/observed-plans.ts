import type { Contract } from '../../../spec/contract.ts';
import type { Plan } from '../../../spec/quotas.ts';
import { parseWindow } from '../../../spec/quotas.ts';
import { groupBy } from '../../engine/group.ts';
import type { Principal, Settings } from '../../engine/settings.ts';
import type { PreflightResult } from '../../result/result.ts';
import { planned } from './declared.ts';
import { reportedWindows } from './proposed-plan.ts';
import { passed } from '../../preflight/line.ts';
import type { Preflight } from '../../preflight/preflight.ts';

/** Settings with the plans that headers report, and lines that say so. */
export interface Observed {
  readonly settings: Settings;
  readonly lines: readonly PreflightResult[];
}

/**
 * Reads the limits of expendable principals off the headers, if the document states no limits and the run may use up quotas. Such a plan is named
 * by its windows: `30/minute`.
 */
export function withObservedPlans(contract: Contract, settings: Settings, accepted: Preflight['accepted']): Observed {
  if (planned(contract) === true || !settings.allow.burn || settings.profile === 'safe') return { settings, lines: [] };
  const windowsOf = ({ name, expendable, plan }: Principal) =>
    expendable && plan === undefined && Object.hasOwn(accepted, name) ? reportedWindows(contract, accepted[name]!) : [];
  const named = new Map(
    settings.principals.map((principal) => [principal, windowsOf(principal)] as const).filter(([, windows]) => windows.length > 0),
  );
  if (named.size === 0) return { settings, lines: [] };
  const observedPlans = [...groupBy([...named.values()], nameOf).entries()].map(([name, [labels]]): Plan => ({
    name,
    windows: labels!.flatMap((label) => parseWindow(label) ?? []),
    costs: {},
    operations: {},
    features: [],
    place: contract.rateLimit.place,
  }));
  const principals = settings.principals.map((principal) => {
    const windows = named.get(principal);
    return windows ? { ...principal, plan: nameOf(windows) } : principal;
  });
  const lines = [...named].map(([{ name }, windows]) =>
    passed(
      `principals/${name}/limit`,
      `${name}: ${nameOf(windows)}, read off the server’s headers; no plan of the document states a limit`,
    ),
  );
  return { settings: { ...settings, principals, observedPlans }, lines };
}

const nameOf = (windows: readonly string[]) => windows.join(' and ');
