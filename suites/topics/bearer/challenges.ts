/**
 * Expectations about `WWW-Authenticate` for bearer tokens.
 *
 * @module
 * @see RFC 6750 §3
 */
import { headerValues } from '../../../spec/message.ts';
import { notApplicable, type Undecided, type Mismatch } from '../../engine/check.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { replyOf } from '../../expectations/response.ts';
import { challengesIn, challengesNamed, parameterOf, type Challenge } from '../../expectations/challenge.ts';
import { escapedPattern } from '../../result/expectation.ts';

const at = '$response.header.WWW-Authenticate';

const headerOf = (call: Evidence): string | undefined => headerValues(replyOf(call).headers, 'www-authenticate').join(', ') || undefined;

/** Spaces stay as they are: they may be what is wrong. */
const beginningOf = (text: string) => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

/** The evidence that every mismatch of a challenge shows. */
const shownBy = (call: Evidence) => {
  const actual = headerOf(call);
  return { at, ...(actual !== undefined && { actual: beginningOf(actual) }), exchange: call.id };
};

const bearerChallenges = (call: Evidence): readonly Challenge[] => challengesNamed(replyOf(call), 'Bearer');

/** Why a response with this status has no Bearer challenge to check; undefined if it has one. */
export function withoutBearerChallenge(call: Evidence, wanted: number): Undecided | undefined {
  const { status } = replyOf(call);
  if (status !== wanted) return notApplicable({ code: 'other-status', status, wanted });
  return bearerChallenges(call).length === 0 ? notApplicable({ code: 'no-bearer-challenge' }) : undefined;
}

const usual = 'Bearer realm="…"';

/** Every Bearer challenge has a parameter. */
export function expectParameters(call: Evidence): readonly Mismatch[] {
  if (bearerChallenges(call).every(({ parameters }) => parameters.length > 0)) return [];
  const expected = { kind: 'lacks', pattern: '(?:^|,)\\s*Bearer\\s*(?:,|$)', flags: 'i', example: usual } as const;
  return [{ code: 'challenge-without-parameters', ...shownBy(call), expected }];
}

/** No Bearer challenge has an error. */
export function expectNoError(call: Evidence): readonly Mismatch[] {
  if (bearerChallenges(call).every((challenge) => parameterOf(challenge, 'error') === undefined)) return [];
  const expected = { kind: 'lacks', pattern: '\\berror\\s*=', flags: 'i', example: usual } as const;
  return [{ code: 'challenge-error-without-credential', ...shownBy(call), expected }];
}

/** No Bearer challenge says that the token is invalid. */
export function expectNoBlame(call: Evidence): readonly Mismatch[] {
  if (bearerChallenges(call).every((challenge) => parameterOf(challenge, 'error') !== 'invalid_token')) return [];
  const expected = { kind: 'lacks', pattern: '\\berror\\s*=\\s*"?invalid_token', flags: 'i', example: usual } as const;
  return [{ code: 'valid-token-called-invalid', ...shownBy(call), expected }];
}

/** A Bearer challenge has this error. */
export function expectError(call: Evidence, error: 'invalid_token' | 'insufficient_scope'): readonly Mismatch[] {
  if (bearerChallenges(call).some((challenge) => parameterOf(challenge, 'error') === error)) return [];
  const expected = { kind: 'matches', pattern: `\\berror\\s*=\\s*"?${error}"?(?:[\\s,]|$)`, example: `error="${error}"` } as const;
  return [{ code: 'missing-challenge-error', ...shownBy(call), expected, details: { error } }];
}

/** The characters of each parameter of RFC 6750: a scope is words between single spaces. */
const characters: { readonly [parameter: string]: string } = {
  scope: '[\\x21\\x23-\\x5b\\x5d-\\x7e]+(?: [\\x21\\x23-\\x5b\\x5d-\\x7e]+)*',
  error: '[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]+',
  error_description: '[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]+',
  error_uri: '[\\x21\\x23-\\x5b\\x5d-\\x7e]+',
};

