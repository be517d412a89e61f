import { topicNames } from '../digest/digest.ts';
import { dialogues } from '../digest/dialogue.ts';
import type { Exchange, Result } from '../../suites/result/result.ts';
import { ExchangeView } from './card/exchange.tsx';
import { allot, BODY, EXCHANGES, KINDS } from './evidence.ts';
import { AccessTable } from './figures/access.tsx';
import { SequenceDiagram } from './figures/sequence.tsx';
import { Timelines } from './figures/timeline.tsx';
import { Filter } from './filter.tsx';
import { Causes, Failed } from './findings.tsx';
import { Keys } from './keys.tsx';
import { Overview, Scores } from './overview.tsx';
import { PowerSection } from './power.tsx';
import { Excluded, RunFacts, Notes, PreflightSection, Warnings } from './remarks.tsx';
import { Row } from './row.tsx';
import { SCRIPT, SCRIPT_HASH } from './script.ts';
import { STYLE, STYLE_HASH } from './style.ts';

const POLICY = [
  "default-src 'none'",
  `style-src '${STYLE_HASH}'`,
  `script-src '${SCRIPT_HASH}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The whole report. */
export function Page({ result }: { readonly result: Result }) {
  const { failed, undecided, notTested, exchanges } = allot(result);
  const cited = new Set(exchanges.map(({ id }) => id));
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>
          {result.verdict}: {result.document.title}
        </title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <a class="skip" href="#failed">
          Skip to failures
        </a>
        <Overview result={result} />
        <Contents result={result} exchanges={exchanges} />
        <main>
          <Warnings {...result} />
          {result.verdict === 'unusable' && <PreflightSection {...result} />}
          <Failed shown={failed} result={result} />
          <Causes
            id="undecided"
            title="Undecided"
            empty="All applicable requirements are decided."
            shown={undecided}
            result={result}
            cited={cited}
          />
          <Causes id="not-tested" title="Not tested" shown={notTested} result={result} cited={cited} />
          <AccessTable result={result} shown={cited} />
          <Timelines result={result} shown={cited} />
          <Dialogues result={result} />
          <Scores result={result} />
          <Requirements result={result} />
          <Notes {...result} />
          <Run result={result} />
          <Exchanges exchanges={exchanges} />
        </main>
        <Footer />
        <Keys />
        <script dangerouslySetInnerHTML={{ __html: SCRIPT }} />
      </body>
    </html>
  );
}

function Contents({ result, exchanges }: { readonly result: Result; readonly exchanges: readonly Exchange[] }) {
  const sections = [
    ['failed', 'Failed'],
    ['undecided', 'Undecided'],
    ['scores', 'Scores'],
    ['requirements', 'Requirements'],
    ...(result.notes.length > 0 ? [['notes', 'Notes']] : []),
    ['run', 'Run'],
    ...(exchanges.length > 0 ? [['exchanges', 'Exchanges']] : []),
  ] as const;
  return (
    <nav aria-label="Sections">
      <ul>
        {sections.map(([id, title]) => (
          <li>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
      <Filter result={result} />
    </nav>
  );
}

function Dialogues({ result }: { readonly result: Result }) {
  const all = dialogues(result);
  if (all.length === 0) return null;
  return (
    <section id="oauth" aria-labelledby="oauth-title">
      <h2 id="oauth-title">OAuth dialogues</h2>
      <p class="soft">The first requests of each scenario, without values. Each leads to its exchange.</p>
      {all.map(({ title, steps }) => (
        <details class="dialogue">
          <summary>
            {title} <span class="soft">{steps.length} requests</span>
          </summary>
          <SequenceDiagram steps={steps} label={`Dialogue: ${title}`} />
        </details>
      ))}
    </section>
  );
}

function Requirements({ result }: { readonly result: Result }) {
  return (
    <section id="requirements" aria-labelledby="requirements-title">
      <h2 id="requirements-title">
        All requirements <span class="count">{result.requirements.length}</span>
      </h2>
      {topicNames(result).map((topic) => (
        <section class="topic" aria-label={topic}>
          <h3>{topic}</h3>
          {result.requirements
            .filter((requirement) => requirement.topic === topic)
            .map((requirement) => (
              <Row requirement={requirement} />
            ))}
        </section>
      ))}
    </section>
  );
}

function Run({ result }: { readonly result: Result }) {
  return (
    <section id="run" aria-labelledby="run-title">
      <h2 id="run-title">This run</h2>
      <RunFacts result={result} />
      <PowerSection {...result} />
      {result.verdict !== 'unusable' && <PreflightSection {...result} />}
      <Excluded {...result} />
    </section>
  );
}

function Exchanges({ exchanges }: { readonly exchanges: readonly Exchange[] }) {
  if (exchanges.length === 0) return null;
  return (
    <section id="exchanges" aria-labelledby="exchanges-title">
      <h2 id="exchanges-title">
        Exchanges <span class="count">{exchanges.length}</span>
      </h2>
      {exchanges.map((exchange) => (
        <ExchangeView exchange={exchange} />
      ))}
    </section>
  );
}

function Footer() {
  return (
    <footer class="soft">
      <p>
        This page shows at most {KINDS} kinds of failures for each requirement, {EXCHANGES} exchanges in total, and {BODY} characters of a
        body. <code>results.json</code> in the same directory is complete.
      </p>
      <noscript>
        <p>Filters, keyboard shortcuts and copy buttons need JavaScript.</p>
      </noscript>
    </footer>
  );
}
