import type { RequirementResult } from '../../../suites/result/result.ts';
import { decisiveKinds } from '../../kinds.ts';
import { tone } from '../mark.tsx';

/** How long values may be that a gist shows. */
const short = 40;

/** A failure in one line: what is wrong, and the values if they are short. */
export function Gist({ requirement }: { readonly requirement: RequirementResult }) {
  const { reason, expected = '', observed = '' } = decisiveKinds(requirement)[0]?.example ?? {};
  const hasValues = [expected, observed].every((value) => value !== '' && value.length <= short);
  return (
    <span class="gist">
      <span class={tone('fail', requirement.level)}>{reason ?? 'failed'}</span>
      {hasValues && (
        <span class="soft">
          : expected <code>{expected}</code>, got <code>{observed}</code>
        </span>
      )}
    </span>
  );
}
