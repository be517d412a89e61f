/**
 * The folder that the site is made from. It mirrors the project, so that links in pages lead to the same files.
 *
 * @module
 */
import { access, cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { longPages } from '../generate/documents.ts';
import { homePage } from './home.ts';
import { sidebar } from './navigation.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** Every page of the project, relative to its root. */
async function pagesOf(root: string): Promise<readonly string[]> {
  const inside = async (folder: string) => (await readdir(join(root, folder), { recursive: true })).map((name) => join(folder, name));
  const files = [...(await readdir(root)), ...(await inside('docs')), ...(await inside('examples'))];
  return files.filter((path) => path.endsWith('.md') && !path.includes('node_modules'));
}

/** Files that a page links to and that are no pages, relative to the root of the project. */
function attachments(page: string, text: string): readonly string[] {
  const targets = [...text.matchAll(/\]\(([^)\s#]+)\)/g)].map(([, target]) => target!);
  return targets.filter((target) => !/^https?:|\.md$/.test(target)).map((target) => join(dirname(page), target));
}

/** @throws Error if a page of `docs/` is not in the sidebar, or one of the sidebar does not exist. */
async function checkNavigation(source: string, pages: readonly string[]): Promise<void> {
  const linked = sidebar.flatMap(({ items }) => items.map(({ link }) => `${link.slice(1)}.md`));
  const forgotten = pages.filter((path) => path.startsWith('docs/') && !linked.includes(path));
  if (forgotten.length > 0) throw new Error(`scripts/site/navigation.ts has no place for ${forgotten.join(', ')}`);
  await Promise.all(linked.map((path) => access(join(source, path))));
}

/** Writes the pages of the project, the generated ones, the files that they link to, and the settings of VitePress. */
export async function writeSources(root: string, source: string): Promise<void> {
  await rm(source, { recursive: true, force: true });
  const pages = await pagesOf(root);
  for (const path of pages) {
    const text = await readFile(join(root, path), 'utf8');
    await write(join(source, path), text);
    for (const file of attachments(path, text))
      await cp(join(root, file), join(source, /\.(?:png|svg)$/.test(file) ? file : join('public', file)), { recursive: true });
  }
  const generated = await longPages();
  for (const { path, make } of generated) await write(join(source, path), await make());
  await write(join(source, 'index.md'), homePage());
  await cp(join(root, 'docs/images'), join(source, 'public/docs/images'), { recursive: true });
  await write(join(source, '.vitepress/config.ts'), "export { default } from '../../../scripts/site/config.ts';\n");
  await cp(join(here, 'theme'), join(source, '.vitepress/theme'), { recursive: true });
  await checkNavigation(source, [...pages, ...generated.map(({ path }) => path)]);
}
