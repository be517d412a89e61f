import randExp from 'randexp';
import type { JsonObject } from '../contract.ts';
import { text } from '../json/json.ts';
import { formatSamples } from './format.ts';

// The package is CommonJS with a default export: bundlers and Node disagree about what that is.
const RandExp = 'default' in randExp ? randExp.default : randExp;

/** The longest text that is made. */
const longest = 10_000;

type Choose = (from: number, to: number) => number;

const shortest: Choose = (from) => from;

/** Choices that look random and are the same at every time. */
function scattered(seed: number): Choose {
  let state = seed;
  return (from, to) => {
    state = (state * 48_271) % 2_147_483_647;
    return from + (state % (to - from + 1));
  };
}

/** Texts that a pattern may match, the same at every time: look-arounds are ignored. A variant gives other ones. */
function patterned(pattern: string, least: number, variant: number): readonly string[] {
  const usual = [shortest, (from: number, to: number) => Math.floor((from + to) / 2), (_: number, to: number) => to];
  const choices = [...(variant === 0 ? usual : []), ...[1, 2, 3, 4, 5].map((seed) => scattered(variant * 5 + seed))];
  // Letters and digits where the pattern leaves the choice, or else any character.
  return [true, false].flatMap((plain) => choices.flatMap((choose) => generated(pattern, Math.max(least, 3), plain, choose) ?? []));
}

function generated(pattern: string, most: number, plain: boolean, choose: Choose): string | undefined {
  try {
    const maker = new RandExp(pattern);
    maker.max = Math.min(most, longest);
    if (plain) maker.defaultRange.subtract(32, 47).subtract(58, 64).subtract(91, 96).subtract(123, 126);
    maker.randInt = choose;
    return maker.gen();
  } catch {
    return undefined;
  }
}

/** Texts that schemas may allow together, the usual ones first. */
export function textCandidates(schemas: readonly JsonObject[], variant: number): readonly string[] {
  const least = Math.min(Math.max(0, ...schemas.map(({ minLength }) => (typeof minLength === 'number' ? minLength : 0))), longest);
  const most = Math.min(...schemas.map(({ maxLength }) => (typeof maxLength === 'number' ? maxLength : longest)));
  const usual = [...schemas.flatMap(({ format }) => formatSamples[text(format) ?? ''] ?? []), 'string'];
  const numbered = variant === 0 ? usual : [...usual.map((each) => `${variant}${each}`), ...usual.map((each) => `${each}${variant}`)];
  const patterns = schemas.flatMap(({ pattern }) => text(pattern) ?? []);
  const plain = patterns.length === 0 ? [] : ['1', 'a', 'A', 'example', '12', '2021-01-01', 'EUR', 'US', 'en'];
  const all = [...numbered, ...patterns.flatMap((pattern) => patterned(pattern, least, variant)), ...plain];
  const sized = all.flatMap((each) => [
    each,
    ...(each.length < least ? [each.padEnd(least, 'x'), each.padEnd(least, '0'), `${'x'.repeat(least - each.length)}${each}`] : []),
    ...(each.length > most ? [each.slice(0, Math.max(most, 0))] : []),
  ]);
  return variant === 0 ? sized : [...sized.slice(variant), ...sized.slice(0, variant)];
}
