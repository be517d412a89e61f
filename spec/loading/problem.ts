import type { Json } from '../contract.ts';

/** What kind of problem a document has. Codes are stable; messages may change. */
export type DocumentErrorCode =
  /** The file or URL of a document or overlay cannot be read. */
  | 'document/unreadable'
  /** The file is empty, or neither YAML nor JSON. */
  | 'document/syntax'
  /** The file is not an OpenAPI document of a supported version. */
  | 'document/version'
  /** A reference leads to a file that the document may not read, or makes it unknown who may call an operation. */
  | 'document/reference'
  /** The document breaks the rules of OpenAPI, and it is unknown who may call an operation. */
  | 'document/invalid'
  /** The object `x-auth-conformance` has a mistake. */
  | 'document/extension'
  /** An overlay has a mistake. */
  | 'document/overlay';

/** One problem in a document, and its location. */
export interface Problem {
  readonly code: DocumentErrorCode;
  /** `expected COUNT/UNIT such as 10/minute, got "10/min"`. */
  readonly message: string;
  /** The path or URL of the file with the wrong value. */
  readonly file: string;
  /** From 1; absent if the document is not text. */
  readonly line?: number;
  readonly column?: number;
  /** JSON Pointer into the document; the empty string is its root. */
  readonly pointer: string;
}

/** Problems without duplicates, by file, line and column. */
export function sortedProblems(problems: readonly Problem[]): readonly Problem[] {
  const unique = new Map(problems.map((problem) => [`${printProblem(problem)} ${problem.code}`, problem]));
  return [...unique.values()].toSorted(
    (left, right) =>
      Number(left.file > right.file) - Number(left.file < right.file) ||
      (left.line ?? 0) - (right.line ?? 0) ||
      (left.column ?? 0) - (right.column ?? 0),
  );
}

/** A problem before its file is known. */
export type UnlocatedProblem = Pick<Problem, 'code' | 'message' | 'pointer'>;

/** A document that cannot be used. Lists every problem with its location. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  /** The code of the first problem. */
  readonly code: DocumentErrorCode;
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(printProblem).join('\n'));
    this.code = problems[0]?.code ?? 'document/invalid';
    this.problems = problems;
  }
}

/** A problem as one line: `plans.free.limits[1]: expected …, got … (openapi.yaml:41:20)`. */
export function printProblem(problem: Omit<Problem, 'code'>): string {
  const where = printPointer(problem.pointer);
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':');
  return `${where === '' ? '' : `${where}: `}${problem.message}${place === '' ? '' : ` (${place})`}`;
}

/** A JSON Pointer in readable form: `/paths/~1things/get/tags/0` becomes `paths["/things"].get.tags[0]`. */
export function printPointer(pointer: string): string {
  if (pointer === '') return '';
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((token, index) => {
      if (/^\d+$/.test(token)) return `[${token}]`;
      if (/^[\w-]+$/.test(token)) return index === 0 ? token : `.${token}`;
      return `[${JSON.stringify(token)}]`;
    })
    .join('');
}

/** A value for a message: JSON, cut after 80 characters. */
export function shownValue(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 77)}…` : json;
}
