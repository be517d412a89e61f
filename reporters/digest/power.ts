import type { Power } from '../../suites/result/result.ts';

/** What the power of a run is an answer to. */
export const powerNote =
  'Of the faults that the harness can give its own mock, so many would have shown in the checks that this run decided. An estimate: held against the exact way it was wrong about fewer than one fault in forty, by a document that promises less about one in twelve.';

/** How much of what could be noticed the run would have noticed: "about 121 of 180 known faults". */
export function powerShare({ within, faults }: Power): string {
  return `about ${within.length} of ${faults} known faults`;
}

/** The additions that would add most, in a line: "a larger budget (55)". Empty where nothing would. */
export function additionLine({ additions }: Power, most: number): string {
  return additions
    .slice(0, most)
    .map(({ says, adds }) => `${says} (${adds})`)
    .join('; ');
}
