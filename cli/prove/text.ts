import type { FaultRow, Fate } from './fault-row.ts';
import type { KillMatrix } from './matrix.ts';
import { countsOf } from './counts.ts';
import type { VariantRow } from './variant-row.ts';

const marks: { readonly [fate in Fate | VariantRow['fate']]: string } = {
  killed: '✔',
  survived: '✘',
  excess: '!',
  void: '·',
  'not-applicable': '-',
  green: '✔',
  alarm: '✘',
};

/** The kill matrix in words: what went wrong first, then every fault and every variant. */
export function describeMatrix(matrix: KillMatrix): string {
  const { documents, faults, variants, unproved, proved } = matrix;
  const { figures, verdict } = countsOf(matrix);
  const having = (fate: Fate) => faults.filter((row) => row.fate === fate);
  const lines = [
    ...section(
      'False alarms: the sound mock was blamed',
      documents.flatMap(({ title, falseAlarms }) => falseAlarms.map((alarm) => `${title}: ${alarm}`)),
    ),
    ...section(
      'False alarms: variants that are as good were blamed',
      variants.filter(({ fate }) => fate === 'alarm').map(({ variant, says, alarms }) => told(variant, says, alarms)),
    ),
    ...section(
      'Survived: nobody noticed',
      having('survived').map(({ fault, says, missed }) => told(fault, says, missed)),
    ),
    ...section(
      'Killed too much: more turned red than the fault breaks',
      having('excess').map(({ fault, says, excess }) => told(fault, says, excess)),
    ),
    ...section('Unproved: no fault turned it red', unproved),
    'Faults',
    ...faults.map(faultLine),
    '',
    'Variants',
    ...variants.map(({ variant, says, fate }) => `  ${marks[fate]} ${variant}  ${says}`),
    '',
    ...figures,
    proved ? `PROVED: ${verdict}` : `NOT PROVED: ${verdict}`,
  ];
  return `${lines.join('\n')}\n`;
}

const told = (name: string, says: string, details: readonly string[]) =>
  [`${name}  ${says}`, ...details.map((detail) => `    ${detail}`)].join('\n  ');

const faultLine = ({ fault, fate, red }: FaultRow) => `  ${marks[fate]} ${fault}${red.length > 0 ? `  → ${red.join(', ')}` : ''}`;

function section(title: string, rows: readonly string[]): readonly string[] {
  return rows.length === 0 ? [] : [title, ...rows.map((row) => `  ${row}`), ''];
}
