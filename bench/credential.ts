import type { MockServer } from './lab.ts';

/** A credential of a caller who is wanted: alive, from anywhere, with these scopes and without those. */
export function bearer(
  { principals }: MockServer,
  wanted: { readonly has?: string; readonly lacks?: string; readonly plan?: string },
): string {
  const { has, lacks, plan } = wanted;
  const fits = Object.values(principals).find(
    ({ state, from, scopes, plan: own, expendable }) =>
      state === 'active' &&
      from === undefined &&
      (has === undefined || scopes.includes(has)) &&
      (lacks === undefined || !scopes.includes(lacks)) &&
      (plan === undefined ? !expendable : own === plan),
  );
  if (fits === undefined) throw new Error(`bench: the document has no principal with ${JSON.stringify(wanted)}`);
  return `Bearer ${fits.secret}`;
}
