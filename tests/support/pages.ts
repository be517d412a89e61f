/**
 * The project's pages and what stands in them.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A Markdown file. */
export interface Page {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block of a page. */
export interface Block {
  readonly page: string;
  readonly line: number;
  /** What follows the fence: `ts run`. */
  readonly info: string;
  readonly text: string;
}

/** The files below a folder, relative to the root. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(root, folder), { recursive: true });
  return names.map((name) => join(folder, name)).filter((path) => !/(?:^|\/)(?:node_modules|dist)\//.test(path));
}

const rootPages = (await readdir(root)).filter((name) => name.endsWith('.md'));
/** Every page of the project. */
export const pages: readonly Page[] = await Promise.all(
  [...rootPages, ...(await filesBelow('docs')), ...(await filesBelow('examples'))]
    .filter((path) => path.endsWith('.md'))
    .map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })),
);

function blocksOf({ path, text }: Page): readonly Block[] {
  return [...text.matchAll(/^```(\S[^\n]*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    page: path,
    line: text.slice(0, match.index).split('\n').length,
    info: match[1]!.trim(),
    text: match[2]!,
  }));
}

/** Every fenced block of every page. */
export const blocks = pages.flatMap(blocksOf);
/** Where a block stands: `README.md:12`. */
export const where = ({ page, line }: Block) => `${page}:${line}`;

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** Runs Node and waits for its end. */
export function execute(args: readonly string[], folder = root, environment: { readonly [name: string]: string } = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, COLUMNS: '200', NO_COLOR: '1', ...environment } });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: output.join('') }));
  });
}
