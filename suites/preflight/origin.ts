import { knowsLists } from '../principals/origin.ts';
import type { PreflightResult } from '../result/result.ts';
import type { PreflightSender } from './sender.ts';
import { passed } from './line.ts';

/** The source address of requests, as far as known; nothing if no allowlist is involved. */
export function originLines({ contract, settings: { origin, principals } }: PreflightSender): readonly PreflightResult[] {
  const listed = principals.filter(({ from }) => from !== undefined);
  if (knowsLists(contract) !== true && listed.length === 0) return [];
  const id = 'origin';
  if (origin)
    return [passed(id, `requests come from ${origin.usual}; to test allowlists, they can also come from ${origin.choices.join(', ')}`)];
  const here = listed.filter((principal) => principal.here === true).map(({ name }) => name);
  const allowed = here.length > 0 ? `the allowlist of ${here.join(', ')} contains it` : 'no principal has here: true';
  return [passed(id, `the address of this machine, as the target sees it, is unknown; ${allowed}`)];
}
