import { knowsLists } from '../principals/origin.ts';
import type { PreflightResult } from '../result/result.ts';
import type { PreflightSender } from './sender.ts';
import { passed } from './line.ts';

/** Where requests come from, as far as that is known; nothing where no list of addresses is about. */
export function originLines({ contract, settings: { origin, principals } }: PreflightSender): readonly PreflightResult[] {
  const listed = principals.filter(({ from }) => from !== undefined);
  if (knowsLists(contract) !== true && listed.length === 0) return [];
  const id = 'origin';
  if (origin)
    return [passed(id, `requests come from ${origin.usual}; ${origin.choices.join(', ')} can be chosen, to try lists of addresses`)];
  const here = listed.filter((principal) => principal.here === true).map(({ name }) => name);
  const told = here.length > 0 ? `that of ${here.join(', ')} holds it` : 'no principal says that its list holds it (here)';
  return [passed(id, `which address the target sees of this machine is not known; ${told}`)];
}
