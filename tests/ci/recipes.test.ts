import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { publishedSchema } from '../reporters/schemas/schemas.ts';
import { root } from '../support/pages.ts';

const guide = await readFile(join(root, 'docs/guide-ci.md'), 'utf8');
const recipes = [...guide.matchAll(/^```yaml recipe=(\S+)\n([^]*?)^```$/gm)].map(([, kind, text], index) => ({
  kind: kind!,
  text: text!,
  index,
}));
const kinds = ['github-workflow', 'gitlab-ci', 'circleci'] as const;

describe.each(kinds)('a recipe for %s', (kind) => {
  const own = recipes.filter((recipe) => recipe.kind === kind);

  test('is valid for the published schema', async () => {
    const problems = await publishedSchema(kind);
    expect(own.length).toBeGreaterThan(0);
    for (const { text } of own) expect(problems(parse(text))).toEqual([]);
  });
});

test('every recipe in YAML is held to a schema', () => {
  expect(recipes.map(({ kind }) => kind).filter((kind) => !kinds.some((known) => known === kind))).toEqual([]);
  expect(guide.match(/^```ya?ml(?! recipe=)/gm) ?? []).toEqual([]);
});

test('the workflows of the project are valid for the published schema', async () => {
  const problems = await publishedSchema('github-workflow');
  const folder = join(root, '.github/workflows');
  const names = await readdir(folder);
  expect(names).toContain('docs.yml');
  for (const name of names) expect(problems(parse(await readFile(join(folder, name), 'utf8'))), name).toEqual([]);
});

test('recipes work as they are: no placeholder for an owner, and an action that the package has', async () => {
  expect(guide).not.toMatch(/OWNER|<[a-z-]+>/);
  const { files, version }: { files: readonly string[]; version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  expect(recipes.some(({ text }) => text.includes('uses: ./node_modules/auth-conformance\n'))).toBe(true);
  expect(files).toContain('action.yml');
  for (const [, named] of guide.matchAll(/auth-conformance@(\S+)/g)) expect(named).toBe(version);
});

test('the schemas notice a misspelt key', async () => {
  const [workflow, gitlab] = await Promise.all([publishedSchema('github-workflow'), publishedSchema('gitlab-ci')]);
  expect(workflow({ on: 'push', jobs: { a: { 'runs-on': 'x', stepps: [] } } })).not.toEqual([]);
  expect(gitlab({ a: { script: ['x'], artefacts: {} } })).not.toEqual([]);
});

test('the inputs and outputs of the action are those of the guide', async () => {
  const action: { inputs: object; outputs: object } = parse(await readFile(join(root, 'action.yml'), 'utf8'));
  const [, table = ''] = /\| input[^]*?\n\n/.exec(guide) ? [undefined, /\| input[^]*?\n\n/.exec(guide)![0]] : [];
  const named = table
    .split('\n')
    .slice(2)
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([a-z-]+)`/g)].map(([, name]) => name!));
  expect(named.toSorted()).toEqual(Object.keys(action.inputs).toSorted());
  for (const name of Object.keys(action.outputs)) expect(guide).toContain(`\`${name}\``);
});
