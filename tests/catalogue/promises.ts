/**
 * What the published page behind the bundled document promises, and what checks it.
 *
 * @module
 */
import { z } from 'zod';
import { anchorOf, type DescribedRequirement } from '../../cli/explain/page.ts';
import { catalogue, isRequirementId, requirementIds } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import { checks } from '../../suites/topics/checks.ts';

const promiseSchema = z.strictObject({
  says: z.string().min(1),
  requirements: z.array(z.string()).optional(),
  /** Why nothing checks it, or, beside requirements, what of it is left. */
  unchecked: z.string().min(1).optional(),
});

/** The form of docs/promises.yaml. */
export const promisesSchema = z.array(z.strictObject({ section: z.string().min(1), promises: z.array(promiseSchema).min(1) }));

export type PromisedSection = z.infer<typeof promisesSchema>[number];

/**
 * Everything that is missing from the trace, in sentences; none where it is whole. What does not apply to the document of the page, such as
 * a flow that it does not declare, the page need not promise.
 */
export function gapsIn(sections: readonly PromisedSection[], contract: Contract): readonly string[] {
  const due = requirementIds.filter((id) => catalogue[id].score === 'contract' && checks[id].applies(contract) === true);
  return gapsBeside(due, sections).map((gap) => gap.replace('nothing asks for', 'no promise of the page asks for'));
}

/** Everything that is missing from the trace of what standards ask. */
export const gapsInStandards = (sections: readonly PromisedSection[]): readonly string[] =>
  gapsBeside(
    requirementIds.filter((id) => catalogue[id].score === 'standards'),
    sections,
  );

function gapsBeside(due: readonly string[], sections: readonly PromisedSection[]): readonly string[] {
  const promises = sections.flatMap((section) => section.promises);
  const traced = new Set(promises.flatMap(({ requirements = [] }) => requirements));
  return [
    ...promises
      .filter(({ requirements = [], unchecked }) => requirements.length === 0 && unchecked === undefined)
      .map(({ says }) => `neither checked nor excused: ${says}`),
    ...[...traced].filter((id) => !isRequirementId(id)).map((id) => `no such requirement: ${id}`),
    ...due.filter((id) => !traced.has(id)).map((id) => `nothing asks for ${id}`),
  ];
}

/** The promises that a requirement checks, in the order of the page. */
export const promisesOf = (id: string, sections: readonly PromisedSection[]): readonly DescribedRequirement[] =>
  sections.flatMap(({ section, promises }) =>
    promises.filter(({ requirements = [] }) => requirements.includes(id)).map(({ says }) => ({ section, says })),
  );

/** The trace from the page as a page, in Markdown. */
export function promisesPage(sections: readonly PromisedSection[]): string {
  const { promises, checked } = countsOf(sections);
  return page(
    'Promises',
    `The bundled document says what one published page about authentication promises. Here is that page, sentence by sentence and in other words, under its own headings: ${promises} promises, of which ${checked} are checked; of the others the reason is given. The requirements are explained in [requirements](requirements.md), what was decided where the page is silent or contradicts itself in [decisions](decisions.md#the-bundled-document).`,
    'promises.yaml',
    sections,
  );
}

/** The trace from what standards ask as a page, in Markdown. */
export function standardsPage(sections: readonly PromisedSection[]): string {
  const { promises, checked } = countsOf(sections);
  return page(
    'Standards',
    `What RFCs and recognised practice ask of any server that guards an API, whatever its document says: ${promises} rules, of which ${checked} are checked; of the others, and of what is left of some, the reason is given. What is _observed_ the report tells and nobody is judged by. The requirements are explained in [requirements](requirements.md); which other answers pass is told in [fair readings](fair-readings.md).`,
    'standards.yaml',
    sections,
  );
}

function countsOf(sections: readonly PromisedSection[]): { readonly promises: number; readonly checked: number } {
  const promises = sections.flatMap((section) => section.promises);
  return { promises: promises.length, checked: promises.filter(({ requirements = [] }) => requirements.length > 0).length };
}

function page(title: string, introduction: string, source: string, sections: readonly PromisedSection[]): string {
  const lines = [
    `# ${title}`,
    '',
    introduction,
    '',
    `This page is generated from \`${source}\`; \`UPDATE=1 npm test\` writes it again.`,
    ...sections.flatMap((section) => ['', `## ${section.section}`, '', ...section.promises.map(itemOf)]),
  ];
  return `${lines.join('\n')}\n`;
}

function itemOf({ says, requirements = [], unchecked }: PromisedSection['promises'][number]): string {
  const checked = requirements.length > 0 ? [`Checked by ${requirements.map(linkTo).join(', ')}.`] : [];
  const rest = unchecked === undefined ? [] : [`_${checked.length > 0 ? 'Left open' : 'Not checked'}:_ ${unchecked}`];
  return [`- **${says}**`, ...checked, ...rest].join('\n  ');
}

const linkTo = (id: string) => `[${id}](requirements.md#${anchorOf(id)})`;
