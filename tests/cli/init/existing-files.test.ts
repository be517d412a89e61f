import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { complaint, folder, written } from './written.ts';

describe('a file that is there already', () => {
  test.for(['auth-conformance.yaml', '.env.example'])('is left as it stands: %s', async (name) => {
    const path = await folder();
    await writeFile(join(path, name), 'mine');
    expect(await complaint({}, path)).toMatch(/exists and was not changed: replace with --force, or print with --stdout$/);
    expect(await readFile(join(path, name), 'utf8')).toBe('mine');
  });

  test('is replaced with --force', async () => {
    const path = await folder();
    await writeFile(join(path, 'auth-conformance.yaml'), 'mine');
    const { code, text } = await written({ force: true }, path);
    expect(code).toBe(0);
    expect(text).toContain('principals:');
  });

  test('does not matter where the configuration is only printed, and is left', async () => {
    const path = await folder();
    await writeFile(join(path, 'auth-conformance.yaml'), 'mine');
    const { printed, text, variables } = await written({ stdout: true }, path);
    expect(printed).toMatch(/^# yaml-language-server/);
    expect([text, variables]).toEqual(['mine', '']);
  });
});

describe('what cannot be written to is refused before anything is written', () => {
  test.each(['auth-conformance.yaml', '.env.example'])('a folder of the name %s', async (name) => {
    const path = await folder();
    await mkdir(join(path, name));
    expect(await complaint({ force: true }, path)).toMatch(/ is a folder: name another file with --config$/);
    expect(await readdir(path)).toEqual([name]);
  });

  test('a path through a file', async () => {
    const path = await folder();
    await writeFile(join(path, 'file'), 'mine');
    expect(await complaint({ config: join(path, 'file', 'auth-conformance.yaml') })).toMatch(/^--config: cannot create its folder: /);
  });
});

test.each([
  [
    'aliases that explode',
    `a0: &a0 [x]\n${Array.from({ length: 40 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`).join('\n')}`,
  ],
  ['nesting', '['.repeat(100_000)],
  ['a syntax error', 'openapi: ['],
  ['zero bytes', '\0\0'],
  ['nothing', ''],
])('a document of %s is refused, and nothing is written', async (_, text) => {
  const path = await folder();
  const document = join(path, 'openapi.yaml');
  await writeFile(document, text);
  await expect(written({ document }, path)).rejects.toMatchObject({
    name: 'DocumentError',
    message: expect.stringMatching(/openapi\.yaml(?::\d+:\d+)?\)$/),
  });
  expect(await readdir(path)).toEqual(['openapi.yaml']);
});
