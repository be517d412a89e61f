import type { CheckResult, RequirementResult } from '../../suites/result/result.ts';
import { isUndecided } from '../gathering/outcome.ts';
import { Badge, Mark } from './mark.tsx';
import { anchor, capital, filterable, Ids, Prose, SourceView } from './card/parts.tsx';

/** A requirement in one line, which opens to its demand, source and checks. */
export function Row({ requirement }: { readonly requirement: RequirementResult }) {
  const { id, level, title, demand, outcome, checks, reason } = requirement;
  const hasEvidence = outcome === 'fail' || isUndecided(requirement);
  return (
    <details class="row" {...filterable(requirement)}>
      <summary>
        <Mark outcome={outcome} level={level} /> <span class="title">{title}</span> <code>{id}</code> <span class="soft">{level}</span>
      </summary>
      <p class="badges">
        <Badge requirement={requirement} />
      </p>
      <p>
        <Prose text={demand} />
      </p>
      <SourceView requirement={requirement} />
      {reason !== undefined && <p class="soft">{capital(reason)}.</p>}
      {hasEvidence ? (
        <p>
          <a href={`#${anchor(id)}`}>Evidence</a>
        </p>
      ) : (
        <CheckList checks={checks} />
      )}
    </details>
  );
}

function CheckList({ checks }: { readonly checks: readonly CheckResult[] }) {
  const blocked = checks.filter(({ outcome }) => outcome === 'blocked');
  return (
    <>
      <Ids ids={checks.filter(({ outcome }) => outcome === 'pass').map(({ id }) => id)} />
      {blocked.map(({ id, reason, needs }) => (
        <p class="soft">
          <Mark outcome="blocked" /> <code>{id}</code> {[reason, needs].filter((part) => part !== undefined).join('; needs ')}
        </p>
      ))}
    </>
  );
}
