import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A link that leads nowhere. */
export interface DeadLink {
  /** The file with the link, relative to the folder of the site. */
  readonly page: string;
  readonly link: string;
}

const attributes = (html: string, name: string) => [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value]) => value!);

/** The links of a built site to files and anchors of it that do not exist. `base`: the path of the site on its host. */
export async function deadLinks(folder: string, base: string): Promise<readonly DeadLink[]> {
  const files = new Set((await readdir(folder, { recursive: true })).map((path) => `/${path}`));
  const pages = [...files].filter((path) => path.endsWith('.html') && path !== '/404.html');
  const texts = new Map(await Promise.all(pages.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const)));
  const anchors = new Map([...texts].map(([path, html]) => [path, new Set(attributes(html, 'id'))]));
  const isAlive = (page: string, link: string): boolean => {
    const { pathname, hash } = new URL(link, `https://site.invalid${join(base, page)}`);
    if (!pathname.startsWith(base)) return false;
    const path = link.startsWith('#') ? page : decodeURIComponent(`/${pathname.slice(base.length)}`.replace(/\/$/, '/index.html'));
    if (!files.has(path)) return false;
    return hash === '' || hash === '#' || (anchors.get(path)?.has(decodeURIComponent(hash.slice(1))) ?? false);
  };
  return [...texts].flatMap(([page, html]) =>
    [...new Set([...attributes(html, 'href'), ...attributes(html, 'src')])]
      .filter((link) => !/^(?:https?|data|mailto):/.test(link))
      .filter((link) => !isAlive(page, link))
      .map((link) => ({ page, link })),
  );
}
