import { topicNames } from '../digest/digest.ts';
import type { Result } from '../../suites/result/result.ts';
import { allot, BODY, EXCHANGES, KINDS } from './evidence.ts';
import { Failed, NotTested, UndecidedSection } from './findings.tsx';
import { Filter } from './filter.tsx';
import { MatrixTable } from './matrix-table.tsx';
import { Overview, Scores } from './overview.tsx';
import { Excluded, Notes, PreflightSection, Warnings } from './remarks.tsx';
import { PowerSection } from './power.tsx';
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
  const { failed, undecided, notTested } = allot(result);
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
        <Contents result={result} />
        <main>
          <Warnings {...result} />
          {result.verdict === 'unusable' && <PreflightSection {...result} />}
          <Failed shown={failed} result={result} />
          <UndecidedSection shown={undecided} result={result} />
          <NotTested shown={notTested} result={result} />
          <Scores result={result} />
          <PowerSection {...result} />
          <MatrixTable result={result} />
          <Requirements result={result} />
          <Notes {...result} />
          {result.verdict !== 'unusable' && <PreflightSection {...result} />}
          <Excluded {...result} />
        </main>
        <Footer />
        <script dangerouslySetInnerHTML={{ __html: SCRIPT }} />
      </body>
    </html>
  );
}

function Contents({ result }: { readonly result: Result }) {
  const sections = [
    ['failed', 'Failed'],
    ['undecided', 'Undecided'],
    ['scores', 'Scores'],
    ...(result.power ? [['power', 'Power']] : []),
    ['requirements', 'Requirements'],
    ...(result.notes.length > 0 ? [['notes', 'Notes']] : []),
    ...(result.preflight.length > 0 ? [['preflight', 'Preflight']] : []),
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

function Requirements({ result }: { readonly result: Result }) {
  return (
    <section id="requirements" aria-labelledby="requirements-title">
      <h2 id="requirements-title">
        Requirements by topic <span class="count">{result.requirements.length}</span>
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

function Footer() {
  return (
    <footer class="soft">
      <p>
        This page shows at most {KINDS} kinds of failures for each requirement, {EXCHANGES} exchanges in total, and {BODY} characters of a
        body. <code>results.json</code> in the same directory is complete.
      </p>
      <noscript>
        <p>Filters and copy buttons need JavaScript.</p>
      </noscript>
    </footer>
  );
}
