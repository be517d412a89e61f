/**
 * The challenges of `WWW-Authenticate` headers.
 *
 * @module
 * @see RFC 9110 §11.6.1
 */
import type { Contract, DocumentedResponse, Scheme } from '../../spec/contract.ts';
import { isHeaderName, isHeaderValue } from '../../spec/message.ts';

/** A challenge in parts. */
export interface PreparedChallenge {
  /** The authentication scheme: `Bearer`. */
  readonly scheme: string;
  /** Parameters as they are written: `realm="Small"`. */
  readonly parameters: readonly string[];
}

/** The challenges of an operation in one of its error responses. */
export interface PreparedChallenges {
  readonly challenges: readonly PreparedChallenge[];
  /** The only header values that the document allows; if there are any, one of them is sent as it is. */
  readonly values: readonly string[];
  /** Whether a bearer token comes from one of the document's authorization servers. */
  readonly issued: boolean;
}

/** The title of an API as the value of `realm`. */
export function realmText(title: string): string {
  return title.replace(/[^\x20-\x7e]/g, '').replace(/["\\]/g, String.raw`\$&`);
}

/** A challenge as a header value. */
export const challengeText = ({ scheme, parameters }: PreparedChallenge): string => `${scheme} ${parameters.join(', ')}`.trim();

/** Whether a challenge is of this scheme, in any letter case. */
export const isChallengeOf = (challenge: PreparedChallenge, scheme: string): boolean => challenge.scheme.toLowerCase() === scheme;

/** Schemes whose challenge has no realm. @see RFC 4559 §4.1 */
const withoutRealm = new Set(['negotiate', 'ntlm']);

/** Further parameters by scheme, of each of its challenges. @see RFC 7617 §2.1, RFC 7616 §3.3 */
const further: { readonly [scheme: string]: readonly (readonly string[])[] } = {
  basic: [['charset="UTF-8"']],
  digest: ['SHA-256', 'MD5'].map((algorithm) => ['qop="auth"', `algorithm=${algorithm}`, 'charset="UTF-8"']),
};

function builtChallenges(schemes: readonly Scheme[], title: string): readonly PreparedChallenge[] {
  const names = [...new Set(schemes.map(({ challenge }) => challenge).filter(isHeaderName))];
  return names.flatMap((scheme) => {
    const name = scheme.toLowerCase();
    if (withoutRealm.has(name)) return [{ scheme, parameters: [] }];
    return (further[name] ?? [[]]).map((more) => ({ scheme, parameters: [`realm="${realmText(title)}"`, ...more] }));
  });
}

/** For a client certificate alone HTTP has no challenge. A documented 401 must have one nevertheless. @see RFC 9110 §15.5.2 */
const certificateChallenge = (title: string): PreparedChallenge => ({ scheme: 'MutualTLS', parameters: [`realm="${realmText(title)}"`] });

/** The challenges of a header value; none if it is not a list of challenges. */
export function parsedChallenges(value: string): readonly PreparedChallenge[] {
  const challenges: { readonly scheme: string; readonly parameters: string[] }[] = [];
  for (const piece of value.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? []) {
    const element = piece.trim();
    const [, scheme, rest = ''] = /^([^\s=,"]+)(?:\s+(.*))?$/s.exec(element) ?? [];
    if (scheme !== undefined && !rest.startsWith('=')) challenges.push({ scheme, parameters: rest === '' ? [] : [rest] });
    else if (challenges.length === 0) return [];
    else challenges.at(-1)!.parameters.push(element);
  }
  return challenges.every(({ scheme }) => isHeaderName(scheme)) ? challenges : [];
}

/** The challenges for these schemes in a response. What the document writes there wins. */
export function prepareChallenges(
  contract: Pick<Contract, 'title'>,
  schemes: readonly Scheme[],
  response?: DocumentedResponse,
): PreparedChallenges {
  const header = response?.documented === true ? response.headers.find(({ name }) => name.toLowerCase() === 'www-authenticate') : undefined;
  const example = header?.exampleDocumented === true && isHeaderValue(header.example ?? '') ? header.example : undefined;
  const written = parsedChallenges(example ?? '');
  const found = written.length > 0 ? written : builtChallenges(schemes, contract.title);
  const needed = found.length === 0 && response?.documented === true && response.status === 401;
  return {
    challenges: needed ? [certificateChallenge(contract.title)] : found,
    values: header?.values?.filter(isHeaderValue) ?? [],
    issued: schemes.some(({ kind, flows }) => kind === 'bearer' && flows.length > 0),
  };
}
