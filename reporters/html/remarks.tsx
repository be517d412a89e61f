import type { NoteTable, PreflightResult, Result } from '../../suites/result/result.ts';
import { withNoun } from '../digest/with-noun.ts';
import { exchangeAnchor } from './card/exchange.tsx';
import { capital } from './card/parts.tsx';
import { Mark } from './mark.tsx';

/** Warnings about the run as a whole. */
export function Warnings({ warnings }: Result) {
  if (warnings.length === 0) return null;
  return (
    <section id="warnings" class="panel warn-edge" aria-labelledby="warnings-title">
      <h2 id="warnings-title">Warnings about this run</h2>
      <ul>
        {warnings.map((warning) => (
          <li>{warning}</li>
        ))}
      </ul>
    </section>
  );
}

/** RunFacts of the run. */
export function RunFacts({ result }: { readonly result: Result }) {
  const { target, mock, profile, document, harness, startedAt, seconds, requests, baseline } = result;
  const facts: readonly (readonly [string, string])[] = [
    ['Target', target],
    ...(mock ? ([['Start it again', `${mock.start} & ${mock.secrets}`]] as const) : []),
    ['Document', `${document.title} ${document.version} (${document.source})`],
    ['SHA-256', document.sha256],
    ['Profile', profile],
    ['Started', startedAt],
    ['Requests', `${requests.toLocaleString('en')} in ${seconds.toFixed(1)} s`],
    ...(Object.values(baseline).some((number) => number > 0)
      ? ([['Baseline', `${baseline.matched} matched, ${baseline.stale} stale, ${baseline.expired} expired`]] as const)
      : []),
    ['Version', `auth-conformance ${harness.version}`],
  ];
  return (
    <dl class="facts wide">
      {facts.map(([name, value]) => (
        <div class={value.length > 60 ? 'long' : undefined}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The preflight checks; those that passed are folded. */
export function PreflightSection({ preflight }: Pick<Result, 'preflight'>) {
  if (preflight.length === 0) return null;
  const passed = preflight.filter(({ outcome }) => outcome === 'pass');
  const others = preflight.filter(({ outcome }) => outcome !== 'pass');
  return (
    <section id="preflight" aria-labelledby="preflight-title">
      <h3 id="preflight-title">Preflight</h3>
      {others.length > 0 && <PreflightLines lines={others} />}
      {passed.length > 0 && (
        <details>
          <summary>{withNoun(passed.length, 'check')} passed</summary>
          <PreflightLines lines={passed} />
        </details>
      )}
    </section>
  );
}

function PreflightLines({ lines }: { readonly lines: readonly PreflightResult[] }) {
  return (
    <ul class="plain">
      {lines.map((line) => (
        <PreflightLine line={line} />
      ))}
    </ul>
  );
}

function PreflightLine({ line: { id, outcome, message, configuration, fix } }: { readonly line: PreflightResult }) {
  return (
    <li id={`preflight-${id.replaceAll(/\W/g, '-')}`}>
      {outcome === 'warning' ? <Mark outcome="fail" level="SHOULD" /> : <Mark outcome={outcome} />} <code>{id}</code> {message}
      {configuration !== undefined && (
        <>
          {' '}
          Change <code>{configuration}</code>.
        </>
      )}
      {fix !== undefined && <span class="soft"> {fix}</span>}
    </li>
  );
}

interface NotesProps {
  readonly notes: Result['notes'];
  /** The exchanges of the page. */
  readonly shown: ReadonlySet<number>;
}

/** Observations that are neither passes nor failures. */
export function Notes({ notes, shown }: NotesProps) {
  if (notes.length === 0) return null;
  return (
    <section id="notes" aria-labelledby="notes-title">
      <h2 id="notes-title">
        Notes <span class="count">{notes.length}</span>
      </h2>
      <p class="soft">Observations that are neither passes nor failures.</p>
      <ul class="plain notes">
        {notes.map(({ topic, message, table, yaml, exchanges }) => (
          <li>
            <span class="topic-name">{topic}</span>
            <div>
              <p>{capital(message)}</p>
              {table && <NoteTableView table={table} label={message} />}
              {yaml !== undefined && <pre tabindex={0}>{yaml}</pre>}
              <NoteExchanges ids={exchanges} shown={shown} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How many exchanges of a note are listed without a fold. */
const few = 6;

function NoteExchanges({ ids, shown }: { readonly ids: readonly number[]; readonly shown: ReadonlySet<number> }) {
  if (ids.length === 0) return null;
  const links = ids.map((id, index) => (
    <>
      {index > 0 && ', '}
      {shown.has(id) ? <a href={`#${exchangeAnchor(id)}`}>{id}</a> : id}
    </>
  ));
  if (ids.length <= few) {
    return (
      <p class="soft links">
        {ids.length === 1 ? 'Exchange' : 'Exchanges'} {links}
      </p>
    );
  }
  return (
    <details class="links">
      <summary>{ids.length} exchanges</summary>
      <p class="soft">{links}</p>
    </details>
  );
}

function NoteTableView({ table: { header, rows }, label }: { readonly table: NoteTable; readonly label: string }) {
  const [corner, ...titles] = header;
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={label}>
      <table class="matrix">
        <thead>
          <tr>
            {corner === '' ? <td /> : <th scope="col">{corner}</th>}
            {titles.map((title) => (
              <th scope="col">{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr>
              <th scope="row">{name}</th>
              {cells.map((cell) => (
                <td>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the run did not test, and why. */
export function Excluded({ excluded }: Result) {
  if (excluded.length === 0) return null;
  return (
    <section id="excluded" aria-labelledby="excluded-title">
      <h3 id="excluded-title">Left out</h3>
      <ul>
        {excluded.map(({ message, why }) => (
          <li>
            {message} <span class="soft">{why}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
