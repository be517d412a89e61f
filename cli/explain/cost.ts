import { callerOf } from './caller.ts';
import type { Explanation } from './explanation.ts';

/** The cost of a requirement in sentences: requests, permissions, time. */
export function costSentences({ cost, scenario, excluded }: Explanation): readonly string[] {
  const { checks, requests, permissions, waits, serves } = cost;
  if (excluded !== undefined) return [`Does not apply to this document: ${excluded}.`];
  if (scenario.name === 'passive') return [];
  const shared = serves > 1 ? `, shared by ${serves} requirements` : '';
  return [
    `${counted(checks, 'check')} with the ${callerOf(scenario.name)}s of the document. The scenario sends about ${counted(requests, 'request')}${shared}.`,
    ...permissions.map(({ permission, checks: needing }) =>
      needing === checks
        ? `Needs the permission ${permission}.`
        : `${needing} of the ${counted(checks, 'check')} ${needing === 1 ? 'needs' : 'need'} the permission ${permission}.`,
    ),
    ...(waits > 0 ? [`Takes ${duration(waits)} of waiting, or the test hook clock.`] : []),
  ];
}

/** The cost of a single check, if the document's own principals allow it. */
export function checkCostSentences({ cost }: NonNullable<Explanation['check']>): readonly string[] {
  if (!cost) return [];
  const needs = [
    ...(cost.permissions ?? []).map((permission) => `the permission ${permission}`),
    ...(cost.waits === undefined ? [] : [`${duration(cost.waits)} of waiting or the test hook clock`]),
  ];
  return [`Sends about ${counted(cost.requests, 'request')}${needs.length === 0 ? '' : `; needs ${needs.join(' and ')}`}.`];
}

const counted = (count: number, noun: string) => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

function duration(seconds: number): string {
  const hours = Math.round(seconds / 3600);
  const minutes = Math.round(seconds / 60);
  if (hours >= 2) return `about ${hours} hours`;
  return minutes >= 2 ? `about ${minutes} minutes` : `${seconds} seconds`;
}
