import type { Power } from '../../suites/result/result.ts';

/** What the power of a run means. */
export const powerNote = 'A known fault counts as detectable if the run decided a requirement that the fault violates.';

/** How many faults the run could have detected: "121 of 180 known faults". */
export function powerShare({ within, faults }: Power): string {
  return `${within.length} of ${faults} known faults`;
}

/** The additions that make most faults detectable, in one line: "a larger budget (55)". Empty if there are none. */
export function additionLine({ additions }: Power, most: number): string {
  return additions
    .slice(0, most)
    .map(({ needs, adds }) => `${needs} (${adds})`)
    .join('; ');
}
