import { dialogues } from '../digest/dialogue.ts';
import type { Exchange, Result } from '../../suites/result/result.ts';
import { ExchangeView } from './card/exchange.tsx';
import { allot, BODY, EXCHANGES, KINDS } from './evidence.ts';
import { AccessTable } from './figures/access.tsx';
import { SequenceDiagram } from './figures/sequence.tsx';
import { Timelines } from './figures/timeline.tsx';
import { Causes, Failed } from './findings.tsx';
import { Keys } from './keys.tsx';
import { Contents } from './contents.tsx';
import { Overview, Scores } from './overview.tsx';
import { PowerSection } from './power.tsx';
import { Excluded, RunFacts, Notes, PreflightSection, Warnings } from './remarks.tsx';
import { Requirements } from './requirements.tsx';
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
        <Contents result={result} exchanges={exchanges.length} />
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
          <Notes notes={result.notes} shown={cited} />
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

function Dialogues({ result }: { readonly result: Result }) {
  const all = dialogues(result);
  if (all.length === 0) return null;
  return (
    <section id="oauth" aria-labelledby="oauth-title">
      <h2 id="oauth-title">OAuth dialogues</h2>
      <p class="soft">
        The first requests of each scenario, without values, and what each checks. A response that is wrong is red; a rejection may be
        right.
      </p>
      {all.map(({ title, steps }) => (
        <details class="dialogue" open={steps.some(({ failed }) => failed)}>
          <summary>
            {title} <span class="soft">{steps.length} requests</span>
          </summary>
          <SequenceDiagram steps={steps} label={`Dialogue: ${title}`} />
        </details>
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
