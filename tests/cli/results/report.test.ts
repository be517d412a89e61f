import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readResult } from '../../../cli/results/read.ts';
import { formats } from '../../../reporters/formats.ts';
import { github } from '../../../reporters/github.ts';
import { tap } from '../../../reporters/tap.ts';
import { call, filesOf, folderWith } from '../../support/command.ts';
import { fixtures } from '../../reporters/fixtures.ts';

let folder: string;
let remove: () => Promise<void>;
const texts: { readonly [name: string]: string } = {
  'results.json': JSON.stringify(fixtures['non-conformant']),
  'incomplete.json': JSON.stringify(fixtures.incomplete),
  'empty.json': '',
  'cut.json': JSON.stringify(fixtures.conformant, undefined, 2).slice(0, 400),
  'text.json': '{\n  "schemaVersion": 1,\n  nothing\n}',
  'foreign.json': '{ "version": "2.1.0", "runs": [] }',
  'list.json': '[]',
  'newer.json': JSON.stringify({ ...fixtures.conformant, schemaVersion: 2 }),
  'bent.json': JSON.stringify({ ...fixtures.conformant, requirements: [{ id: 'a/b' }] }),
};
beforeAll(async () => ({ folder, remove } = await folderWith(texts)));
afterAll(() => remove());

describe('report', () => {
  test('renders every format beside the result, and exits as the run did', async () => {
    const { code, lastLine, stdout } = await call(['report', 'results.json'], { folder });
    const result = fixtures['non-conformant']!;
    expect([code, lastLine]).toEqual([result.exit.code, `exit ${result.exit.code}: ${result.exit.reason}`]);
    expect(stdout).toContain(result.verdict.toUpperCase());
    const files = await filesOf(folder);
    for (const { name, file, render } of formats) if (file !== undefined && name !== 'json') expect(files[file], file).toBe(render(result));
    expect(files['results.json']).toBe(texts['results.json']);
  });

  test('renders what it is asked for, where it is asked for', async () => {
    const { code, stdout } = await call(['report', 'incomplete.json', '--format', 'json,markdown', '--report-dir', 'again', '--json'], {
      folder,
    });
    expect(code).toBe(fixtures.incomplete!.exit.code);
    expect(Object.keys(await filesOf(join(folder, 'again'))).toSorted()).toEqual(['results.json', 'summary.md']);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(await readFile(join(folder, 'again/results.json'), 'utf8')));
  });

  test('exits 2 where the format is unknown or the file is none', async () => {
    await writeFile(join(folder, 'file'), '');
    const [format, none, dir] = await Promise.all([
      call(['report', 'results.json', '--format', 'pdf'], { folder }),
      call(['report', 'foreign.json'], { folder }),
      call(['report', 'results.json', '--report-dir', 'file/below'], { folder }),
    ]);
    expect([format.code, none.code, dir.code]).toEqual([2, 2, 2]);
    expect(format.lastLine).toContain('got "pdf"');
    expect(none.lastLine).toContain('foreign.json: expected the results.json of a run');
    expect(dir.lastLine).toContain('--report-dir: cannot write to file/below');
  });
});

describe('a file that is no result is refused, with the place', () => {
  test.for([
    ['nowhere.json', /cannot read \S*nowhere\.json: ENOENT.*\nGive the path of a results\.json from a report folder/],
    ['', /cannot read \S+: EISDIR/],
    ['empty.json', /empty\.json:1:1: expected the results\.json of a run, got an empty file$/],
    ['cut.json', /cut\.json:\d+:\d+: .* got invalid JSON$/],
    ['text.json', /text\.json:3:3: .* got invalid JSON$/],
    ['foreign.json', /foreign\.json: .* got a JSON file without schemaVersion$/],
    ['list.json', /list\.json: .* without schemaVersion/],
    ['newer.json', /newer\.json: expected schemaVersion 1, got 2: use the version of auth-conformance that wrote it/],
    ['bent.json', /bent\.json: expected the results\.json of a run at requirements\.0\.topic: /],
  ] as const)('%s', async ([name, message]) => {
    await expect(readResult(join(folder, name))).rejects.toThrow(message);
  });
});

test('--reporter prints the formats that it names, and an unknown one is an error', async () => {
  const [both, unknown, twice] = await Promise.all([
    call(['report', 'results.json', '--reporter', 'tap,github', '--format', 'badge'], { folder }),
    call(['report', 'results.json', '--reporter', 'gitub'], { folder }),
    call(['report', 'results.json', '--reporter', 'tap', '--json'], { folder }),
  ]);
  expect(both.code).toBe(1);
  expect(both.stdout).toBe(tap.render(fixtures['non-conformant']!) + github.render(fixtures['non-conformant']!));
  expect([unknown.code, unknown.lastLine]).toEqual([2, expect.stringContaining('did you mean "github"?')]);
  expect([twice.code, twice.lastLine]).toEqual([2, expect.stringContaining('cannot be combined with --json')]);
});
