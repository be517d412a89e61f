import type { Bend } from '../faults/bend.ts';
import { answered, before, presenting, withLine } from '../faults/bend.ts';
import type { Variants } from './variant.ts';

/** Shifts the server’s clock by a number of milliseconds; a negative number sets it back. */
const ahead = (milliseconds: number): Bend =>
  before('transport', (visit) => ({ ...visit, arrival: { ...visit.arrival, at: visit.arrival.at + milliseconds } }));

const insisting = (value: string): Bend =>
  answered((answer, { arrival }) => (arrival.secure ? withLine(answer, 'Strict-Transport-Security', value) : answer));

export const transport = {
  'plain-http-port-is-closed': {
    says: 'The port for plain HTTP is closed.',
    bend: presenting({ plain: 'refused' }),
  },
  'plain-http-is-hung-up-on': {
    says: 'The server closes plain HTTP connections without a response.',
    bend: presenting({ plain: 'closed' }),
  },
  'https-for-two-years-in-quotes': {
    says: 'Strict-Transport-Security has a quoted max-age of two years, includes subdomains and has an uncommon directive.',
    bend: insisting('max-age="63072000"; includeSubDomains; preload'),
  },
  'https-in-other-letters': {
    says: 'Strict-Transport-Security has its directives in different letter case and order.',
    bend: insisting('IncludeSubDomains ;MAX-AGE=31536000'),
  },
  'every-answer-takes-a-moment': {
    says: 'Every response takes 70 milliseconds, one after the other, so a burst ends in the next window.',
    bend: (parts) => ({ ...parts, takes: 70 }),
  },
  'clock-is-ahead': {
    says: 'The server’s clock is two seconds ahead.',
    bend: ahead(2_000),
  },
  'clock-is-behind': {
    says: 'The server’s clock is three seconds behind.',
    bend: ahead(-3_000),
  },
  'clock-is-half-a-second-off': {
    says: 'The server’s clock is half a second behind, so its seconds seldom match those of the client.',
    bend: ahead(-500),
  },
} as const satisfies Variants;
