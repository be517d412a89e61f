import { codes, generatedFrom, table } from './markdown.ts';
import type { FairReading } from './sources.ts';

/** `docs/fair-readings.md`: which responses pass besides the expected one. */
export function fairReadingsPage(readings: readonly FairReading[]): string {
  const lines = [
    '# Accepted alternatives',
    '',
    'Documents and standards leave room, and servers use it. This page lists responses that differ from the expected one and pass too.',
    'Each variant is a server that responds this way; [the proof](proof.md) verifies that nothing fails on it.',
    '`auth-conformance explain ID` states the accepted alternatives of a requirement. [Decisions](decisions.md) gives the reasons.',
    '',
    generatedFrom('`fair-readings.yaml`'),
    '',
    ...table(
      ['response', 'requirements', 'variant'],
      readings.map(({ response, where, variant }) => [response, codes(where), variant === undefined ? '' : `\`${variant}\``]),
    ),
  ];
  return `${lines.join('\n')}\n`;
}
