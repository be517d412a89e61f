/**
 * The changelog at a release. `npm version` calls `release`, which gives the unreleased section the new version; the release workflow calls `notes`,
 * which prints the section of a tag and fails if it is not the version of the package.
 *
 * @module
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { notesOf, released } from './changelog/sections.ts';

const root = new URL('..', import.meta.url);
const path = fileURLToPath(new URL('CHANGELOG.md', root));
const { version }: { version: string } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
const text = await readFile(path, 'utf8');
const [command, tag = ''] = process.argv.slice(2);

if (command === 'release') {
  await writeFile(path, released(text, version, new Date().toISOString().slice(0, 10)));
} else if (command === 'notes') {
  if (tag !== `v${version}`) throw new Error(`the tag ${tag} is not the version of package.json: expected v${version}`);
  process.stdout.write(notesOf(text, version));
} else {
  throw new Error(`expected release or notes TAG, got ${command ?? 'nothing'}`);
}
