import type { NormalizedProblem } from '../redocly.ts';
import type { JsonObject } from '../../contract.ts';
import { member, text } from '../../json/json.ts';
import { tokensOf, valueAt } from '../../json/pointer.ts';
import { suggestion } from '../../suggestion.ts';
import type { ReferencedFiles } from '../files/referenced-files.ts';
import { isUrl, nameOf } from '../name.ts';
import { type PartOrigin, originOf, type PartOrigins, placeOf } from '../origin.ts';
import { type Problem, shownValue } from '../problem.ts';
import { isDecisive } from './decisive.ts';

/** A bundled document, and where its parts are from. */
interface Bundled {
  readonly root: PartOrigin;
  readonly document: JsonObject;
  readonly origins: PartOrigins;
  readonly files: ReferencedFiles;
}

/** The findings of the linter by whether the document can be used with them; each mistake once. */
export function judgedFindings(findings: readonly NormalizedProblem[], bundled: Bundled) {
  const { files } = bundled;
  const placed = findings.filter(matters).map((finding) => placedFinding(finding, bundled));
  const refused = new Set(placed.filter(({ target }) => target !== undefined && files.refusal(target) !== undefined));
  const broken = new Set(placed.filter(({ target }) => files.broken.some(({ file }) => target !== undefined && nameOf(target) === file)));
  const rest = once(placed.filter((finding) => !broken.has(finding)));
  const fatal = rest.filter((finding) => refused.has(finding) || isDecisive(finding.mistake, bundled.document));
  return {
    problems: [...files.broken, ...fatal.map(({ problem }) => problem)],
    mistakes: rest.filter((finding) => !fatal.includes(finding)).map(({ problem }) => problem),
  };
}

interface PlacedFinding {
  readonly problem: Problem;
  readonly mistake: { readonly pointer: string; readonly about?: string | undefined };
  /** The file that a reference names, if it cannot be read. */
  readonly target?: string;
}

/** One problem for all references to a file that cannot be read. */
function once(findings: readonly PlacedFinding[]): readonly PlacedFinding[] {
  const keyOf = ({ target, problem }: PlacedFinding) => target ?? `${problem.file} ${problem.pointer} ${problem.message}`;
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  const firsts = new Map(findings.toReversed().map((finding) => [keyOf(finding), finding]));
  return [...firsts.values()].toReversed().map((finding) => {
    const others = counts.get(keyOf(finding))! - 1;
    if (finding.target === undefined || others === 0) return finding;
    const more = others === 1 ? 'another reference leads there' : `${others} more references lead there`;
    return { ...finding, problem: { ...finding.problem, message: `${finding.problem.message}; ${more}` } };
  });
}

function placedFinding(finding: NormalizedProblem, { root, origins, files }: Bundled): PlacedFinding {
  const { source = root.source, pointer: found = '#/' } = finding.location[0] ?? {};
  const own = found.replace(/^#/, '').replace(/\/$/, '');
  const pointer = source.absoluteRef === root.source.absoluteRef ? own : (pointerIn(origins, source.absoluteRef, own) ?? '');
  const { problem, target } = problemOf(finding, originOf(origins, pointer), files);
  return {
    problem: { ...problem, ...placeOf(origins, pointer) },
    mistake: { pointer, about: meantBy(finding) ?? /^The field `([^`]+)` must be present/.exec(finding.message)?.[1] },
    ...(target !== undefined && { target }),
  };
}

/** The pointer in the bundled document of a part of another file. */
function pointerIn(origins: PartOrigins, file: string, pointer: string): string | undefined {
  const homes = [...origins].filter(
    ([, origin]) => origin.source.absoluteRef === file && (pointer === origin.pointer || pointer.startsWith(`${origin.pointer}/`)),
  );
  const nearest = homes.toSorted(([, left], [, right]) => right.pointer.length - left.pointer.length)[0];
  return nearest && nearest[0] + pointer.slice(nearest[1].pointer.length);
}

function problemOf(finding: NormalizedProblem, origin: PartOrigin, files: ReferencedFiles) {
  if (finding.ruleId !== 'no-unresolved-refs') return { problem: { code: 'document/invalid', message: structureOf(finding) } as const };
  const reference = text(member(valueAt(origin.parsed, origin.pointer), '$ref')) ?? tokensOf(origin.pointer).at(-1) ?? '';
  const file = reference.split('#', 1)[0]!;
  const why = /^Can't resolve \$ref: (.*)$/s.exec(finding.message)?.[1];
  const target = why === undefined || file === '' ? undefined : files.resolveExternalRef(origin.source.absoluteRef, file);
  const refusal = target === undefined ? undefined : files.refusal(target);
  const message = refusal ?? `expected a reference to an existing part, got ${shownValue(reference)}${why === undefined ? '' : `: ${why}`}`;
  return { problem: { code: 'document/reference', message: shortened(message, target) } as const, target };
}

/** The message with the path relative to the working directory. */
function shortened(message: string, target: string | undefined): string {
  return target === undefined || isUrl(target) ? message : message.replaceAll(target, nameOf(target));
}

/** Misspelt members matter. Additional members, and everything within extensions and schemas, do not. */
function matters(finding: NormalizedProblem): boolean {
  if (finding.ruleId !== 'struct') return true;
  const pointer = finding.location[0]?.pointer ?? '';
  if (/\/x-(?!auth-conformance)|\/schema(\/|$)|\/components\/schemas\//.test(pointer)) return false;
  if (/^The field `responses` must be present|^Must contain at least one of/.test(finding.message)) return false;
  return !finding.message.includes('is not expected here') || meantBy(finding) !== undefined;
}

/** The known name that is most similar to a misspelt one. */
function meantBy(finding: NormalizedProblem): string | undefined {
  if (!finding.message.includes('is not expected here')) return undefined;
  const name = tokensOf(finding.location[0]?.pointer?.slice(1) ?? '').at(-1) ?? '';
  return suggestion(name, finding.suggest);
}

function structureOf(finding: NormalizedProblem): string {
  const meant = meantBy(finding);
  const line = finding.message
    .split('\n', 1)[0]!
    .replaceAll('`', '"')
    .replace(/\.$/, '')
    .replace(/"\w+" \((\w+)\)/, '"$1"');
  return `${line.charAt(0).toLowerCase()}${line.slice(1)}${meant === undefined ? '' : `; did you mean ${shownValue(meant)}?`}`;
}
