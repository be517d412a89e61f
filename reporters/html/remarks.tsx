import type { NoteTable, PreflightResult, Result } from '../../suites/result/result.ts';
import { Mark } from './mark.tsx';

/** What weakens the run as a whole. */
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

/** Whether the run could begin at all. */
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

function PreflightLine({ line: { id, outcome, message: says, configuration, fix } }: { readonly line: PreflightResult }) {
  return (
    <li>
      {outcome === 'warning' ? <Mark outcome="fail" level="SHOULD" /> : <Mark outcome={outcome} />} <code>{id}</code> {says}
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

/** What was seen and is neither right nor wrong. */
export function Observations({ notes: observations }: Result) {
  if (observations.length === 0) return null;
  return (
    <section id="observations" aria-labelledby="observations-title">
      <h2 id="observations-title">Observations</h2>
      <p class="soft">Seen, and neither right nor wrong.</p>
      <ul>
        {observations.map(({ topic, message: says, table, exchanges }) => (
          <li>
            <strong>{topic}</strong> {says} {exchanges.length > 0 && <span class="soft">(exchanges {exchanges.join(', ')})</span>}
            {table && <Seen table={table} says={says} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Seen({ table: { header, rows }, says }: { readonly table: NoteTable; readonly says: string }) {
  const [corner, ...titles] = header;
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={says}>
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

/** What the run left out, and why. */
export function Excluded({ excluded }: Result) {
  if (excluded.length === 0) return null;
  return (
    <section id="excluded" aria-labelledby="excluded-title">
      <h2 id="excluded-title">Left out</h2>
      <ul>
        {excluded.map(({ says, why }) => (
          <li>
            {says} <span class="soft">{why}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
