import type { Result, Verdict } from '../../suites/result/result.ts';
import { topicRow } from '../digest/digest.ts';
import { scoreTables, type ScoreTable } from '../digest/score-table.ts';

const TONES: { readonly [verdict in Verdict]: string } = {
  conformant: 'pass',
  'conformant-with-warnings': 'warn',
  'non-conformant': 'fail',
  incomplete: 'open',
  unusable: 'open',
};

/** The verdict with its reason, facts of the run, and totals. */
export function Overview({ result }: { readonly result: Result }) {
  const { verdict, exit, target, mock, profile, document, harness, startedAt, seconds, requests, baseline } = result;
  const facts: readonly (readonly [string, string])[] = [
    ['Target', target],
    ...(mock ? ([['Start it again', `${mock.start} & ${mock.secrets}`]] as const) : []),
    ['Document', `${document.title} ${document.version} (${document.source})`],
    ['SHA-256', document.sha256],
    ['Profile', profile],
    ['Started', startedAt],
    ['Requests', `${requests} in ${seconds.toFixed(1)} s`],
    ['Baseline', `${baseline.matched} matched, ${baseline.stale} stale, ${baseline.expired} expired`],
    ['Version', `auth-conformance ${harness.version}`],
  ];
  return (
    <header class={`verdict ${TONES[verdict]}`}>
      <p class="soft">Authentication conformance of {document.title}</p>
      <h1>{verdict}</h1>
      <p class="reason">
        {exit.reason} <span class="soft nowrap">(exit {exit.code})</span>
      </p>
      <Totals result={result} />
      <dl class="facts wide">
        {facts.map(([name, value]) => (
          <div class={value.length > 60 ? 'long' : undefined}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}

function Totals({ result }: { readonly result: Result }) {
  const { requirements } = result;
  const sum = topicRow('', requirements, result);
  const { undecided, notTested } = sum;
  const failures = requirements.filter(({ outcome }) => outcome === 'fail');
  const must = failures.filter(({ level }) => level === 'MUST').length;
  const totals = [
    { number: must, label: 'failed', tone: must > 0 ? 'fail' : 'none', href: '#failed' },
    {
      number: failures.length - must,
      label: failures.length - must === 1 ? 'warning' : 'warnings',
      tone: failures.length > must ? 'warn' : 'none',
      href: '#failed',
    },
    {
      number: undecided,
      label: 'undecided',
      tone: undecided > 0 ? 'open' : 'none',
      href: '#undecided',
    },
    ...(notTested > 0 ? [{ number: notTested, label: 'not tested', tone: 'none', href: '#not-tested' }] : []),
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

/** Both scores, side by side if they fit. */
export function Scores({ result }: { readonly result: Result }) {
  return (
    <section id="scores" aria-labelledby="scores-title">
      <h2 id="scores-title">Scores</h2>
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
