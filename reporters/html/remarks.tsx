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

/** The preflight checks. */
export function PreflightSection({ preflight }: Result) {
  if (preflight.length === 0) return null;
  return (
    <section id="preflight" aria-labelledby="preflight-title">
      <h2 id="preflight-title">Preflight</h2>
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
    <li>
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
      <h2 id="excluded-title">Not tested</h2>
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
