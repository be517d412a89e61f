import type { RequirementResult } from '../../../suites/result/result.ts';
import { source } from '../../digest/digest.ts';
import { IDS } from '../evidence.ts';
import { shownOutcome } from '../mark.tsx';

/** The fragment of a requirement in the page. */
export function anchor(id: string): string {
  return `requirement-${id.replaceAll(/[^A-Za-z0-9-]+/g, '-')}`;
}

/** The fragment of a topic in the page. */
export const topicAnchor = (topic: string) => `topic-${topic.replaceAll(/[^A-Za-z0-9-]+/g, '-')}`;

/** The attributes for the filters of the page. */
export function filterable(requirement: RequirementResult) {
  const { id, topic, level, score } = requirement;
  return {
    'data-requirement': id,
    'data-topic': topic,
    'data-level': level,
    'data-outcome': shownOutcome(requirement),
    'data-score': score,
  };
}

/** A text with a capital letter at its beginning, unless it begins with one of these names, or with a word such as `listThings` or `http/2`. */
export function capital(text: string, names: readonly (string | undefined)[] = []): string {
  const [word] = /^[a-z]+(?=[\s,:;]|$)/.exec(text) ?? [];
  return word === undefined || names.includes(word) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/** The id of a check in readable form: `listThings · writer · 10 per minute`. The whole id is its title. */
export function CheckId({ id }: { readonly id: string }) {
  const [, , ...rest] = id.split('/').map(decoded);
  const parts = new Set(rest);
  return (
    <span class="check-id soft" title={id}>
      {parts.size > 0 ? [...parts].join(' · ') : id}
    </span>
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A text in which `code` stands between backticks. */
export function Prose({ text }: { readonly text: string }) {
  return <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>;
}

/** The source of a requirement, and standards that say the same. */
export function SourceView({ requirement }: { readonly requirement: RequirementResult }) {
  const { place, pointer, url } = source(requirement.basis);
  const references = requirement.guidance?.references ?? [];
  return (
    <>
      <p class="soft source">
        {requirement.score === 'contract' ? 'Documented in ' : 'Required by '}
        {url === undefined ? <code>{place}</code> : <a href={url}>{place}</a>}
        {pointer !== undefined && (
          <>
            {' '}
            at <code>{pointer}</code>
          </>
        )}
        {references.length > 0 && (
          <>
            . See{' '}
            {references.map(({ name, url: page }, index) => (
              <>
                {index > 0 && ', '}
                {page === undefined ? name : <a href={page}>{name}</a>}
              </>
            ))}
          </>
        )}
      </p>
      <Excerpt basis={requirement.basis} />
    </>
  );
}

/** The lines of the document around the place, with the line marked. */
function Excerpt({ basis }: Pick<RequirementResult, 'basis'>) {
  if (basis.kind !== 'contract' || basis.excerpt === undefined) return null;
  const { line: first, text } = basis.excerpt;
  const width = String(first + text.length).length;
  return (
    <pre class="excerpt">
      {text.map((line, index) => {
        const number = first + index;
        const written = `${String(number).padStart(width)}  ${line}\n`;
        return number === basis.line ? <mark>{written}</mark> : written;
      })}
    </pre>
  );
}

/** The ids of similar checks, folded. */
export function Similar({ ids, label }: { readonly ids: readonly string[]; readonly label: string }) {
  if (ids.length === 0) return null;
  return (
    <details>
      <summary>
        {ids.length} {label}
      </summary>
      <Ids ids={ids} />
    </details>
  );
}

/** The ids of checks, up to a limit. */
export function Ids({ ids }: { readonly ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <ul class="ids">
      {ids.slice(0, IDS).map((id) => (
        <li>
          <CheckId id={id} />
        </li>
      ))}
      {ids.length > IDS && <li>and {ids.length - IDS} more, in results.json</li>}
    </ul>
  );
}
