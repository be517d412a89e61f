import { sceneNames, scenes } from '../../suites/scenes/scenes.ts';
import type { Check } from '../../suites/checks/check.ts';

type Words = { readonly [variant: string]: string };

const nobody: Words = { missing: 'no credential', unknown: 'a credential that was never issued' };
const dead: Words = { revoked: 'a credential that was revoked', expired: 'a credential that ran out' };

/** What tells the observations of a scene apart, in words. */
const words: { readonly [scene: string]: Words } = {
  handshake: {
    verified: 'with verification, as an ordinary client',
    TLSv1: 'offering nothing but TLS 1.0',
    'TLSv1.1': 'offering nothing but TLS 1.1',
  },
  imposters: {
    ...nobody,
    truncated: 'a live credential without its last characters',
    altered: 'a live credential with another last character',
    extended: 'a live credential with one more character behind it',
    'other-environment': 'a live credential as another environment would have issued it',
    ...dead,
  },
  intruders: { ...nobody, ...dead },
  introductions: { live: 'a live credential', ...nobody },
  effects: { unscoped: 'a principal without the scope', missing: 'no credential' },
  malformed: {
    empty: 'a field without a value',
    'scheme-alone': 'the name of the scheme and nothing behind it',
    'two-tokens': 'two tokens in one field',
    'good-line-then-bad-line': 'two fields, the good credential first',
    'bad-line-then-good-line': 'two fields, the good credential last',
    'control-character': 'a good credential with a NUL inside',
  },
  matrix: { allowed: 'the principal’s scopes allow the operation', refused: 'the principal’s scopes do not allow the operation' },
  meter: { success: 'several successes in a row', refusal: 'a refusal for want of a scope', 'not-found': 'an object that does not exist' },
  misplaced: {
    'query-api_key': 'in the query, as api_key',
    'query-access_token': 'in the query, as access_token',
    'query-key': 'in the query, as key',
    'header-x-api-key': 'in the field X-API-Key',
    'header-api-key': 'in the field Api-Key',
    bearer: 'in the field Authorization, as a bearer token',
    cookie: 'in a cookie',
    body: 'in the body, as of a form',
  },
  mistakes: {
    'no-such-path': 'a path that does not exist',
    'no-such-object': 'an object that does not exist',
    'undeclared-method': 'a method that the document does not declare there',
    'malformed-body': 'a body that is no JSON',
  },
};

/** Those whose variants are values of the document, or names of scenes. */
const composed: { readonly [scene: string]: (variant: string) => string | undefined } = {
  disguises: (variant) => {
    if (variant === 'none') return 'the bare credential';
    return /^[A-Z]/.test(variant) ? `the credential behind the word "${variant}"` : undefined;
  },
  exhaustion: (variant) => (/^\d+ per ./.test(variant) ? `the window of ${variant}` : undefined),
  stampede: (variant) => `the shortest window of the plan ${variant}`,
  everything: (variant) => {
    const scene = sceneNames.find((name) => name === variant);
    return scene && `all that the scene ${scene} exchanges. ${scenes[scene].says}`;
  },
};

/** A variant of a scene in words; undefined for one that the scene does not have. */
export function variantWords(scene: Check['scene'], variant: string): string | undefined {
  const known = words[scene];
  if (known && Object.hasOwn(known, variant)) return known[variant];
  return composed[scene]?.(variant);
}
