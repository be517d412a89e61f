/**
 * The files that `npm run generate` writes, those that only the site has, and what makes each.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'oxfmt';
import { resultJsonSchema } from '../../reporters/schema.ts';
import { apiPage } from './api.ts';
import { cataloguePage } from './catalogue.ts';
import { fairReadingsPage } from './fair-readings.ts';
import { lintPage } from './lint.ts';
import { faultPages, variantsPage } from './mock-pages.ts';
import { requirementPages } from './requirements.ts';
import { inputSchemas } from './schemas.ts';
import { fairReadings, promises, standards } from './sources.ts';
import { promisesPage, standardsPage } from './statements.ts';

export interface GeneratedFile {
  /** Relative to the folder that it is written to. */
  readonly path: string;
  readonly make: () => Promise<string>;
}

const absolute = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

async function formatted(path: string, text: string, options: { readonly proseWrap?: 'always' } = {}): Promise<string> {
  const { ignorePatterns: _, ...configured } = JSON.parse(await readFile(absolute('.oxfmtrc.json'), 'utf8'));
  const { code, errors } = await format(path, text, { ...configured, ...options });
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  return code;
}

const page = (path: string, text: () => string | Promise<string>): GeneratedFile => ({
  path,
  make: async () => formatted(path, await text()),
});

const schema = (name: string, value: () => object): GeneratedFile =>
  page(`docs/schemas/${name}.schema.json`, () => JSON.stringify(value()));

/** Files of the repository; paths are relative to its root. */
export const committed: readonly GeneratedFile[] = [
  page('docs/api.md', apiPage),
  page('docs/catalogue.md', cataloguePage),
  page('docs/promises.md', () => promisesPage(promises)),
  page('docs/standards.md', () => standardsPage(standards)),
  page('docs/fair-readings.md', () => fairReadingsPage(fairReadings)),
  {
    path: 'docs/lint.md',
    make: async () => formatted('docs/lint.md', lintPage(await readFile(absolute('docs/lint.md'), 'utf8')), { proseWrap: 'always' }),
  },
  schema('results', resultJsonSchema),
  ...Object.entries(inputSchemas).map(([name, value]) => schema(name, () => value)),
];

/** Pages that are too long for the repository; they are on the site. */
export async function longPages(): Promise<readonly GeneratedFile[]> {
  const requirements = await requirementPages();
  return [
    ...requirements.map(({ topic, text }) => page(`docs/requirements/${topic}.md`, () => text)),
    ...faultPages().map(({ topic, text }) => page(`docs/faults/${topic}.md`, () => text)),
    page('docs/variants.md', variantsPage),
  ];
}
