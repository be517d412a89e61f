import type { FaultRow, KillMatrix } from './matrix.ts';

/** The kill matrix in words: what survived and what was too much first, then every fault with what it turned red. */
export function describeMatrix({ falseAlarms, faults, unproved, proved }: KillMatrix): string {
  const count = (fate: FaultRow['fate']) => faults.filter((row) => row.fate === fate).length;
  const lines = [
    ...section('False alarms: the sound mock was blamed', falseAlarms),
    ...section(
      'Survived: nobody noticed',
      faults
        .filter(({ fate }) => fate === 'survived')
        .map(({ fault, says, missed }) => `${fault}  ${says}\n      unnoticed by ${missed.join(', ')}`),
    ),
    ...section(
      'Killed too much: more turned red than the fault breaks',
      faults
        .filter(({ fate }) => fate === 'excess')
        .map(({ fault, says, excess }) => `${fault}  ${says}\n      also red: ${excess.join(', ')}`),
    ),
    ...section('Unproved: no fault turned it red', unproved),
    'Faults',
    ...faults.map(({ fault, fate, red }) => `  ${mark(fate)} ${fault}${red.length > 0 ? `  → ${red.join(', ')}` : ''}`),
    '',
    `${count('killed')} of ${faults.length - count('not-applicable')} faults killed exactly, ${count('survived')} survived, ${count('excess')} killed too much, ${count('not-applicable')} not applicable; ${falseAlarms.length} false alarms`,
    proved ? 'PROVED: every fault turns red what it breaks, and nothing else' : 'NOT PROVED',
  ];
  return `${lines.join('\n')}\n`;
}

function mark(fate: FaultRow['fate']): string {
  return { killed: '✔', survived: '✘', excess: '!', 'not-applicable': '-' }[fate];
}

function section(title: string, rows: readonly string[]): readonly string[] {
  return rows.length === 0 ? [] : [title, ...rows.map((row) => `  ${row}`), ''];
}
