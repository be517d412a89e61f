import type { Fate, KillMatrix } from './kill-matrix.ts';

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

function clientFigures(clients: KillMatrix['clients']): string {
  const count = (wanted: string) => clients.filter(({ fate }) => fate === wanted).length;
  const sound = clients.filter(({ fate }) => fate === 'green' || fate === 'alarm').length;
  const broken = clients.length - sound - count('not-applicable');
  return `${count('killed')} of ${plural(broken, 'broken client')} found exactly, ${count('green')} of ${plural(sound, 'sound client')} green`;
}

/** The figures of a matrix and its verdict, as text. */
export function countsOf(matrix: KillMatrix): { readonly figures: readonly string[]; readonly verdict: string } {
  const { documents, faults, variants, clients, trials, requests, workers, measured, proved } = matrix;
  const count = (fate: Fate) => faults.filter((row) => row.fate === fate).length;
  const applicable = faults.length - count('not-applicable') - count('void');
  const alarms = documents.flatMap(({ falseAlarms }) => falseAlarms).length + variants.flatMap((row) => row.alarms).length;
  const different = variants.filter(({ fate }) => fate !== 'void').length;
  return {
    figures: [
      `${count('killed')} of ${plural(applicable, 'fault')} killed exactly, ${count('survived')} survived, ${count('excess')} killed too much, ${count('short')} killed too little; ${count('void')} void, ${count('not-applicable')} not applicable`,
      `${variants.filter(({ fate }) => fate === 'green').length} of ${plural(different, 'variant')} green, ${variants.length - different} void; ${plural(alarms, 'false alarm')}`,
      ...(clients.length === 0 ? [] : [clientFigures(clients)]),
      documents.map(({ title, decided }) => `${title} (${plural(decided, 'requirement')})`).join(', '),
      [
        `${plural(trials, 'mock')} handled ${plural(requests, 'request')} from ${plural(workers, 'worker')}`,
        ...(measured ? [`in ${measured.seconds} s on ${measured.date}`] : []),
      ].join(' '),
    ],
    verdict: proved
      ? 'every fault that changes a response makes exactly the requirements fail that it breaks, and no variant causes a false alarm'
      : 'some faults or variants did not have the expected result',
  };
}
