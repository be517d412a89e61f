import type { Result } from '../../suites/result/result.ts';
import { accessMatrix } from '../digest/matrix.ts';
import { Mark } from './mark.tsx';

/** A table of operations and principals with the outcomes of the scope checks. */
export function MatrixTable({ result }: { readonly result: Result }) {
  const { principals, rows } = accessMatrix(result);
  if (rows.length === 0) return null;
  return (
    <section id="matrix" aria-labelledby="matrix-title">
      <h2 id="matrix-title">Operations and principals</h2>
      <p class="soft">
        The outcomes of the scope checks: whether each principal was served or rejected as documented. Empty cells were not checked.
      </p>
      <div class="scroll" tabindex={0} role="region" aria-labelledby="matrix-title">
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
                {cells.map((cell) => (
                  <td title={cell?.checked.join(', ')}>{cell && <Mark outcome={cell.outcome} />}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
