/**
 * Builds the site of the documentation into `site/pages`; a link that leads nowhere fails.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { deadLinks } from './site/dead-links.ts';
import { writeSources } from './site/sources.ts';

/** Not a dependency: it would add 125 packages and 100 MB to every installation of the project. */
const generator = 'vitepress@1.6.4';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { base: { type: 'string', default: '/' } } });
const [source, output] = [join(root, 'site/source'), join(root, 'site/pages')];
const base = `/${values.base}/`.replaceAll(/\/+/g, '/');

await writeSources(root, source);
const command = ['exec', '--yes', `--package=${generator}`, '--', 'vitepress', 'build', source, '--outDir', output, '--base', base];
const { status } = spawnSync('npm', command, { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(1);
const dead = await deadLinks(output, base);
for (const { page, link } of dead) console.error(`${page}: ${link} leads nowhere`);
console.log(`site/pages: ${dead.length} dead links`);
process.exitCode = dead.length === 0 ? 0 : 1;
