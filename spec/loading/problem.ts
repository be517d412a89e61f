import type { Json } from '../contract.ts';

/** One thing that is wrong with a document, and where. */
export interface Problem {
  /** What is wrong: `expected COUNT/UNIT such as 10/minute, got "10/min"`. */
  readonly says: string;
  /** The path or URL of the file that holds the offending value. */
  readonly file: string;
  /** From 1; absent where the document is not text. */
  readonly line?: number;
  readonly column?: number;
  /** JSON Pointer into the document; the empty string is its root. */
  readonly pointer: string;
}

/** A document that cannot be used: every problem found, each with its place. */
export class DocumentError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(printProblem).join('\n'));
    this.name = 'DocumentError';
    this.problems = problems;
  }
}

/** A problem as one line: `plans.free.limits[1]: expected …, got … (openapi.yaml:41:20)`. */
export function printProblem(problem: Problem): string {
  const where = printPointer(problem.pointer);
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':');
  return `${where === '' ? '' : `${where}: `}${problem.says}${place === '' ? '' : ` (${place})`}`;
}

/** A JSON Pointer as people write it: `/paths/~1things/get/tags/0` becomes `paths["/things"].get.tags[0]`. */
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

/** A value as a message shows it: JSON, cut where it gets long. */
export function shownValue(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 77)}…` : json;
}
