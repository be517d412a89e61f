import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import { environmentOptions, mockVariables, reportVariables, runVariables } from '../../cli/environment.ts';
import { configurationSchema } from '../../cli/configuration/schema.ts';
import { fileFormats } from '../../cli/output/reports.ts';
import { faultNames } from '../../mock/faults/faults.ts';
import { extensionSchema } from '../../spec/extension/schema.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import { TOPICS } from '../../spec/catalogue/requirement.ts';
import { blocks, execute, filesBelow, pages, root, where } from '../support/pages.ts';

/** The first word and the options of a command line, and what an option is given. */
function parts(command: string) {
  const words =
    command
      .replace(/\s+#.*$/, '')
      .replace(/^(client\b.*?) -- .*$/, '$1')
      .match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  const given = words.map((word, index) => ({ word: word.replace(/=.*/, ''), value: words[index + 1]?.replace(/^['"]|['"]$/g, '') }));
  return { words, options: given.filter(({ word }) => word.startsWith('--')) };
}

describe('every command that is written', () => {
  const lines = blocks
    .filter(({ info }) => info === 'sh')
    .flatMap((block) => block.text.split('\n').map((line) => ({ block, line: line.trim() })))
    .filter(({ line }) => line !== '' && !line.startsWith('#'));
  const inline = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/`((?:auth-conformance|node dist\/cli\/main\.js) [^`\n]+)`/g)].map(([, line]) => ({
      block: { page: path, line: 0, info: 'sh', text: '' },
      line: line!,
    })),
  );
  const own = /^(?:npx )?auth-conformance |^node dist\/cli\/main\.js |^npm run dev -- /;
  const help = new Map<string, string>();

  beforeAll(async () => {
    const named = [...lines, ...inline].filter(({ line }) => own.test(line)).map(({ line }) => parts(line.replace(own, '')).words[0]!);
    const topics = [...new Set(named)].filter((word) => !word.startsWith('-'));
    help.set('', '--help --version');
    // One process prints the help of every command: starting takes longer than printing.
    const script = topics.map(
      (topic) => `process.argv = ['node', 'main', '${topic}', '--help']; await import('./cli/main.ts?${topic}'); console.log('\\f');`,
    );
    const { output } = await execute(['--import', 'tsx', '--input-type=module', '--eval', script.join('\n')]);
    // Of a command that does not exist the help is an error.
    for (const text of output.split('\f').map((part) => part.trim())) {
      const command = /^auth-conformance (\w+) /.exec(text)?.[1];
      if (command !== undefined) help.set(command, text);
    }
  }, 60_000);

  test('names a command and options that exist, filters and faults and formats that exist', () => {
    const commands = [...lines, ...inline].filter(({ line }) => own.test(line));
    expect(commands.length).toBeGreaterThan(10);
    const problems = commands.flatMap(({ block, line }) => {
      const { words, options } = parts(line.replace(own, ''));
      const command = words[0]!.startsWith('-') ? '' : words[0]!;
      const text = help.get(command);
      if (text === undefined) return [`${where(block)}: no command ${command}`];
      return options.flatMap(({ word, value = '' }) => {
        if (!new RegExp(`${word.replace('--no-', '--')}\\b`).test(text)) return [`${where(block)}: ${command} has no option ${word}`];
        return isKnown(word, value) ? [] : [`${where(block)}: ${word} does not know ${value}`];
      });
    });
    expect(problems).toEqual([]);
  });

  test('is a script of package.json where it begins with npm', async () => {
    const { scripts }: { scripts: Readonly<Record<string, string>> } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const texts = [
      ...lines.map(({ line }) => line),
      ...pages.flatMap(({ text }) => text.match(/`npm (?:run [\w:-]+|test|start)[^`]*`/g) ?? []),
    ];
    const called = texts.flatMap((line) =>
      [...line.matchAll(/npm (?:run ([\w:-]+)|(test|start)\b)/g)].map(([, run, short]) => run ?? short!),
    );
    expect(called.length).toBeGreaterThan(5);
    expect(called.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  test('reads files that exist', async () => {
    const named = lines.filter(({ line }) => own.test(line)).flatMap(({ line }) => line.match(/examples\/[\w./-]+/g) ?? []);
    expect(named.length).toBeGreaterThan(0);
    await Promise.all(named.map((path) => readFile(join(root, path))));
  });
});

function isKnown(option: string, value: string): boolean {
  if (value.includes('NAME') || value.includes('…')) return true;
  if (option === '--fault') return faultNames.includes(value);
  if (option === '--format') return value.split(',').every((name) => fileFormats.includes(name));
  if (option !== '--only' && option !== '--skip') return true;
  return requirementIds.some((id) => id === value || id.startsWith(value.replace(/\*?$/, ''))) || TOPICS.some((topic) => topic === value);
}

describe('every YAML example', () => {
  const examples = blocks.filter(({ info }) => info === 'yaml').map((block) => ({ block, values: valuesOf(block.text) }));
  const held = (kind: 'configuration' | 'extension', schema: z.ZodType) =>
    examples.flatMap(({ block, values }) => {
      const value =
        kind === 'configuration' ? (block.text.startsWith('# auth-conformance.yaml') ? values : undefined) : values['x-auth-conformance'];
      if (value === undefined) return [];
      const { success, error } = schema.safeParse(value);
      return [{ at: where(block), problem: success ? '' : error.message }];
    });

  test('is YAML', () => {
    for (const { block } of examples)
      expect(
        parseAllDocuments(block.text).flatMap((one) => ('errors' in one ? one.errors : [])),
        where(block),
      ).toEqual([]);
  });

  test('of a configuration is one that is accepted', () => {
    const found = held('configuration', configurationSchema);
    expect(found.length).toBeGreaterThan(2);
    expect(found.filter(({ problem }) => problem !== '')).toEqual([]);
  });

  test('of the extension object is one that is accepted', () => {
    const found = held('extension', extensionSchema);
    expect(found.length).toBeGreaterThan(1);
    expect(found.filter(({ problem }) => problem !== '')).toEqual([]);
  });
});

function valuesOf(text: string): Readonly<Record<string, unknown>> {
  const [first] = parseAllDocuments(text);
  const value: unknown = first && 'toJS' in first ? first.toJS() : undefined;
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

describe('every page', () => {
  test('names folders and source files that exist', async () => {
    const path =
      /`((?:spec|mock|suites|client|reporters|cli|tests|scripts|bench|examples)\/(?:[\w.@/-]*\/|[\w.@/-]+\.(?:tsx?|yaml|json)))`/g;
    const named = pages.flatMap(({ path: page, text }) => [...text.matchAll(path)].map(([, name]) => ({ page, name: name! })));
    expect(named.length).toBeGreaterThan(50);
    const found = await Promise.all(
      named.map(({ name }) =>
        access(join(root, name)).then(
          () => true,
          () => false,
        ),
      ),
    );
    expect(named.filter((_, index) => !found[index])).toEqual([]);
  });

  const anchorsOf = (text: string) =>
    new Set(
      [...text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
        title!
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
          .replaceAll(' ', '-'),
      ),
    );

  test('links to files and headings that exist', async () => {
    const links = pages.flatMap(({ path, text }) =>
      [...text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => ({ path, link: link! })),
    );
    const local = links.filter(({ link }) => !/^https?:/.test(link));
    expect(local.length).toBeGreaterThan(15);
    for (const { path, link } of local) {
      const [file, anchor] = link.split('#', 2);
      const target = file === '' ? path : relative(root, join(root, dirname(path), file!));
      const text = await readFile(join(root, target), 'utf8').catch(() => undefined);
      expect(text, `${path}: ${link}`).toBeDefined();
      if (anchor !== undefined) expect([...anchorsOf(text!)], `${path}: ${link}`).toContain(anchor);
    }
  });

  test('names the environment variables of options as they are', () => {
    const configuration = pages.find(({ path }) => path === 'docs/configuration.md')!.text;
    const [, paragraph] = /## Flags and environment\n([\s\S]*?)\n\|/.exec(configuration)!;
    const named = [...paragraph!.matchAll(/`--([a-z-]+)`/g)].map(([, name]) => name!);
    const known = [...runVariables, ...reportVariables, ...mockVariables];
    expect(known.toSorted((one, other) => one.localeCompare(other))).toEqual(named.toSorted((one, other) => one.localeCompare(other)));
    const variables = Object.fromEntries(named.map((name) => [`AUTH_CONFORMANCE_${name.toUpperCase().replaceAll('-', '_')}`, '1']));
    expect(Object.keys(environmentOptions(variables, known))).toEqual(known);
  });

  test('names every key of the configuration', () => {
    const text = pages.find(({ path }) => path === 'docs/configuration.md')!.text;
    const keys = Object.keys(configurationSchema.shape);
    expect(keys.filter((key) => !new RegExp(`^\\| \`${key}[\`.]`, 'm').test(text))).toEqual([]);
  });

  test('of the project, and every source, is free of paths of the machine it was written on', async () => {
    const folders = [
      'spec',
      'mock',
      'suites',
      'client',
      'reporters',
      'cli',
      'tests',
      'docs',
      'examples',
      'bench',
      'scripts',
      '.ci',
      '.github',
    ];
    const paths = (await Promise.all(folders.map((folder) => filesBelow(folder).catch(() => [])))).flat();
    const single = (await readdir(root, { withFileTypes: true }))
      .filter((entry) => entry.isFile() && !/^\.(?:env|git$)/.test(entry.name))
      .map(({ name }) => name);
    const texts = await Promise.all(
      [...paths, ...single].map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8').catch(() => '') })),
    );
    const machine = /\/[w]ork\/|\/[h]ome\/[a-z]|\/[U]sers\/[a-z]|[C]:\\Users/;
    expect(texts.length).toBeGreaterThan(200);
    expect(texts.filter(({ text }) => machine.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
