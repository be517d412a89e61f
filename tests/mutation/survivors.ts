/**
 * Where the mutants of a report survived, as the table in `docs/proof.md`: `npx tsx tests/mutation/survivors.ts mutation-report/report.json`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';

/** What is read of a report of Stryker. @see https://github.com/stryker-mutator/mutation-testing-elements */
interface Report {
  readonly files: {
    readonly [name: string]: {
      readonly source: string;
      readonly mutants: readonly {
        readonly mutatorName: string;
        readonly status: string;
        readonly replacement: string;
        readonly location: { readonly start: Place; readonly end: Place };
      }[];
    };
  };
}

interface Place {
  readonly line: number;
  readonly column: number;
}

interface Survivor {
  readonly room: string;
  readonly mutator: string;
  readonly line: string;
  readonly original: string;
  readonly replacement: string;
}

/** Kinds of places, the first that fits counts. */
const kinds: readonly (readonly [name: string, fits: (survivor: Survivor) => boolean])[] = [
  ['tolerance of a check, or whether it needs a control', ({ line }) => /tolerates:|control: 'required'/.test(line)],
  [
    'which documents it applies to',
    ({ line }) => /applies|knowsLists|describes\(|the document (?:has|gives|declares|says|does)/.test(line),
  ],
  [
    'what makes it undecided or not applicable, and missing responses',
    ({ line }) => /inconclusive|notApplicable|blocked\(|absent\(|ndecided|trouble|silen|no answer|saysNothing/.test(line),
  ],
  [
    'wording',
    ({ mutator, line, original }) =>
      (mutator === 'StringLiteral' && /[ $]/.test(original)) || /reason|expected|actual|why|needs/.test(line),
  ],
  [
    'default for an absent value',
    ({ mutator, original, replacement }) =>
      mutator === 'OptionalChaining' || /\?\?|\?\./.test(original) || replacement.includes('Stryker was here'),
  ],
  ['a pattern', ({ mutator }) => mutator === 'Regex'],
  ['a boundary', ({ mutator, original }) => mutator === 'EqualityOperator' && /[<>]/.test(original)],
  ['which requests concern it', ({ line }) => /\bof[:(]|variant|principal|shot\b|operation ===/.test(line)],
  ['another condition or value', () => true],
];

const rooms = ['mock/gates', 'suites/expectations', 'suites/topics'];

function survivorsOf(file: string): readonly Survivor[] {
  const { files }: Report = JSON.parse(readFileSync(file, 'utf8'));
  return Object.entries(files).flatMap(([name, { source, mutants }]) =>
    mutants
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map(({ mutatorName, replacement, location: { start, end } }) => {
        const line = source.split('\n')[start.line - 1]!;
        const original = line.slice(start.column - 1, start.line === end.line ? end.column - 1 : undefined);
        return { room: name.split('/').slice(0, 2).join('/'), mutator: mutatorName, line, original, replacement };
      }),
  );
}

const survivors = process.argv.slice(2).flatMap((file) => survivorsOf(file));
console.log(['| what is there |', ...rooms.map((room) => ` \`${room}/\` |`)].join(''));
console.log(`| --- |${rooms.map(() => ' --- |').join('')}`);
for (const [name] of kinds) {
  const some = survivors.filter((survivor) => kinds.find(([, fits]) => fits(survivor))![0] === name);
  console.log([`| ${name} |`, ...rooms.map((room) => ` ${some.filter((survivor) => survivor.room === room).length} |`)].join(''));
}
