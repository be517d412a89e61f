import type { Result } from '../../suites/result/result.ts';
import { accessMatrix } from '../digest/matrix.ts';
import { Mark } from './mark.tsx';

/** Operations against principals: whether scopes decide as documented. */
export function MatrixTable({ result }: { readonly result: Result }) {
  const { principals, rows } = accessMatrix(result);
  if (rows.length === 0) return null;
  return (
    <section id="matrix" aria-labelledby="matrix-title">
      <h2 id="matrix-title">Operations and principals</h2>
      <p class="soft">
        What came of the scope checks: whether each principal was let in, or kept out, as documented. An empty cell was not asked.
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
                  <td title={cell?.asked.join(', ')}>{cell && <Mark outcome={cell.outcome} />}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
