/**
 * Reads `WWW-Authenticate` headers.
 *
 * @module
 * @see RFC 9110 §11.6.1, §11.2
 */
import { headerValues } from '../../spec/message.ts';
import type { Reply } from '../http/target.ts';

export interface Challenge {
  /** In its original case: `Bearer`. */
  readonly scheme: string;
  readonly token68?: string;
  /** In their order with duplicates; names in lower case, values without quotes. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

const token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const quoted = '"(?:[^"\\\\]|\\\\.)*"';
const parameter = new RegExp(`^(${token})[ \\t]*=[ \\t]*(${token}|${quoted})$`);
const beginning = new RegExp(`^(${token})(?: +(.*))?$`);
const token68 = /^[A-Za-z0-9\-._~+/]+=*$/;

/** The challenges of a response; undefined if its headers are not a list of challenges. */
export function challengesIn({ headers }: Reply): readonly Challenge[] | undefined {
  let challenges: readonly Challenge[] = [];
  for (const element of headerValues(headers, 'www-authenticate').flatMap(elementsOf)) {
    const next = withElement(challenges, element);
    if (next === undefined) return undefined;
    challenges = next;
  }
  return challenges;
}

/** The challenges of one authentication scheme, named in any case. */
export function challengesNamed(reply: Reply, scheme: string): readonly Challenge[] {
  return (challengesIn(reply) ?? []).filter((challenge) => challenge.scheme.toLowerCase() === scheme.toLowerCase());
}

/** The first value of a parameter; undefined if the challenge lacks it. */
export function parameterOf({ parameters }: Challenge, name: string): string | undefined {
  return parameters.find(([candidate]) => candidate === name)?.[1];
}

/** The elements of a list: what is between commas outside quotes. */
function elementsOf(line: string): readonly string[] {
  const pieces = line.match(new RegExp(`(?:${quoted}|[^,"]|")+`, 'g')) ?? [];
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}

/** An element begins a challenge, or is a further parameter of the last one. */
function withElement(challenges: readonly Challenge[], element: string): readonly Challenge[] | undefined {
  const last = challenges.at(-1);
  const more = pairOf(element);
  if (more && last) return last.token68 === undefined ? [...challenges.slice(0, -1), withPair(last, more)] : undefined;
  const [, scheme, rest = ''] = beginning.exec(element) ?? [];
  if (scheme === undefined) return undefined;
  const begun: Challenge = { scheme, parameters: [] };
  if (rest === '') return [...challenges, begun];
  const first = pairOf(rest.trim());
  if (first) return [...challenges, withPair(begun, first)];
  return token68.test(rest.trim()) ? [...challenges, { ...begun, token68: rest.trim() }] : undefined;
}

function pairOf(text: string): readonly [string, string] | undefined {
  const [, name, value] = parameter.exec(text) ?? [];
  if (name === undefined || value === undefined) return undefined;
  return [name.toLowerCase(), value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value];
}

const withPair = (challenge: Challenge, pair: readonly [string, string]): Challenge => ({
  ...challenge,
  parameters: [...challenge.parameters, pair],
});
