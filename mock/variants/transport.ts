import type { Bend } from '../faults/edits.ts';
import { answered, before, presenting, withLine } from '../faults/edits.ts';
import type { Variants } from './variant.ts';

/** Shifts the server’s clock by a number of milliseconds; a negative number sets it back. */
const ahead = (milliseconds: number): Bend =>
  before('transport', (context) => ({ ...context, request: { ...context.request, at: context.request.at + milliseconds } }));

const insisting = (value: string): Bend =>
  answered((response, { request }) => (request.secure ? withLine(response, 'Strict-Transport-Security', value) : response));

export const transportVariants = {
  'closes-plain-http-port': {
    description: 'The port for plain HTTP is closed.',
    apply: presenting({ plain: 'refused' }),
  },
  'drops-plain-http-connections': {
    description: 'The server closes plain HTTP connections without a response.',
    apply: presenting({ plain: 'closed' }),
  },
  'quotes-hsts-max-age': {
    description: 'Strict-Transport-Security has a quoted max-age of two years, includes subdomains and has an uncommon directive.',
    apply: insisting('max-age="63072000"; includeSubDomains; preload'),
  },
  'reorders-hsts-directives': {
    description: 'Strict-Transport-Security has its directives in different letter case and order.',
    apply: insisting('IncludeSubDomains ;MAX-AGE=31536000'),
  },
  'takes-70-ms-per-response': {
    description: 'Every response takes 70 milliseconds, one after the other, so a burst ends in the next window.',
    apply: (parts) => ({ ...parts, takes: 70 }),
  },
  'runs-clock-ahead': {
    description: 'The server’s clock is two seconds ahead.',
    apply: ahead(2_000),
  },
  'runs-clock-behind': {
    description: 'The server’s clock is three seconds behind.',
    apply: ahead(-3_000),
  },
  'runs-clock-half-second-behind': {
    description: 'The server’s clock is half a second behind, so its seconds seldom match those of the client.',
    apply: ahead(-500),
  },
} as const satisfies Variants;
