/** What a client lacks for a check, by its name in the configuration. */
import type { Need } from '../words/word.ts';

const consent = (name: string, what: string): Need => ({ what, key: `clients.${name}.consent` });

export const browserScript = (name: string): Need => consent(name, 'a browser script that signs in and consents: { browser: ./login.ts }');

export const consentWithoutCode = (name: string): Need =>
  consent(name, 'consent without a given code: automatic or { browser: ./login.ts }');

export const denyingScript = (name: string): Need =>
  consent(name, 'a browser script that can deny consent: { browser: ./login.ts }, or the test hook deny');
