import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { placeIn } from '../../reporters/digest/place.ts';
import type { Redactor } from '../../suites/redaction/redactor.ts';
import type { RequirementResult, Result } from '../../suites/result/result.ts';

/** How many lines an excerpt has before and after the line, and how long one may be. */
const shown = { before: 2, after: 4, characters: 160 } as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A result whose failures have the lines of the document that they rest on, with secrets replaced, and on a CI server the address of the line in the
 * commit. A file that cannot be read, such as that of a URL, has no lines.
 */
export function withSourceLines(result: Result, { redact }: Pick<Redactor, 'redact'>, environment: Environment): Result {
  const commit = commitUrl(result.document.repository, environment);
  const files = new Map<string, readonly string[]>();
  const linesOf = (file: string) => {
    const lines = files.get(file) ?? readLines(file, redact);
    files.set(file, lines);
    return lines;
  };
  const sourced = (requirement: RequirementResult): RequirementResult => {
    const { basis, outcome } = requirement;
    if (outcome !== 'fail' || basis.kind !== 'contract' || basis.line === undefined) return requirement;
    const first = Math.max(1, basis.line - shown.before);
    const lines = linesOf(basis.file).slice(first - 1, basis.line + shown.after);
    const { path, isRelative } = placeIn(result, basis);
    const url =
      commit !== undefined && isRelative ? `${commit}/${path.split('/').map(encodeURIComponent).join('/')}#L${basis.line}` : undefined;
    return {
      ...requirement,
      basis: {
        ...basis,
        ...(url !== undefined && { url }),
        ...(lines.length > 0 && { excerpt: { line: first, text: lines.map((line) => line.slice(0, shown.characters)) } }),
      },
    };
  };
  return { ...result, requirements: result.requirements.map(sourced) };
}

/** The lines of a file; none if it cannot be read, or if a secret in it has several. */
function readLines(file: string, redact: Redactor['redact']): readonly string[] {
  try {
    const text = readFileSync(file, 'utf8');
    const [before, after] = [text, redact(text)].map((one) => one.split(/\r?\n/));
    return before!.length === after!.length ? after! : [];
  } catch {
    return [];
  }
}

/**
 * The address of the files of a commit, from the variables of GitHub Actions or GitLab CI; undefined elsewhere, and if the run is in another checkout.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 * @see https://docs.gitlab.com/ci/variables/predefined_variables/
 */
function commitUrl(repository: Result['document']['repository'], environment: Environment): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_SHA: sha, GITHUB_WORKSPACE: workspace } = environment;
  if (isAt(repository, workspace) && server && name && sha) return webAddress(`${server}/${name}/blob/${sha}`);
  const { CI_PROJECT_URL: project, CI_COMMIT_SHA: commit, CI_PROJECT_DIR: folder } = environment;
  if (isAt(repository, folder) && project && commit) return webAddress(`${project}/-/blob/${commit}`);
  return undefined;
}

const isAt = (repository: Result['document']['repository'], folder: string | undefined) =>
  repository !== undefined && folder !== undefined && resolve(folder) === resolve(repository.root);

/** A URL without a user and password; undefined for what is no http or https URL. */
function webAddress(text: string): string | undefined {
  if (!URL.canParse(text) || !/^https?:/i.test(text)) return undefined;
  const url = new URL(text);
  return `${url.origin}${url.pathname}`;
}
