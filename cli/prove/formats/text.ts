import { countsOf } from '../counts.ts';
import { fates } from '../fates.ts';
import type { FaultRow, KillMatrix } from '../kill-matrix.ts';
import { problemsOf } from '../problems.ts';

/** The kill matrix as text: problems first, then every fault and variant, the figures last. */
export function describeMatrix(matrix: KillMatrix): string {
  const { faults, variants, clients, proved } = matrix;
  const { figures, verdict } = countsOf(matrix);
  const problems = problemsOf(matrix).flatMap(({ title, rows }) => [
    title,
    ...rows.flatMap(({ name, description, details }) => [
      `  ${name}${description === undefined ? '' : `  ${description}`}`,
      ...details.map((detail) => `      ${detail}`),
    ]),
    '',
  ]);
  const lines = [
    ...problems,
    'Faults',
    ...faults.map(faultLine),
    '',
    ...(variants.length === 0
      ? []
      : ['Variants', ...variants.map(({ variant, description, fate }) => `  ${fates[fate].mark} ${variant}  ${description}`), '']),
    ...(clients.length === 0 ? [] : ['Clients', ...clients.map(clientLine), '']),
    ...figures,
    `${proved ? 'PROVED' : 'NOT PROVED'}: ${verdict}`,
  ];
  return `${lines.join('\n')}\n`;
}

const clientLine = ({ client, fate, red }: KillMatrix['clients'][number]) =>
  `  ${fates[fate].mark} ${client}${red.length > 0 ? `  → ${red.join(', ')}` : ''}`;

const faultLine = ({ fault, fate, red }: FaultRow) => `  ${fates[fate].mark} ${fault}${red.length > 0 ? `  → ${red.join(', ')}` : ''}`;
