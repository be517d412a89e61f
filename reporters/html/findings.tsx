import { withNoun } from '../digest/with-noun.ts';
import type { CheckResult, Exchange, Result } from '../../suites/result/result.ts';
import { amounts, exchangesById } from '../digest/digest.ts';
import { byCause, causeLine, type CauseGroup } from '../digest/causes.ts';
import { isUndecided } from '../gathering/outcome.ts';
import { Card } from './card/card.tsx';
import { ExchangeLinks } from './card/exchange.tsx';
import { anchor, capital, CheckId, filterable } from './card/parts.tsx';
import type { ShownExchange } from './evidence.ts';
import { Mark } from './mark.tsx';

interface FindingsProps {
  readonly shown: readonly ShownExchange[];
  readonly result: Result;
}

/** How many cards are open at first: the others stay a list that one can survey. */
const opened = 1;

/** Failed requirements as cards. */
export function Failed({ shown, result }: FindingsProps) {
  const exchanges = exchangesById(result);
  return (
    <section id="failed" aria-labelledby="failed-title">
      <h2 id="failed-title">
        Failed <span class="count">{amounts(shown.map(({ requirement }) => requirement))}</span>
      </h2>
      {shown.length > 1 && (
        <button type="button" id="open-all" hidden>
          Open or close all
        </button>
      )}
      {shown.length === 0 && <p class="soft">No requirement failed.</p>}
      {shown.map((one, index) => (
        <Card shown={one} exchanges={exchanges} open={index < opened} />
      ))}
    </section>
  );
}

interface CausesProps extends FindingsProps {
  readonly id: string;
  readonly title: string;
  /** What the section says if it is empty; without it there is no empty section. */
  readonly empty?: string;
  readonly cited: ReadonlySet<number>;
}

/** Requirements that are not decided, by cause: the one that is behind most comes first. */
export function Causes({ id, title, empty, shown, result, cited }: CausesProps) {
  if (shown.length === 0 && empty === undefined) return null;
  const exchanges = exchangesById(result);
  const requirements = shown.map(({ requirement }) => requirement);
  const evidence = new Map(shown.map((one) => [one.requirement.id, one]));
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        {title} <span class="count">{amounts(requirements)}</span>
      </h2>
      {shown.length === 0 && <p class="soft">{empty}</p>}
      {byCause(requirements).map((group) => (
        <Cause group={group} evidence={evidence} exchanges={exchanges} cited={cited} />
      ))}
    </section>
  );
}

interface CauseProps {
  readonly group: CauseGroup;
  readonly evidence: ReadonlyMap<string, ShownExchange>;
  readonly exchanges: ReadonlyMap<number, Exchange>;
  readonly cited: ReadonlySet<number>;
}

function Cause({ group, evidence, exchanges, cited }: CauseProps) {
  const { requirements } = group;
  return (
    <details class="card open">
      <summary>
        <h3>{capital(causeLine(group))}</h3>
        <span class="tags soft">{withNoun(requirements.length, 'requirement')}</span>
      </summary>
      <ul class="plain">
        {requirements.map((requirement) => (
          <li class="undecided" id={anchor(requirement.id)} {...filterable(requirement)}>
            <p class="line">
              <Mark outcome={requirement.outcome} /> <span class="title">{requirement.title}</span> <code>{requirement.id}</code>{' '}
              <span class="soft">{requirement.level}</span>
            </p>
            {evidence.get(requirement.id)!.kinds.map(({ kind }) => (
              <Undecided check={kind.example} more={kind.checks.length - 1} group={group} exchanges={exchanges} cited={cited} />
            ))}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface UndecidedProps {
  readonly check: CheckResult;
  readonly more: number;
  readonly group: CauseGroup;
  readonly exchanges: ReadonlyMap<number, Exchange>;
  readonly cited: ReadonlySet<number>;
}

/** Why a check is undecided, as far as the headline of its group does not say so. */
function Undecided({ check, more, group, exchanges, cited }: UndecidedProps) {
  if (!isUndecided(check)) return null;
  const links = check.exchanges.filter((id) => cited.has(id)).flatMap((id) => exchanges.get(id) ?? []);
  return (
    <div class="why">
      <p>
        <CheckId id={check.id} />
        {more > 0 && <span class="soft"> and {withNoun(more, 'more check')}</span>}
        {check.reason !== group.reason && ` ${check.reason}`}
        {check.needs !== group.needs && <span class="soft"> Needs {check.needs}.</span>}
      </p>
      <ExchangeLinks exchanges={links} label="Exchanges" />
    </div>
  );
}
