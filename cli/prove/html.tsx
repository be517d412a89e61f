import { createHash } from 'node:crypto';
import { render } from 'preact-render-to-string';
import { STYLE } from '../../reporters/html/style.ts';
import { visibleText } from '../../reporters/digest/visible.ts';
import { countsOf } from './counts.ts';
import { fates } from './fates.ts';
import type { FaultRow, KillMatrix, VariantRow } from './kill-matrix.ts';
import { problemsOf } from './problems.ts';

/** The style of reports, with additions for the tables of a matrix. */
const MATRIX_STYLE = `${STYLE}td, tbody th { text-align: left; vertical-align: top; } thead th { text-align: left; } td ul { padding: 0; list-style: none; }`;

const hash = createHash('sha256').update(MATRIX_STYLE).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;

/** The kill matrix as a single page without scripts and external resources. */
export function renderHtml(matrix: KillMatrix): string {
  return `<!doctype html>\n${visibleText(render(<Page matrix={matrix} />))}\n`;
}

function Page({ matrix }: { readonly matrix: KillMatrix }) {
  const { figures, verdict } = countsOf(matrix);
  const title = matrix.proved ? 'Proved' : 'Not proved';
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title}: ${matrix.documents.map((document) => document.title).join(', ')}`}</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: MATRIX_STYLE }} />
      </head>
      <body>
        <a class="skip" href="#faults">
          Skip to the faults
        </a>
        <header class={`verdict ${matrix.proved ? 'pass' : 'fail'}`}>
          <h1>{title}</h1>
          <p class="reason">{verdict}</p>
          <ul>
            {figures.map((figure) => (
              <li>{figure}</li>
            ))}
          </ul>
        </header>
        <main>
          <Problems matrix={matrix} />
          <section id="faults" aria-labelledby="faults-title">
            <h2 id="faults-title">
              Faults <span class="count">{matrix.faults.length}</span>
            </h2>
            <div class="scroll">
              <table>
                <caption class="unseen">Result of every fault</caption>
                <Head names={['Result', 'Fault', 'Behaviour', 'Failed requirements', 'Document']} />
                <tbody>
                  {matrix.faults.map((row) => (
                    <Fault row={row} />
                  ))}
                </tbody>
              </table>
            </div>
          </section>
          <section id="variants" aria-labelledby="variants-title">
            <h2 id="variants-title">
              Variants <span class="count">{matrix.variants.length}</span>
            </h2>
            <div class="scroll">
              <table>
                <caption class="unseen">Result of every variant</caption>
                <Head names={['Result', 'Variant', 'Behaviour', 'Documents']} />
                <tbody>
                  {matrix.variants.map((row) => (
                    <Variant row={row} />
                  ))}
                </tbody>
              </table>
            </div>
          </section>
        </main>
      </body>
    </html>
  );
}

function Problems({ matrix }: { readonly matrix: KillMatrix }) {
  return (
    <>
      {problemsOf(matrix).map(({ title, rows }) => (
        <section aria-label={title}>
          <h2>{title}</h2>
          {rows.map(({ name, says, details }) => (
            <div class="finding fail">
              <h3>
                <code>{name}</code>
              </h3>
              {says !== undefined && <p>{says}</p>}
              <ul>
                {details.map((detail) => (
                  <li>{detail}</li>
                ))}
              </ul>
            </div>
          ))}
        </section>
      ))}
    </>
  );
}

function Head({ names }: { readonly names: readonly string[] }) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th scope="col">{name}</th>
        ))}
      </tr>
    </thead>
  );
}

function Shown({ fate }: { readonly fate: FaultRow['fate'] | VariantRow['fate'] }) {
  const { mark, word, colour } = fates[fate];
  return (
    <td class={`nowrap ${colour}`}>
      <span class="mark" aria-hidden="true">
        {mark}
      </span>
      {word}
    </td>
  );
}

function Fault({ row: { fault, fate, says, red, document } }: { readonly row: FaultRow }) {
  return (
    <tr>
      <Shown fate={fate} />
      <th scope="row">
        <code>{fault}</code>
      </th>
      <td>{says}</td>
      <td>
        <ul>
          {red.map((id) => (
            <li>
              <code>{id}</code>
            </li>
          ))}
        </ul>
      </td>
      <td>{document ?? ''}</td>
    </tr>
  );
}

function Variant({ row: { variant, fate, says, documents } }: { readonly row: VariantRow }) {
  return (
    <tr>
      <Shown fate={fate} />
      <th scope="row">
        <code>{variant}</code>
      </th>
      <td>{says}</td>
      <td>{documents.join(', ')}</td>
    </tr>
  );
}
