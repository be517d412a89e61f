/**
 * The documents that are generated, and what makes each.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import { parse } from 'yaml';
import { explanationOf } from '../../cli/explain/explanation.ts';
import { requirementsPage } from '../../cli/explain/page.ts';
import { faultNames, faults } from '../../mock/faults/faults.ts';
import { variantNames, variants } from '../../mock/variants/variants.ts';
import { resultJsonSchema } from '../../reporters/schema.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import { bundledDocument, loadContract } from '../../spec/loading/load.ts';
import { root } from '../support/pages.ts';
import { lintPage } from './lint-page.ts';
import { fairReadingsPage, fairReadingsSchema } from './fair-readings.ts';
import { promisesOf, promisesPage, promisesSchema, standardsPage } from './promises.ts';
import { inputSchemas } from './schemas.ts';

export interface Generated {
  /** Relative to the root. */
  readonly path: string;
  /** Its text as it has to be. */
  make(): Promise<string>;
}

export const read = (path: string) => readFile(join(root, path), 'utf8');

/** What the page behind the bundled document promises, section by section. */
export const promisedSections = promisesSchema.parse(parse(await read('docs/promises.yaml')));

/** What standards ask of any server. */
export const standardSections = promisesSchema.parse(parse(await read('docs/standards.yaml')));

/** Which other answers readers ask for most. */
export const fairReadings = fairReadingsSchema.parse(parse(await read('docs/fair-readings.yaml')));

const markdown = (text: string) => format(text, { parser: 'markdown', printWidth: 140, singleQuote: true });
const json = (schema: object) => format(JSON.stringify(schema), { parser: 'json', printWidth: 140 });

const table = (title: string, introduction: string, head: readonly string[], rows: readonly (readonly string[])[]) =>
  [`# ${title}`, '', introduction, '', ...[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`), ''].join('\n');

const faultsIntroduction = `A fault breaks one promise of the mock on purpose, to see what a client, or a check, makes of it: [the mock](mock.md#faults).
This page is generated from \`mock/faults/\`; \`UPDATE=1 npm test\` writes it again.`;

const variantsIntroduction = `A variant is a server that keeps every promise in another way than the mock does. None may be blamed: [the proof](proof.md) tries all of them.
This page is generated from \`mock/variants/\`; \`UPDATE=1 npm test\` writes it again.`;

/** All but the golden files, which stand beside their tests, and `cli/power/signs.json`, which takes minutes to learn: tests/power/. */
export const generated: readonly Generated[] = [
  {
    path: 'docs/requirements.md',
    async make() {
      const contract = await loadContract(bundledDocument);
      const explanations = requirementIds.map((id) => explanationOf(id, contract));
      return markdown(requirementsPage(explanations, (id) => promisesOf(id, promisedSections)));
    },
  },
  { path: 'docs/promises.md', make: () => markdown(promisesPage(promisedSections)) },
  { path: 'docs/standards.md', make: () => markdown(standardsPage(standardSections)) },
  { path: 'docs/fair-readings.md', make: () => markdown(fairReadingsPage(fairReadings)) },
  {
    path: 'docs/faults.md',
    make: () =>
      markdown(
        table(
          'Faults',
          faultsIntroduction,
          ['fault', 'the server then', 'breaks'],
          faultNames.map((name) => [`\`${name}\``, faults[name]!.description, faults[name]!.breaks.join(', ')]),
        ),
      ),
  },
  {
    path: 'docs/variants.md',
    make: () =>
      markdown(
        table(
          'Variants',
          variantsIntroduction,
          ['variant', 'the server then'],
          variantNames.map((name) => [`\`${name}\``, variants[name]!.description]),
        ),
      ),
  },
  {
    path: 'docs/lint.md',
    make: async () => format(lintPage(await read('docs/lint.md')), { parser: 'markdown', printWidth: 140, proseWrap: 'always' }),
  },
  { path: 'docs/schemas/results.schema.json', make: () => json(resultJsonSchema()) },
  ...Object.entries(inputSchemas).map(([name, schema]) => ({ path: `docs/schemas/${name}.schema.json`, make: () => json(schema) })),
];
