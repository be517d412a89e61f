import type { Result } from '../../suites/result/result.ts';
import { amounts, failedRequirements } from '../digest/digest.ts';
import { isExcused } from '../gathering/verdict.ts';

/** The words and the colour of a badge. */
export interface BadgeText {
  readonly label: string;
  readonly message: string;
  readonly colour: 'brightgreen' | 'green' | 'red' | 'lightgrey';
}

const colours = {
  conformant: 'brightgreen',
  'conformant-with-warnings': 'green',
  'non-conformant': 'red',
  incomplete: 'lightgrey',
  unusable: 'lightgrey',
} as const;

/** What a badge shows: the verdict, never a percentage. It is grey if the run decided too little, whatever the exit code. */
export function badgeText(result: Result): BadgeText {
  const { verdict, selection } = result;
  const failed = failedRequirements(result).filter((requirement) => !isExcused(requirement));
  const part = selection === undefined ? '' : ' (part)';
  const message = {
    conformant: 'conformant',
    'conformant-with-warnings': 'conformant, warnings',
    'non-conformant': failed.length > 0 ? `failed: ${amounts(failed).replaceAll(';', ',')}` : 'failed, accepted',
    incomplete: 'incomplete',
    unusable: 'unusable',
  }[verdict];
  return { label: 'auth conformance', message: message + part, colour: colours[verdict] };
}
