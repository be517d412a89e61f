import { createHash } from 'node:crypto';
import type { ComponentChild } from 'preact';
import { render } from 'preact-render-to-string';
import { STYLE } from '../../../reporters/html/style.ts';
import { visibleText } from '../../../reporters/digest/visible.ts';
import { countsOf } from '../counts.ts';
import { fates } from '../fates.ts';
import type { Fate, KillMatrix, VariantFate, VariantRow } from '../kill-matrix.ts';
import { problemsOf } from '../problems.ts';

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
          <Table
            title="Faults"
            caption="Result of every fault"
            names={['Result', 'Fault', 'Behaviour', 'Failed requirements', 'Document']}
            rows={matrix.faults.map((row) => (
              <Fault row={row} />
            ))}
          />
          <Table
            title="Variants"
            caption="Result of every variant"
            names={['Result', 'Variant', 'Behaviour', 'Documents']}
            rows={matrix.variants.map((row) => (
              <Variant row={row} />
            ))}
          />
          {matrix.clients.length > 0 && (
            <Table
              title="Clients"
              caption="Result of every client"
              names={['Result', 'Client', 'Behaviour', 'Failed requirements', 'Document']}
              rows={matrix.clients.map(({ client, document, ...row }) => (
                <Fault row={{ ...row, fault: client, ...(document !== undefined && { document }) }} />
              ))}
            />
          )}
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
          {rows.map(({ name, description, details }) => (
            <div class="panel fail">
              <h3>
                <code>{name}</code>
              </h3>
              {description !== undefined && <p>{description}</p>}
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

interface TableProps {
  readonly title: string;
  readonly caption: string;
  readonly names: readonly string[];
  readonly rows: readonly ComponentChild[];
}

function Table({ title, caption, names, rows }: TableProps) {
  const id = title.toLowerCase();
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        {title} <span class="count">{rows.length}</span>
      </h2>
      <div class="scroll">
        <table>
          <caption class="unseen">{caption}</caption>
          <thead>
            <tr>
              {names.map((name) => (
                <th scope="col">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>{rows}</tbody>
        </table>
      </div>
    </section>
  );
}

function Shown({ fate }: { readonly fate: Fate | VariantFate }) {
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

/** A fault, or a client with a bug. */
interface BrokenRow {
  readonly fault: string;
  readonly fate: Fate | VariantFate;
  readonly description: string;
  readonly red: readonly string[];
  readonly document?: string;
}

function Fault({ row: { fault, fate, description, red, document } }: { readonly row: BrokenRow }) {
  return (
    <tr>
      <Shown fate={fate} />
      <th scope="row">
        <code>{fault}</code>
      </th>
      <td>{description}</td>
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

function Variant({ row: { variant, fate, description, documents } }: { readonly row: VariantRow }) {
  return (
    <tr>
      <Shown fate={fate} />
      <th scope="row">
        <code>{variant}</code>
      </th>
      <td>{description}</td>
      <td>{documents.join(', ')}</td>
    </tr>
  );
}
