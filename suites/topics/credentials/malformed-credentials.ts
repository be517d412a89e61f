import { headerValue, withoutHeader } from '../../../spec/message.ts';
import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import { requestFor } from '../../http/request.ts';
import { variableOf, type Secret } from '../../redaction/redactor.ts';
import type { Call } from '../../http/target.ts';
import type { CallProbes, Case } from '../../engine/evidence.ts';
import { kindsOf } from '../../engine/kinds.ts';
import { holderOf, missingPrincipalFor, operationOf, takes, type Holder, type Scenario } from '../../engine/scenario.ts';

interface Malformation {
  readonly words: string;
  /** Only for a header that names an authentication scheme. */
  readonly named?: boolean;
  readonly level?: Call['level'];
  /** The values of the credential's header lines, made from that of a valid and of an unknown credential. */
  readonly lines: (valid: string, unknown: string) => readonly string[];
}

const malformations = {
  empty: { words: 'an empty header', lines: () => [''] },
  'scheme-alone': { words: 'a scheme name without a credential', named: true, lines: (valid) => [valid.split(' ')[0]!] },
  'two-tokens': { words: 'two tokens in one header', named: true, lines: (valid, unknown) => [`${valid} ${unknown.split(' ')[1]}`] },
  'good-line-then-bad-line': {
    words: 'two header lines, the valid credential first',
    level: 'lines',
    lines: (valid, unknown) => [valid, unknown],
  },
  'bad-line-then-good-line': {
    words: 'two header lines, the valid credential last',
    level: 'lines',
    lines: (valid, unknown) => [unknown, valid],
  },
  'control-character': {
    words: 'a valid credential with a NUL character inside',
    level: 'raw',
    lines: (valid) => [`${valid.slice(0, -2)}\u0000${valid.slice(-2)}`],
  },
} as const satisfies { readonly [kind: string]: Malformation };

export interface MalformedCase extends Case {
  readonly kind: keyof typeof malformations;
}

const malformationOf = ({ kind }: Pick<MalformedCase, 'kind'>): Malformation => malformations[kind];

/** The schemes whose credentials have a header. */
const inHeaders = ['bearer', 'basic', 'header'] as const;

/** A valid credential up to the control character: as secret as the whole, which the redactor does not find in it. */
function beginningOf(value: string, { caller, credential: { scheme } }: Holder): Secret {
  const variable = variableOf(caller.name);
  return {
    name: `${caller.name}:beginning`,
    value: value.slice(scheme.kind === 'header' ? 0 : value.indexOf(' ') + 1, -2),
    shell: scheme.kind === 'basic' ? `$(printf %s "$${variable}" | base64 -w0 | sed 's,..$,,')` : `\${${variable}%??}`,
  };
}

export const malformedCredentials: Scenario<MalformedCase, CallProbes> = {
  name: 'malformed-credentials',
  description: 'Sends credential headers that are empty, repeated or have characters that HTTP forbids.',
  cases: ({ contract, principals }) => {
    const operation = principals.probe;
    if (!operation || !takes(contract, operation, inHeaders)) return [];
    const holder = holderOf(principals, operation, inHeaders);
    return kindsOf(malformations)
      .filter((kind) => !malformationOf({ kind }).named || holder?.credential.scheme.kind !== 'header')
      .map((kind, index) => ({
        operation: operation.id,
        kind,
        label: kind,
        words: malformations[kind].words,
        cost: index === 0 ? 2 : 1,
        ...(!holder && { blocked: missingPrincipalFor(operation)! }),
      }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const holder = holderOf(context.principals, operation, inHeaders)!;
    const { caller, credential } = holder;
    const control = await context.send(operation, { role: 'control', caller });
    const header = credential.scheme.kind === 'header' ? credential.scheme.parameter : 'Authorization';
    const valueFor = (who: typeof caller) => headerValue(requestFor(context.settings, operation, { caller: who }).headers, header) ?? '';
    const valid = valueFor(caller);
    const unknown = valueFor(withSecret(caller, 'unknown', (secret, scheme) => unknownSecret(scheme, secret)));
    context.redactor.add(beginningOf(valid, holder));
    for (const testCase of cases) {
      const { lines, level = 'client' } = malformationOf(testCase);
      const alter = (usual: Call): Call => ({
        ...usual,
        level,
        headers: [...withoutHeader(usual.headers, header), ...lines(valid, unknown).flatMap((line) => [header, line])],
      });
      const call = await context.send(operation, { caller, alter });
      context.observe(testCase, { controls: [control], probes: { call } });
    }
  },
};
