import type { Result } from '../../suites/result/result.ts';
import { amounts, exchangesById, splitUnchecked } from '../digest/digest.ts';
import { byCause, causeLine, someIds } from '../digest/causes.ts';
import type { ShownExchange } from './evidence.ts';
import { anchor, filterable, FindingView } from './requirement.tsx';

interface FindingsProps {
  readonly shown: readonly ShownExchange[];
  readonly result: Result;
}

/** Failed requirements with evidence. */
export function Failed({ shown, result }: FindingsProps) {
  const exchanges = exchangesById(result);
  return (
    <section id="failed" aria-labelledby="failed-title">
      <h2 id="failed-title">
        Failed <span class="count">{amounts(shown.map(({ requirement }) => requirement))}</span>
      </h2>
      {shown.length === 0 && <p class="soft">No requirement failed.</p>}
      {shown.map((one) => (
        <FindingView shown={one} exchanges={exchanges} />
      ))}
    </section>
  );
}

/** Undecided requirements with evidence. */
export function UndecidedSection({ shown, result }: FindingsProps) {
  const exchanges = exchangesById(result);
  const { unchecked } = splitUnchecked(shown.map(({ requirement }) => requirement));
  return (
    <section id="undecided" aria-labelledby="undecided-title">
      <h2 id="undecided-title">
        Undecided <span class="count">{amounts(shown.map(({ requirement }) => requirement))}</span>
      </h2>
      {shown.length === 0 && <p class="soft">All applicable requirements are decided.</p>}
      {unchecked.map(({ reason, requirements }) => (
        <article class="finding open">
          <h3>{reason}</h3>
          <ul class="ids">
            {requirements.map((requirement) => (
              <li id={anchor(requirement.id)} {...filterable(requirement)}>
                {requirement.title} <code>{requirement.id}</code> <span class="soft">{requirement.level}</span>
              </li>
            ))}
          </ul>
        </article>
      ))}
      {shown
        .filter(({ requirement }) => requirement.checks.length > 0)
        .map((one) => (
          <FindingView shown={one} exchanges={exchanges} />
        ))}
    </section>
  );
}

/** Requirements for which the configuration has no principal or client, by what they need. */
export function NotTested({ shown, result }: FindingsProps) {
  const exchanges = exchangesById(result);
  if (shown.length === 0) return null;
  return (
    <section id="not-tested" aria-labelledby="not-tested-title">
      <h2 id="not-tested-title">
        Not tested <span class="count">{amounts(shown.map(({ requirement }) => requirement))}</span>
      </h2>
      <ul>
        {byCause(shown.map(({ requirement }) => requirement)).map((group) => (
          <li>
            {causeLine(group)}: {someIds(group.requirements, group.requirements.length)}
          </li>
        ))}
      </ul>
      {shown.map((one) => (
        <FindingView shown={one} exchanges={exchanges} />
      ))}
    </section>
  );
}
