import type { KillMatrix } from '../../../cli/prove/kill-matrix.ts';

/** Matrices of every fate; what their names say is invented. */
export const proved: KillMatrix = {
  whole: false,
  documents: [{ title: 'Tide <tables>', decided: 137, falseAlarms: [] }],
  faults: [
    {
      fault: 'accepts-revoked-key',
      description: 'A revoked credential goes on working.',
      fate: 'killed',
      document: 'Tide <tables>',
      expected: ['credentials/revoked'],
      red: ['credentials/revoked', 'credentials/uniform-errors'],
      missed: [],
      excess: [],
      spared: [],
    },
    {
      fault: 'sends-not-found-with-200',
      description: 'An object that does not exist is an error in the body | and a 200 in the status line.',
      fate: 'void',
      document: 'Tide <tables>',
      expected: ['errors/status'],
      red: [],
      missed: [],
      excess: [],
      spared: [],
    },
    {
      fault: 'reports-reset-in-milliseconds',
      description: 'The reported reset is in milliseconds.',
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
      variant: 'sends-chunked-bodies',
      description: 'The length of a body is not told beforehand: it comes in chunks.',
      fate: 'green',
      documents: ['Tide <tables>'],
      alarms: [],
    },
    {
      variant: 'sliding-window',
      description: 'Every request is counted for as long as a window lasts.',
      fate: 'void',
      documents: [],
      alarms: [],
    },
  ],
  clients: [
    { client: 'thorough', description: 'A sound client.', fate: 'green', red: [], alarms: [] },
    {
      client: 'waits-a-year',
      description: 'Any Retry-After | is sat out.',
      fate: 'killed',
      document: 'Tide <tables>',
      red: ['client/retry-after-unreasonable'],
      alarms: [],
    },
  ],
  unproved: ['errors/status'],
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
    { title: 'Tide <tables>', decided: 137, falseAlarms: ['limits/429-status failed', 'whoami/x/y: inconclusive: no answer'] },
    { title: 'Weather', decided: 90, falseAlarms: [] },
  ],
  faults: [
    {
      ...proved.faults[0]!,
      fate: 'excess',
      excess: ['credentials/uniform-errors'],
    },
    { ...proved.faults[1]!, fate: 'survived', missed: ['errors/status'] },
    { ...proved.faults[0]!, fault: 'compares-key-prefix-only', fate: 'short', spared: ['credentials/uniform-errors'] },
    proved.faults[2]!,
  ],
  variants: [
    {
      ...proved.variants[0]!,
      fate: 'alarm',
      alarms: ['Tide <tables>: http/head-consistency failed'],
    },
    proved.variants[1]!,
  ],
  proved: false,
};
