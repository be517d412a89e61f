import type { Bend } from '../faults/bend.ts';
import { answered, before, presenting, withLine } from '../faults/bend.ts';
import type { Variants } from './variant.ts';

/** A server whose clock is so many milliseconds ahead of everybody's, or behind. */
const ahead = (milliseconds: number): Bend =>
  before('transport', (visit) => ({ ...visit, arrival: { ...visit.arrival, at: visit.arrival.at + milliseconds } }));

const insisting = (value: string): Bend =>
  answered((answer, { arrival }) => (arrival.secure ? withLine(answer, 'Strict-Transport-Security', value) : answer));

export const transport = {
  'plain-http-port-is-closed': {
    says: 'Nobody answers plain HTTP.',
    bend: presenting({ plain: 'refused' }),
  },
  'plain-http-is-hung-up-on': {
    says: 'A connection to the port of plain HTTP is closed without an answer.',
    bend: presenting({ plain: 'closed' }),
  },
  'https-for-two-years-in-quotes': {
    says: 'Strict-Transport-Security has a lifetime in quotes, holds for the hosts below too, and names a directive that few know.',
    bend: insisting('max-age="63072000"; includeSubDomains; preload'),
  },
  'https-in-other-letters': {
    says: 'The directives of Strict-Transport-Security are in capitals and in another order.',
    bend: insisting('IncludeSubDomains ;MAX-AGE=31536000'),
  },
  'every-answer-takes-a-moment': {
    says: 'Every answer takes 70 milliseconds, one after the other, so that a rush is over in the next window.',
    bend: (parts) => ({ ...parts, takes: 70 }),
  },
  'clock-is-ahead': {
    says: 'The clock of the server is two seconds ahead.',
    bend: ahead(2_000),
  },
  'clock-is-behind': {
    says: 'The clock of the server is three seconds behind.',
    bend: ahead(-3_000),
  },
  'clock-is-half-a-second-off': {
    says: 'The clock of the server is half a second behind, so that the seconds of two clocks seldom agree.',
    bend: ahead(-500),
  },
} as const satisfies Variants;
