import type { Result, Verdict } from '../../suites/result/result.ts';
import { topicRow, topicRows } from '../digest/digest.ts';
import { scoreTables, type ScoreTable } from '../digest/score-table.ts';
import { topicAnchor } from './card/parts.tsx';
import { FirstSteps } from './first-steps.tsx';
import { applicableOf, Bar, Gauge } from './figures/gauge.tsx';

const TONES: { readonly [verdict in Verdict]: string } = {
  conformant: 'pass',
  'conformant-with-warnings': 'warn',
  'non-conformant': 'fail',
  incomplete: 'open',
  unusable: 'open',
};

/** The verdict with its reason, both scores, the topics, what to do first, and facts of the run. */
export function Overview({ result }: { readonly result: Result }) {
  const { verdict, exit, target, document, startedAt, seconds, requests } = result;
  return (
    <header class={`verdict ${TONES[verdict]}`}>
      <div class="headline">
        <div>
          <p class="soft">
            {document.title} {document.version} · <span class="target">{target}</span>
          </p>
          <h1 class={TONES[verdict]}>{verdict.replace('-with-', ' with ')}</h1>
          <p class="reason">
            {exit.reason} <span class="soft nowrap">(exit {exit.code})</span>
          </p>
          <p class="soft when">
            {requests.toLocaleString('en')} requests in {seconds.toFixed(1)} s on{' '}
            <time dateTime={startedAt}>{startedAt.slice(0, 16).replace('T', ' ')} UTC</time>
          </p>
        </div>
        <div class="gauges">
          {scoreTables(result).map((table) => (
            <Gauge table={table} />
          ))}
        </div>
      </div>
      <Totals result={result} />
      <FirstSteps result={result} />
      <Topics result={result} />
    </header>
  );
}

/** How many requirements have each outcome. Each number leads to them; it filters what has no section of its own. */
function Totals({ result }: { readonly result: Result }) {
  const { warnings, ...sum } = topicRow('', result.requirements, result);
  const totals = [
    { number: sum.fail - warnings, label: 'failed', tone: 'fail', href: '#failed' },
    { number: warnings, label: warnings === 1 ? 'warning' : 'warnings', tone: 'warn', href: '#failed', filter: 'warning' },
    { number: sum.undecided, label: 'undecided', tone: 'open', href: '#undecided' },
    ...(sum.notTested > 0 ? [{ number: sum.notTested, label: 'not tested', tone: 'none', href: '#not-tested' }] : []),
    { number: sum.pass, label: 'passed', tone: 'pass', href: '#requirements', filter: 'passed' },
    { number: sum.notApplicable, label: 'not applicable', tone: 'none', href: '#requirements', filter: 'not applicable' },
  ];
  return (
    <ul class="totals">
      {totals.map(({ number, label, tone, href, filter }) => (
        <li>
          <a href={href} data-outcome={number > 0 ? filter : undefined}>
            <strong class={number > 0 ? tone : 'none'}>{number}</strong> {label}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The topics with their outcomes; each leads to its requirements. */
function Topics({ result }: { readonly result: Result }) {
  const rows = topicRows(result).filter((row) => applicableOf(row) > 0);
  if (rows.length < 2) return null;
  return (
    <ul class="topics" aria-label="Topics">
      {rows.map((row) => (
        <li>
          <a href={`#${topicAnchor(row.topic)}`}>
            <span class="name">
              {row.topic}{' '}
              <span class="soft">
                {row.pass} of {applicableOf(row)}
              </span>
            </span>
            <Bar row={row} />
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Both scores by topic, side by side if they fit. */
export function Scores({ result }: { readonly result: Result }) {
  return (
    <section id="scores" aria-labelledby="scores-title">
      <h2 id="scores-title">Scores by topic</h2>
      <div class="pair">
        {scoreTables(result).map((table) => (
          <Score table={table} />
        ))}
      </div>
    </section>
  );
}

function Score({ table: { name, description, columns, rows, sum } }: { readonly table: ScoreTable }) {
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={`Score: ${name}`}>
      <table class="score">
        <caption>
          <strong>{name}</strong> <span class="soft">{description}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">topic</th>
            {columns.map(({ title }) => (
              <th scope="col">{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...rows, sum].map((row) => (
            <tr class={row === sum ? 'sum' : undefined}>
              <th scope="row">{row.topic}</th>
              {columns.map(({ member }) => (
                <td class={row[member] === 0 ? 'zero' : CELL_TONES[member]}>{row[member]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const CELL_TONES = { pass: 'pass', fail: 'fail', undecided: 'open', notTested: 'none', notApplicable: 'none' } as const;
