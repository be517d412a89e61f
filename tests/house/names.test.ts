import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sourcesIn, type Source } from './sources.ts';

const rooms = await sourcesIn(['spec', 'mock', 'suites', 'client', 'reporters', 'cli']);

const groupedBy = (pairs: readonly (readonly [key: string, value: string])[]) =>
  pairs.reduce((groups, [key, value]) => groups.set(key, [...(groups.get(key) ?? []), value]), new Map<string, readonly string[]>());

function namesOf({ text }: Source): readonly string[] {
  const declarations = /^export (?:(?:declare|async|abstract) )*(?:const|let|function\*?|class|interface|type|enum) ([\w$]+)/gm;
  return [...new Set([...text.matchAll(declarations)].map(([, name]) => name!))];
}

/** The exported names that several files declare, with the files. */
const repeatedNames = (sources: readonly Source[]) =>
  [...groupedBy(sources.flatMap((source) => namesOf(source).map((name) => [name, source.path] as const)))]
    .filter(([, paths]) => paths.length > 1)
    .map(([name, paths]) => `${name}: ${paths.join(', ')}`);

const mostFiles = 16;

/** The folders with more files of their own than they may have. */
const fullFolders = (sources: readonly Source[]) =>
  [...groupedBy(sources.map(({ path }) => [dirname(path), path]))]
    .filter(([, paths]) => paths.length > mostFiles)
    .map(([folder, paths]) => `${folder}: ${paths.length}`);

describe('names and folders', () => {
  test('no exported name is declared in two files', () => {
    expect(repeatedNames(rooms)).toEqual([]);
  });

  test('no folder of a room has more than sixteen files of its own', () => {
    expect(fullFolders(rooms)).toEqual([]);
  });

  test('a second declaration and a seventeenth file are seen', () => {
    const source = (path: string, text = ''): Source => ({ path, text });
    const cause = source('mock/cause.ts', 'export type Cause = string;\nexport function causeOf(): Cause;');
    const other = source('suites/cause.ts', "export interface Cause {}\nexport { causeOf } from './check.ts';\nconst causeOf = 1;");
    expect(repeatedNames([cause, other])).toEqual(['Cause: mock/cause.ts, suites/cause.ts']);
    const files = Array.from({ length: 17 }, (_, index) => source(`mock/gates/${index}.ts`));
    expect(fullFolders([...files, source('mock/gates/one/1.ts')])).toEqual(['mock/gates: 17']);
    expect(fullFolders(files.slice(1))).toEqual([]);
  });
});
