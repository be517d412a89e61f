import type { KillMatrix } from '../../../cli/prove/matrix.ts';

/** Matrices of every fate; what their names say is invented. */
export const proved: KillMatrix = {
  whole: false,
  documents: [{ title: 'Tide <tables>', decided: 137, falseAlarms: [] }],
  faults: [
    {
      fault: 'revoked-credential-is-accepted',
      says: 'A revoked credential goes on working.',
      fate: 'killed',
      document: 'Tide <tables>',
      expected: ['credentials/revoked-credential-is-401'],
      red: ['credentials/revoked-credential-is-401', 'credentials/refusals-are-uniform'],
      missed: [],
      excess: [],
      spared: [],
    },
    {
      fault: 'errors-come-with-200',
      says: 'An object that does not exist is an error in the body | and a 200 in the status line.',
      fate: 'void',
      document: 'Tide <tables>',
      expected: ['envelope/errors-have-an-error-status'],
      red: [],
      missed: [],
      excess: [],
      spared: [],
    },
    {
      fault: 'reset-in-milliseconds',
      says: 'The reported reset is in milliseconds.',
      fate: 'not-applicable',
      expected: [],
      red: [],
      missed: [],
      excess: [],
      spared: [],
    },
  ],
  variants: [
    {
      variant: 'bodies-in-chunks',
      says: 'The length of a body is not told beforehand: it comes in chunks.',
      fate: 'green',
      documents: ['Tide <tables>'],
      alarms: [],
    },
    { variant: 'windows-slide', says: 'Every request is counted for as long as a window lasts.', fate: 'void', documents: [], alarms: [] },
  ],
  unproved: ['envelope/errors-have-an-error-status'],
  proved: true,
  trials: 4,
  requests: 1_204,
  workers: 2,
  measured: { date: '2026-01-31', seconds: 3 },
};

export const unproved: KillMatrix = {
  ...proved,
  whole: true,
  documents: [
    { title: 'Tide <tables>', decided: 137, falseAlarms: ['limits/refusal-is-429 failed', 'selftest/x/y: inconclusive: no answer'] },
    { title: 'Weather', decided: 90, falseAlarms: [] },
  ],
  faults: [
    {
      ...proved.faults[0]!,
      fate: 'excess',
      excess: ['credentials/refusals-are-uniform'],
    },
    { ...proved.faults[1]!, fate: 'survived', missed: ['envelope/errors-have-an-error-status'] },
    { ...proved.faults[0]!, fault: 'beginning-of-a-credential-is-enough', fate: 'short', spared: ['credentials/refusals-are-uniform'] },
    proved.faults[2]!,
  ],
  variants: [
    {
      ...proved.variants[0]!,
      fate: 'alarm',
      alarms: ['Tide <tables>: http/head-agrees-with-get failed'],
    },
    proved.variants[1]!,
  ],
  proved: false,
};
