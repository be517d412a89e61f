import type { Window } from './quotas.ts';

const UNITS: { readonly [unit: string]: number } = { second: 1, minute: 60, hour: 3600, day: 86_400 };
const GRAMMAR = /^([1-9]\d*)\/([1-9]\d*)?(second|minute|hour|day)$/;

/** Parses a window such as `10/minute` or `100/15minute`; undefined if it is invalid. */
export function parseWindow(label: string): Window | undefined {
  const [, limit, count, unit] = GRAMMAR.exec(label) ?? [];
  const seconds = UNITS[unit ?? ''];
  if (limit === undefined || seconds === undefined) return undefined;
  return { label, limit: Number(limit), seconds: Number(count ?? 1) * seconds };
}
