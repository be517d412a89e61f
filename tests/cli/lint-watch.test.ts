import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { call, folderWith, start } from '../support/command.ts';

const good = 'openapi: 3.1.0\ninfo: { title: One, version: "1" }\nservers: [{ url: "https://api.example" }]\npaths: {}\n';

test('lint --watch looks again after a change, at a broken document too, and ends with the last code', { timeout: 60_000 }, async () => {
  const { folder, remove } = await folderWith({ 'openapi.yaml': good });
  const command = start(['lint', 'openapi.yaml', '--watch', '--fail-on', 'never'], { folder });
  await command.seen('stderr', /Waiting for a change/);
  await writeFile(join(folder, 'openapi.yaml'), 'openapi: [');
  await command.seen('stderr', /exit 2: [^\n]*\[document\/syntax\]\n[^]*Waiting/);
  // As editors save: another file takes its place.
  await writeFile(join(folder, 'openapi.yaml.new'), good.replace('One', 'Two'));
  await rename(join(folder, 'openapi.yaml.new'), join(folder, 'openapi.yaml'));
  await command.seen('stdout', /Two/);
  await command.seen('stderr', /(?:Waiting[^]*){3}/);
  command.process.kill('SIGINT');
  expect(await command.ended).toMatchObject({ code: 0 });
  await remove();
});

test('lint --watch of a URL is an error', async () => {
  const { folder, remove } = await folderWith();
  const { code, lastLine } = await call(['lint', 'https://127.0.0.1:9/openapi.yaml', '--watch'], { folder });
  expect([code, lastLine]).toEqual([2, 'exit 2: --watch: expected files, got https://127.0.0.1:9/openapi.yaml [usage]']);
  await remove();
});

test('lint --watch looks again after a change of a file in another folder that the document refers to', { timeout: 60_000 }, async () => {
  const { folder, remove } = await folderWith({ 'openapi.yaml': good.replace('{}', '\n  /things: { $ref: parts/things.yaml }') });
  await mkdir(join(folder, 'parts'));
  await writeFile(join(folder, 'parts/things.yaml'), 'get: { operationId: listThings, responses: { default: { description: All. } } }\n');
  const command = start(['lint', 'openapi.yaml', '--watch', '--fail-on', 'never'], { folder });
  await command.seen('stderr', /Waiting for a change/);
  await writeFile(join(folder, 'parts/things.yaml'), 'get: [\n');
  await command.seen('stderr', /Waiting[^]*parts\/things\.yaml:2:1[^]*Waiting/);
  command.process.kill('SIGINT');
  expect(await command.ended).toMatchObject({ code: 2 });
  await remove();
});
