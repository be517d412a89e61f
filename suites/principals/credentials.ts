/**
 * Invalid credentials, which a server must reject.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { Scheme } from '../../spec/contract.ts';
import { forgedCertificate, unknownCertificate } from './certificates.ts';
import type { Caller } from './principals.ts';
import { variableOf, type Redactor } from '../redaction/redactor.ts';

/**
 * A credential that no server has issued, with the usual alphabet and length; the same in each run.
 *
 * @param valid - a valid one: a word in front of its key in a header, as in `Bearer KEY`, is kept
 */
export function unknownSecret(scheme: Pick<Scheme, 'kind'>, valid = ''): string {
  if (scheme.kind === 'certificate') return unknownCertificate(valid);
  const digits = createHash('sha256').update(`auth-conformance unknown ${scheme.kind}`).digest('hex').slice(0, 32);
  const prefix = scheme.kind === 'header' ? keyPrefixOf(valid) : '';
  return scheme.kind === 'basic' || scheme.kind === 'digest' ? `unknown:${digits}` : `${prefix}unknown_${digits}`;
}

/** The word in front of a key in a header, with its space; empty if there is none. */
const keyPrefixOf = (secret: string): string => /^[A-Za-z][\w-]* +(?=\S)/.exec(secret)?.[0] ?? '';

interface AlteredSecret {
  /** Whether it concerns client certificates, or else every other credential. */
  readonly certificate?: true;
  readonly alter: (secret: string) => string;
  /** The same in a shell, for the variable that contains the secret. */
  readonly shell: (variable: string, secret: string) => string;
}

/** Ways to make an invalid credential of a valid one. */
export const alterations = {
  truncated: { alter: (secret) => secret.slice(0, -4), shell: (variable) => `\${${variable}%????}` },
  altered: {
    alter: withOtherEnd,
    shell: (variable) => `$(printf %s "$${variable}" | sed -E -e 's,[g-z0-9+/_-](=*)$,A\\1,' -e t -e 's,.(=*)$,x\\1,')`,
  },
  extended: { alter: (secret) => `${secret}x`, shell: (variable) => `\${${variable}}x` },
  'other-environment': { alter: otherEnvironment, shell: inOtherEnvironment },
  'other-authority': { certificate: true, alter: forgedCertificate, shell: (variable) => `$${variable}_FORGED` },
} as const satisfies { readonly [name: string]: AlteredSecret };

export type Alteration = keyof typeof alterations;

/**
 * With a different last character before any padding. In base64 it differs in its highest bit, because a decoder may ignore the last bits.
 * @see RFC 4648 §3.5
 */
function withOtherEnd(secret: string): string {
  const [, start = '', last = '', padding = ''] = /^(.*?)([^=]?)(=*)$/s.exec(secret) ?? [];
  return `${start}${/[g-z0-9+/_-]/.test(last) ? 'A' : 'x'}${padding}`;
}

const environments: readonly (readonly [string, string])[] = [
  ['test', 'live'],
  ['live', 'test'],
  ['sandbox', 'production'],
  ['prod', 'dev'],
];

const environmentIn = (secret: string) => environments.find(([from]) => secret.includes(from));

/** A key as a different deployment of the same product would issue it. */
function otherEnvironment(secret: string): string {
  const pair = environmentIn(secret);
  const prefix = keyPrefixOf(secret);
  return pair ? secret.replace(pair[0], pair[1]) : `${prefix}live_${secret.slice(prefix.length)}`;
}

function inOtherEnvironment(variable: string, secret: string): string {
  const pair = environmentIn(secret);
  if (!pair && keyPrefixOf(secret) === '') return `live_$${variable}`;
  const edit = pair ? `s/${pair[0]}/${pair[1]}/` : `s/^[^ ]* */&live_/`;
  return `$(printf %s "$${variable}" | sed '${edit}')`;
}

/** A caller with every credential replaced. */
export function withSecret(caller: Caller, name: string, change: (secret: string, scheme: Scheme) => string): Caller {
  return { ...caller, name, credentials: caller.credentials.map(({ scheme, secret }) => ({ scheme, secret: change(secret, scheme) })) };
}

/** Whether an alteration concerns a credential. */
const concerns = (name: Alteration, { kind }: Pick<Scheme, 'kind'>) =>
  (alterationOf(name).certificate === true) === (kind === 'certificate');

const alterationOf = (name: Alteration): AlteredSecret => alterations[name];

/** Whether a caller has a credential that an alteration concerns. */
export const isAlterable = ({ credentials }: Pick<Caller, 'credentials'>, name: Alteration): boolean =>
  credentials.some(({ scheme }) => concerns(name, scheme));

/** A caller with an altered credential, which is as secret as the valid one. */
export function withAlteration(redactor: Redactor, caller: Caller, name: Alteration): Caller {
  const { alter, shell } = alterationOf(name);
  const altered = caller.credentials.map(({ scheme, secret }) => {
    if (!concerns(name, scheme)) return { scheme, secret };
    const value = alter(secret);
    redactor.add({ name: `${caller.name}:${name}`, value, shell: shell(variableOf(caller.name), secret) });
    return { scheme, secret: value };
  });
  return { ...caller, name: `${caller.name}:${name}`, credentials: altered };
}
