import type { CheckResult, Exchange, RequirementResult } from '../../suites/result/result.ts';
import { source, mainExchange } from '../digest/digest.ts';
import { isUndecided } from '../gathering/outcome.ts';
import { specFile } from '../reproduce/file-name.ts';
import { Curl, ExchangeView } from './exchange.tsx';
import { IDS, type ShownExchange } from './evidence.ts';
import { Badge, Mark, tone } from './mark.tsx';

type Exchanges = ReadonlyMap<number, Exchange>;

/** The fragment of a requirement in the page. */
export function anchor(id: string): string {
  return `requirement-${id.replaceAll(/[^A-Za-z0-9-]+/g, '-')}`;
}

/** The attributes for the filters of the page. */
export function filterable({ id, topic, level, outcome, score }: RequirementResult) {
  return { 'data-requirement': id, 'data-topic': topic, 'data-level': level, 'data-outcome': outcome, 'data-score': score };
}

/** A failed or undecided requirement with its evidence. */
export function FindingView({ shown, exchanges }: { readonly shown: ShownExchange; readonly exchanges: Exchanges }) {
  const { requirement, kinds, left } = shown;
  const undecided = requirement.outcome === 'fail' ? requirement.checks.filter(isUndecided) : [];
  return (
    <article class={`finding ${tone(requirement.outcome, requirement.level)}`} id={anchor(requirement.id)} {...filterable(requirement)}>
      <h3>
        <Mark outcome={requirement.outcome} level={requirement.level} /> {requirement.title} <code>{requirement.id}</code>
      </h3>
      <p class="badges">
        <Badge requirement={requirement} />
      </p>
      <p>{requirement.demand}</p>
      <SourceView requirement={requirement} />
      {requirement.reason !== undefined && <p class={tone(requirement.outcome, requirement.level)}>{requirement.reason}</p>}
      {kinds.map(({ kind, withExchanges }) => (
        <div class="check">
          <Facts check={kind.example} />
          <Similar ids={kind.checks.slice(1).map(({ id }) => id)} label="similar" />
          {withExchanges ? (
            kind.example.exchanges.flatMap((id) => exchanges.get(id) ?? []).map((exchange) => <ExchangeView exchange={exchange} />)
          ) : (
            <Cited check={kind.example} exchanges={exchanges} />
          )}
          {kind.example.outcome === 'fail' && <TestFile id={kind.example.id} />}
        </div>
      ))}
      <Similar ids={left.flatMap(({ checks }) => checks.map(({ id }) => id))} label="other failed or undecided checks" />
      <Similar ids={undecided.map(({ id }) => id)} label="undecided checks" />
    </article>
  );
}

/** The source of a requirement. */
export function SourceView({ requirement }: { readonly requirement: RequirementResult }) {
  const { place, pointer } = source(requirement.basis);
  return (
    <p class="soft source">
      {requirement.score === 'contract' ? 'Documented in ' : 'Required by '}
      <code>{place}</code>
      {pointer !== undefined && (
        <>
          {' '}
          at <code>{pointer}</code>
        </>
      )}
    </p>
  );
}

function Facts({ check }: { readonly check: CheckResult }) {
  const facts = [
    ['Reason', check.reason],
    ['Expected', check.expected],
    ['Observed', check.observed],
    ['Where', check.where],
    ['Needs', check.needs],
    ['Baseline', check.excused === true ? 'accepts this failure' : undefined],
  ] as const;
  return (
    <>
      <h4>
        <code>{check.id}</code>
      </h4>
      <dl class="facts">
        {facts.map(
          ([name, value]) =>
            value !== undefined && (
              <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </>
  );
}

/** The file that reproduces a failure. */
function TestFile({ id }: { readonly id: string }) {
  return (
    <p class="soft">
      Reproduction with Playwright: <code>{specFile(id)}</code>
    </p>
  );
}

function Cited({ check, exchanges }: { readonly check: CheckResult; readonly exchanges: Exchanges }) {
  const curl = mainExchange(check, exchanges)?.curl;
  return (
    <>
      <p class="soft">
        Evidence not shown here: exchanges {check.exchanges.join(', ')} of <code>results.json</code>.
      </p>
      {curl !== undefined && <Curl line={curl} />}
    </>
  );
}

function Similar({ ids, label }: { readonly ids: readonly string[]; readonly label: string }) {
  if (ids.length === 0) return null;
  return (
    <details>
      <summary>
        {ids.length} {label}
      </summary>
      <Ids ids={ids} />
    </details>
  );
}

/** The ids of checks, up to a limit. */
export function Ids({ ids }: { readonly ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <ul class="ids">
      {ids.slice(0, IDS).map((id) => (
        <li>
          <code>{id}</code>
        </li>
      ))}
      {ids.length > IDS && <li>and {ids.length - IDS} more, in results.json</li>}
    </ul>
  );
}
