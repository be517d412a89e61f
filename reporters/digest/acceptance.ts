import type { CheckResult } from '../../suites/result/result.ts';

/** Why a baseline accepts a failure, who is responsible and until when: `legacy clients, fixed in 3.0 (platform team, until 2027-01-31)`. */
export function acceptanceText({ accepted }: Pick<CheckResult, 'accepted'>): string | undefined {
  if (!accepted) return undefined;
  const { why, owner, expires, issue } = accepted;
  return `${why} (${[owner, `until ${expires}`, ...(issue === undefined ? [] : [issue])].join(', ')})`;
}
