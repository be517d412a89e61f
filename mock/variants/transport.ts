import type { PartsChange } from '../faults/edits.ts';
import { onResponse, beforeGate, withListener, withHeader } from '../faults/edits.ts';
import type { Variants } from './variant.ts';

/** Shifts the server’s clock by a number of milliseconds; a negative number sets it back. */
const shiftClock = (milliseconds: number): PartsChange =>
  beforeGate('transport', (context) => ({ ...context, request: { ...context.request, at: context.request.at + milliseconds } }));

const withHsts = (value: string): PartsChange =>
  onResponse((response, { request }) => (request.secure ? withHeader(response, 'Strict-Transport-Security', value) : response));

export const transportVariants = {
  'closes-plain-http-port': {
    description: 'The port for plain HTTP is closed.',
    apply: withListener({ plain: 'refused' }),
  },
  'drops-plain-http-connections': {
    description: 'The server closes plain HTTP connections without a response.',
    apply: withListener({ plain: 'closed' }),
  },
  'quotes-hsts-max-age': {
    description: 'Strict-Transport-Security has a quoted max-age of two years, includes subdomains and has an uncommon directive.',
    apply: withHsts('max-age="63072000"; includeSubDomains; preload'),
  },
  'reorders-hsts-directives': {
    description: 'Strict-Transport-Security has its directives in different letter case and order.',
    apply: withHsts('IncludeSubDomains ;MAX-AGE=31536000'),
  },
  'takes-70-ms-per-response': {
    description: 'Every response takes 70 milliseconds, one after the other, so a burst ends in the next window.',
    apply: (parts) => ({ ...parts, responseTimeMs: 70 }),
  },
  'runs-clock-ahead': {
    description: 'The server’s clock is two seconds ahead.',
    apply: shiftClock(2_000),
  },
  'runs-clock-behind': {
    description: 'The server’s clock is three seconds behind.',
    apply: shiftClock(-3_000),
  },
  'runs-clock-half-second-behind': {
    description: 'The server’s clock is half a second behind, so its seconds seldom match those of the client.',
    apply: shiftClock(-500),
  },
} as const satisfies Variants;
