import type { Power, Result } from '../../suites/result/result.ts';
import { powerNote, powerShare } from '../digest/power.ts';
import { visibleLine } from '../digest/visible.ts';

/** Which share of the known faults the run could have detected, and how to detect more. */
export function PowerSection({ power }: Pick<Result, 'power'>) {
  if (power === undefined) return null;
  return (
    <section id="power" aria-labelledby="power-title">
      <h3 id="power-title">Power</h3>
      <p>
        This run could have detected <strong>{powerShare(power)}</strong>. <span class="soft">{powerNote}</span>
      </p>
      {power.additions.length > 0 && <Additions power={power} />}
      {power.beyond.length > 0 && <Beyond power={power} />}
    </section>
  );
}

function Additions({ power: { additions } }: { readonly power: Power }) {
  return (
    <>
      <p>To detect more, add these, the most useful first:</p>
      <ul>
        {additions.map(({ needs, adds }) => (
          <li>
            {visibleLine(needs)}: <strong>{adds}</strong>
          </li>
        ))}
      </ul>
    </>
  );
}

function Beyond({ power: { beyond } }: { readonly power: Power }) {
  return (
    <details>
      <summary>{beyond.length} faults that this run could not have detected</summary>
      <ul>
        {beyond.map(({ fault, description }) => (
          <li>
            <code>{visibleLine(fault)}</code> {visibleLine(description)}
          </li>
        ))}
      </ul>
    </details>
  );
}
