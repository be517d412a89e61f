/**
 * Which other answers pass too, and where: what readers ask for most, and then everything that the catalogue calls fair.
 *
 * @module
 */
import { z } from 'zod';
import { anchorOf } from '../../cli/explain/page.ts';
import { variants } from '../../mock/variants/variants.ts';
import { catalogue, isRequirementId, requirementIds } from '../../spec/catalogue/catalogue.ts';

/** The form of docs/fair-readings.yaml. */
export const fairReadingsSchema = z.array(
  z.strictObject({ answer: z.string().min(1), where: z.array(z.string()).min(1), variant: z.string().optional() }),
);

export type FairReading = z.infer<typeof fairReadingsSchema>[number];

/** What the list names and is not there, in sentences; none where it is whole. */
export const unknownIn = (readings: readonly FairReading[]): readonly string[] =>
  readings.flatMap(({ answer, where, variant }) => [
    ...where.filter((id) => !isRequirementId(id)).map((id) => `${answer}: no such requirement: ${id}`),
    ...(variant === undefined || Object.hasOwn(variants, variant) ? [] : [`${answer}: no such variant: ${variant}`]),
  ]);

const linkTo = (id: string) => `[${id}](requirements.md#${anchorOf(id)})`;

/** The page, in Markdown. */
export function fairReadingsPage(readings: readonly FairReading[]): string {
  const fair = requirementIds.flatMap((id) =>
    catalogue[id].fair === undefined ? [] : [{ id, ...catalogue[id], fair: catalogue[id].fair }],
  );
  const topics = [...new Set(fair.map(({ topic }) => topic))];
  const lines = [
    '# Fair readings',
    '',
    'Documents and standards leave room, and servers use it. Nobody is blamed for that: here is which other answers pass too, and where. Each variant is a server that answers so, and [the proof](proof.md) blames none of [them](variants.md) for anything. What was decided where documents are silent stands in [decisions](decisions.md).',
    '',
    'This page is generated from `fair-readings.yaml` and `spec/catalogue/`; `UPDATE=1 npm test` writes it again.',
    '',
    '## What passes as well',
    '',
    '| answer | where | variant |',
    '| --- | --- | --- |',
    ...readings.map(
      ({ answer, where, variant }) => `| ${answer} | ${where.map(linkTo).join(', ')} | ${variant === undefined ? '' : `\`${variant}\``} |`,
    ),
    '',
    '## Requirement by requirement',
    '',
    `${fair.length} of the ${requirementIds.length} requirements say of themselves what passes as well.`,
    ...topics.flatMap((topic) => [
      '',
      `### ${topic}`,
      '',
      ...fair.filter((requirement) => requirement.topic === topic).map(({ id, fair: says }) => `- ${linkTo(id)}: ${says}`),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
