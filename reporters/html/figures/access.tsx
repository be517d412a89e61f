import type { Result } from '../../../suites/result/result.ts';
import { accessMatrix, type AccessCell } from '../../digest/matrix.ts';
import { exchangeAnchor } from '../card/exchange.tsx';
import { tone } from '../mark.tsx';

/** Who was served by which operation, and whether that is as documented. */
export function AccessTable({ result, shown }: { readonly result: Result; readonly shown: ReadonlySet<number> }) {
  const { principals, rows } = accessMatrix(result);
  if (rows.length === 0) return null;
  return (
    <section id="access" aria-labelledby="access-title">
      <h2 id="access-title">Who may call what</h2>
      <p class="soft">
        <span class="pass">●</span> served and <span class="none">○</span> rejected as documented, <span class="fail">● ○</span> not as
        documented, <span class="open">?</span> undecided. Empty cells were not checked.
      </p>
      <div class="scroll" tabindex={0} role="region" aria-label="Operations and principals">
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">operation</th>
              {principals.map((principal) => (
                <th scope="col">{principal}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ operation, cells }) => (
              <tr>
                <th scope="row">
                  <code>{operation}</code>
                </th>
                {cells.map((cell) => (cell ? <Cell cell={cell} isLinked={shown.has(cell.exchange ?? 0)} /> : <td />))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Cell({ cell, isLinked }: { readonly cell: AccessCell; readonly isLinked: boolean }) {
  const { outcome, served, status, checked, exchange } = cell;
  const isWrong = outcome === 'fail';
  const observed = served === undefined ? 'undecided' : served ? 'served' : 'rejected';
  const words = `${observed}${outcome === 'pass' ? ' as documented' : isWrong ? ', not as documented' : ''} (${checked.join(', ')})`;
  const sign = served === undefined || (outcome !== 'pass' && !isWrong) ? '?' : served ? '●' : '○';
  const className = outcome === 'pass' ? (served ? 'pass' : 'none') : tone(outcome);
  const content = (
    <>
      <span aria-hidden="true">{sign}</span> {status}
      <span class="unseen"> {words}</span>
    </>
  );
  return (
    <td class={`${className}${isWrong ? ' wrong' : ''}`} title={words}>
      {isLinked ? <a href={`#${exchangeAnchor(exchange!)}`}>{content}</a> : content}
    </td>
  );
}
