/**
 * Pages that list statements, and the requirements that check each.
 *
 * @module
 */
import { codes, generatedFrom } from './markdown.ts';
import type { Section } from './sources.ts';

/** `docs/promises.md`: the statements of the page behind the bundled document. */
export const promisesPage = (sections: readonly Section[]): string =>
  page(
    'Documented behaviour',
    [
      'The bundled document follows one published page about authentication. This is what that page states, paraphrased, under its own headings.',
      `${countsOf(sections)} [Decisions](decisions.md#the-bundled-document) explains what was decided where the page is unclear.`,
    ],
    '`promises.yaml`',
    sections,
  );

/** `docs/standards.md`: the rules of standards that apply to any server. */
export const standardsPage = (sections: readonly Section[]): string =>
  page(
    'Standards',
    [
      'This is what RFCs and recognised practice require of any server that protects an API, whatever its document states.',
      `${countsOf(sections)} What is _observed_ appears in the report and is not judged. [Accepted alternatives](fair-readings.md) lists other responses that pass.`,
    ],
    '`standards.yaml`',
    sections,
  );

function countsOf(sections: readonly Section[]): string {
  const statements = sections.flatMap((section) => section.statements);
  const checked = statements.filter(({ requirements = [] }) => requirements.length > 0).length;
  return `${checked} of ${statements.length} statements are checked. For the others, and for parts that are not checked, the reason is given.`;
}

function page(title: string, introduction: readonly string[], source: string, sections: readonly Section[]): string {
  const lines = [
    `# ${title}`,
    '',
    ...introduction,
    '`auth-conformance explain ID` explains a requirement; [the catalogue](catalogue.md) lists all of them.',
    '',
    generatedFrom(source),
    ...sections.flatMap(({ section, statements }) => ['', `## ${section}`, '', ...statements.map(itemOf)]),
  ];
  return `${lines.join('\n')}\n`;
}

function itemOf({ text, requirements = [], unchecked }: Section['statements'][number]): string {
  const checked = requirements.length > 0 ? [`Checked by ${codes(requirements)}.`] : [];
  const rest = unchecked === undefined ? [] : [`_${checked.length > 0 ? 'Left open' : 'Not checked'}:_ ${unchecked}`];
  return [`- **${text}**`, ...checked, ...rest].join('\n  ');
}