/** The Bearer challenges of a response are well-formed; undefined if it has none. */
export function expectWellFormed(call: Evidence): readonly Mismatch[] | undefined {
  if (headerOf(call) === undefined) return undefined;
  if (challengesIn(replyOf(call)) === undefined)
    return [{ code: 'malformed-challenges', ...shownBy(call), expected: { kind: 'form', form: 'challenge-list' } }];
  const challenges = bearerChallenges(call);
  return challenges.length === 0 ? undefined : challenges.flatMap((challenge) => wellFormed(call, challenge));
}

function wellFormed(call: Evidence, { parameters }: Challenge): readonly Mismatch[] {
  const names = parameters.map(([name]) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  const [invalid] = parameters.find(([name, value]) => Object.hasOwn(characters, name) && !matches(value, characters[name]!)) ?? [];
  return [
    ...(repeated === undefined ? [] : [challengeMismatch(call, 'repeated-challenge-parameter', repeated, repeatedPattern(repeated))]),
    ...(invalid === undefined ? [] : [challengeMismatch(call, 'invalid-challenge-parameter', invalid, invalidPattern(invalid))]),
  ];
}

const matches = (value: string, whole: string) => new RegExp(`^${whole}$`).test(value);

const repeatedPattern = (name: string) => `\\b${escapedPattern(name)}\\s*=.*[\\s,]${escapedPattern(name)}\\s*=`;
const invalidPattern = (name: string) => `\\b${name}\\s*=\\s*"(?!${characters[name]}")`;

function challengeMismatch(
  call: Evidence,
  code: 'repeated-challenge-parameter' | 'invalid-challenge-parameter',
  parameter: string,
  pattern: string,
): Mismatch {
  const expected = { kind: 'lacks', pattern, flags: 'i', example: `Bearer ${parameter}="…"` } as const;
  return { code, ...shownBy(call), expected, details: { parameter } };
}

/** The scopes that the Bearer challenges of a response name, one list for each. */
export const namedScopes = (call: Evidence): readonly (readonly string[])[] =>
  bearerChallenges(call).flatMap((challenge) => {
    const scope = parameterOf(challenge, 'scope');
    return scope === undefined ? [] : [scope.split(' ')];
  });

/**
 * Every Bearer challenge names all scopes of one alternative, and besides them only scopes that the principal has.
 *
 * @param alternatives - the scopes of each way to call the operation
 */
export function expectScopes(call: Evidence, alternatives: readonly (readonly string[])[], held: ReadonlySet<string>): readonly Mismatch[] {
  const needed = alternatives.filter(({ length }) => length > 0);
  const right = namedScopes(call).every((named) =>
    needed.some(
      (scopes) => scopes.every((scope) => named.includes(scope)) && named.every((scope) => scopes.includes(scope) || held.has(scope)),
    ),
  );
  if (right) return [];
  const example = [...new Set(needed.map((scopes) => `scope="${scopes.join(' ')}"`))].join(', or ');
  const rightValues = needed.map((scopes) => rightValue(scopes, held)).join('|');
  const pattern = `\\bscope\\s*=${rightValues === '' ? '' : `(?!\\s*"?(?:${rightValues}))`}`;
  return [{ code: 'wrong-challenge-scopes', ...shownBy(call), expected: { kind: 'lacks', pattern, example } }];
}

/** A pattern of the values that are right for an alternative. */
function rightValue(scopes: readonly string[], held: ReadonlySet<string>): string {
  const all = scopes.map((scope) => `(?=(?:[^",]* )?${escapedPattern(scope)}(?:[ ",]|$))`).join('');
  const any = [...new Set([...scopes, ...held])].map(escapedPattern).join('|');
  return `${all}(?:${any})(?: (?:${any}))*(?:"|\\s*,|$)`;
}
