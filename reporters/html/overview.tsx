import type { Result, Verdict } from '../../suites/result/result.ts';
import { topicRow, type TopicRow } from '../digest/digest.ts';
import { scoreTables, type ScoreTable } from '../digest/score-table.ts';
import { FirstSteps } from './first-steps.tsx';

const TONES: { readonly [verdict in Verdict]: string } = {
  conformant: 'pass',
  'conformant-with-warnings': 'warn',
  'non-conformant': 'fail',
  incomplete: 'open',
  unusable: 'open',
};

/** The verdict with its reason, both scores, what to do first, and facts of the run. */
export function Overview({ result }: { readonly result: Result }) {
  const { verdict, exit, target, document, startedAt, seconds, requests } = result;
  return (
    <header class={`verdict ${TONES[verdict]}`}>
      <p class="soft">
        {document.title} {document.version} at <span class="target">{target}</span>
      </p>
      <h1>{verdict}</h1>
      <p class="reason">
        {exit.reason} <span class="soft nowrap">(exit {exit.code})</span>
      </p>
      <div class="scores">
        {scoreTables(result).map((table) => (
          <Bar table={table} />
        ))}
      </div>
      <Totals result={result} />
      <FirstSteps result={result} />
      <p class="soft when">
        {requests.toLocaleString('en')} requests in {seconds.toFixed(1)} s on{' '}
        <time dateTime={startedAt}>{startedAt.slice(0, 16).replace('T', ' ')} UTC</time>
      </p>
    </header>
  );
}

const PARTS = [
  ['pass', 'pass'],
  ['fail', 'fail'],
  ['undecided', 'open'],
  ['notTested', 'none'],
] as const;

/** The share of the applicable requirements that passed, as a bar. */
function Bar({ table: { name, description, sum } }: { readonly table: ScoreTable }) {
  const applicable = PARTS.reduce((all, [member]) => all + sum[member], 0);
  let from = 0;
  return (
    <div class="bar">
      <p>
        <strong>{name}</strong> <span class="soft">{description}</span>
        <span class="share">
          <strong>{sum.pass}</strong> of {applicable}
        </span>
      </p>
      <svg viewBox="0 0 100 3" preserveAspectRatio="none" role="img" aria-label={barWords(name, sum, applicable)}>
        {PARTS.map(([member, tone]) => {
          const width = applicable === 0 ? 0 : (100 * sum[member]) / applicable;
          from += width;
          return width > 0 && <rect class={tone} x={from - width} y={0} width={width} height={3} />;
        })}
      </svg>
    </div>
  );
}

const barWords = (name: string, { pass, fail, undecided }: TopicRow, applicable: number) =>
  `${name}: ${pass} of ${applicable} passed, ${fail} failed, ${undecided} undecided`;

function Totals({ result }: { readonly result: Result }) {
  const { requirements } = result;
  const sum = topicRow('', requirements, result);
  const failures = requirements.filter(({ outcome }) => outcome === 'fail');
  const must = failures.filter(({ level }) => level === 'MUST').length;
  const warnings = failures.length - must;
  const totals = [
    { number: must, label: 'failed', tone: must > 0 ? 'fail' : 'none', href: '#failed' },
    { number: warnings, label: warnings === 1 ? 'warning' : 'warnings', tone: warnings > 0 ? 'warn' : 'none', href: '#failed' },
    { number: sum.undecided, label: 'undecided', tone: sum.undecided > 0 ? 'open' : 'none', href: '#undecided' },
    ...(sum.notTested > 0 ? [{ number: sum.notTested, label: 'not tested', tone: 'none', href: '#not-tested' }] : []),
    { number: sum.pass, label: 'passed', tone: 'pass', href: '#requirements' },
    { number: sum.notApplicable, label: 'not applicable', tone: 'none', href: '#requirements' },
  ];
  return (
    <ul class="totals">
      {totals.map(({ number, label, tone, href }) => (
        <li>
          <a href={href}>
            <strong class={tone}>{number}</strong> {label}
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
