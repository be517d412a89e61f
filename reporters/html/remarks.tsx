import type { NoteTable, PreflightResult, Result } from '../../suites/result/result.ts';
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
    ['Requests', `${requests} in ${seconds.toFixed(1)} s`],
    ['Baseline', `${baseline.matched} matched, ${baseline.stale} stale, ${baseline.expired} expired`],
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

/** The preflight checks. */
export function PreflightSection({ preflight }: Result) {
  if (preflight.length === 0) return null;
  return (
    <section id="preflight" aria-labelledby="preflight-title">
      <h3 id="preflight-title">Preflight</h3>
      <ul class="plain">
        {preflight.map((line) => (
          <PreflightLine line={line} />
        ))}
      </ul>
    </section>
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

/** Observations that are neither passes nor failures. */
export function Notes({ notes }: Result) {
  if (notes.length === 0) return null;
  return (
    <section id="notes" aria-labelledby="notes-title">
      <h2 id="notes-title">Notes</h2>
      <p class="soft">Observations that are neither passes nor failures.</p>
      <ul>
        {notes.map(({ topic, message, table, yaml, exchanges }) => (
          <li>
            <strong>{topic}</strong> {message} {exchanges.length > 0 && <span class="soft">(exchanges {exchanges.join(', ')})</span>}
            {table && <NoteTableView table={table} label={message} />}
            {yaml !== undefined && <pre tabindex={0}>{yaml}</pre>}
          </li>
        ))}
      </ul>
    </section>
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
