/**
 * Invalid credentials, which a server must reject.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { Scheme } from '../../spec/contract.ts';
import type { Caller } from './principals.ts';
import { variableOf, type Redactor } from '../redaction/redactor.ts';

/** A credential that no server has issued, with the usual alphabet and length; the same in each run. */
export function unknownSecret(scheme: Pick<Scheme, 'kind'>): string {
  const digits = createHash('sha256').update(`auth-conformance unknown ${scheme.kind}`).digest('hex').slice(0, 32);
  return scheme.kind === 'basic' ? `unknown:${digits}` : `unknown_${digits}`;
}

interface AlteredSecret {
  readonly alter: (secret: string) => string;
  /** The same in a shell. */
  readonly shell: (variable: string) => string;
}

/** Ways to make an invalid credential of a valid one. */
export const alterations = {
  truncated: { alter: (secret) => secret.slice(0, -4), shell: (variable) => `\${${variable}%????}` },
  altered: {
    alter: withOtherEnd,
    shell: (variable) => `$(printf %s "$${variable}" | sed -E -e 's,[g-z0-9+/_-](=*)$,A\\1,' -e t -e 's,.(=*)$,x\\1,')`,
  },
  extended: { alter: (secret) => `${secret}x`, shell: (variable) => `\${${variable}}x` },
  'other-environment': { alter: otherEnvironment, shell: (variable) => `live_$${variable}` },
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

/** A key as a different deployment of the same product would issue it. */
function otherEnvironment(secret: string): string {
  const pairs: readonly (readonly [string, string])[] = [
    ['test', 'live'],
    ['live', 'test'],
    ['sandbox', 'production'],
    ['prod', 'dev'],
  ];
  const pair = pairs.find(([from]) => secret.includes(from));
  return pair ? secret.replace(pair[0], pair[1]) : `live_${secret}`;
}

/** A caller with every credential replaced. */
export function withSecret(caller: Caller, name: string, change: (secret: string, scheme: Scheme) => string): Caller {
  return { ...caller, name, credentials: caller.credentials.map(({ scheme, secret }) => ({ scheme, secret: change(secret, scheme) })) };
}

/** A caller with an altered credential, which is as secret as the valid one. */
export function withAlteration(redactor: Redactor, caller: Caller, name: Alteration): Caller {
  const { alter, shell } = alterations[name];
  for (const { secret } of caller.credentials) {
    redactor.add({ name: `${caller.name}:${name}`, value: alter(secret), shell: shell(variableOf(caller.name)) });
  }
  return withSecret(caller, `${caller.name}:${name}`, alter);
}
