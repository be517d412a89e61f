import { acceptanceText } from '../../digest/acceptance.ts';
import type { CheckResult, Exchange, RequirementResult } from '../../../suites/result/result.ts';
import { checksFailed, mainExchange } from '../../digest/digest.ts';
import { dialogueSteps } from '../../digest/dialogue.ts';
import { isUndecided } from '../../gathering/outcome.ts';
import { isReproducible, specFile } from '../../reproduce/file-name.ts';
import type { ShownExchange } from '../evidence.ts';
import { SequenceDiagram } from '../figures/sequence.tsx';
import { Mark, tone } from '../mark.tsx';
import { Curl, ExchangeLinks, Messages } from './exchange.tsx';
import { Difference } from './difference.tsx';
import { Gist } from './gist.tsx';
import { anchor, capital, CheckId, filterable, Prose, Similar, SourceView } from './parts.tsx';

type Exchanges = ReadonlyMap<number, Exchange>;

interface CardProps {
  readonly shown: ShownExchange;
  readonly exchanges: Exchanges;
  readonly open: boolean;
}

/** A failed requirement: what is wrong, with the request and response, why it matters and how to fix it. */
export function Card({ shown: { requirement, kinds, left }, exchanges, open }: CardProps) {
  const { id, title, demand, level, severity, outcome, reason } = requirement;
  const undecided = requirement.checks.filter(isUndecided);
  return (
    <details class={`card ${tone(outcome, level)}`} id={anchor(id)} open={open} {...filterable(requirement)}>
      <summary>
        <h3>
          <Mark outcome={outcome} level={level} /> {title}
        </h3>
        <span class="tags">
          <span class={`badge ${tone(outcome, level)}`}>{level}</span>
          {severity === 'critical' && <span class="badge fail solid">critical</span>}
          <code>{id}</code>
          <span class="soft">{checksFailed(requirement)}</span>
        </span>
        <Gist requirement={requirement} />
      </summary>
      <p>
        <Prose text={demand} />
      </p>
      {reason !== undefined && <p class={tone(outcome, level)}>{reason}</p>}
      <Advice requirement={requirement} />
      {kinds.map(({ kind, withExchanges }, index) => (
        <Kind check={kind.example} similar={kind.checks.slice(1)} exchanges={exchanges} withExchanges={withExchanges} open={index === 0} />
      ))}
      <Similar ids={left.flatMap(({ checks }) => checks.map((check) => check.id))} label="other failed or undecided checks" />
      <Similar ids={undecided.map((check) => check.id)} label="undecided checks" />
      <SourceView requirement={requirement} />
    </details>
  );
}

interface KindProps {
  readonly check: CheckResult;
  readonly similar: readonly CheckResult[];
  readonly exchanges: Exchanges;
  readonly withExchanges: boolean;
  readonly open: boolean;
}

/** One way in which a requirement failed, with the evidence of one check. */
function Kind({ check, similar, exchanges, withExchanges, open }: KindProps) {
  const accepted = acceptanceText(check);
  const main = mainExchange(check, exchanges);
  const cited = check.exchanges.flatMap((id) => exchanges.get(id) ?? []);
  const steps = cited.length > 1 ? dialogueSteps(cited, new Set(main && [main.id])) : [];
  return (
    <details class="kind" open={open}>
      <summary>
        <h4>
          {capital(
            check.reason ?? 'failed',
            cited.map(({ operation }) => operation),
          )}{' '}
          <CheckId id={check.id} />
          {check.excused === true && <span class="badge">accepted by the baseline</span>}
        </h4>
      </summary>
      {accepted !== undefined && <p class="soft">Accepted: {accepted}</p>}
      <Difference expected={check.expected} observed={check.observed} where={check.where} />
      {steps.length > 0 && <SequenceDiagram steps={steps} label={`Dialogue of ${check.id}`} />}
      {main && withExchanges && <Messages exchange={main} where={check.where ?? check.mismatch?.at} />}
      {main && !withExchanges && <Curl line={main.curl} />}
      {withExchanges ? (
        <ExchangeLinks exchanges={cited.filter((one) => one !== main)} label="Other exchanges" />
      ) : (
        <p class="soft">
          Evidence not shown here: exchanges {check.exchanges.join(', ')} of <code>results.json</code>.
        </p>
      )}
      {check.outcome === 'fail' && isReproducible(check.id) && (
        <p class="soft links">
          Reproduction with Playwright: <a href={specFile(check.id)}>{specFile(check.id)}</a>
        </p>
      )}
      <Similar ids={similar.map(({ id }) => id)} label="more failed in the same way" />
    </details>
  );
}

function Advice({ requirement: { guidance } }: { readonly requirement: RequirementResult }) {
  if (!guidance) return null;
  return (
    <dl class="advice">
      <div>
        <dt>How to fix it</dt>
        <dd>
          <Prose text={guidance.fix} />
        </dd>
      </div>
      <div>
        <dt>What it means</dt>
        <dd>
          <Prose text={guidance.failure} />
        </dd>
      </div>
      <div>
        <dt>Why it matters</dt>
        <dd>
          <Prose text={guidance.why} />
        </dd>
      </div>
    </dl>
  );
}
