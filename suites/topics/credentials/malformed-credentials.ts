import { headerValue, withoutHeader } from '../../../spec/message.ts';
import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import { requestFor, simplestOperation } from '../../http/request.ts';
import { variableOf, type Secret } from '../../redaction/redactor.ts';
import type { Call } from '../../http/target.ts';
import { holderOf, missingPrincipalFor, operationOf, takes, type Holder, type Scenario } from '../../engine/scenario.ts';

interface Malformation {
  /** Only for fields that name an authentication scheme. */
  readonly named?: true;
  readonly level?: Call['level'];
  /** The lines of the credential's field, from that of a good and of an unknown credential. */
  readonly lines: (good: string, unknown: string) => readonly string[];
}

const malformations: { readonly [variant: string]: Malformation } = {
  empty: { lines: () => [''] },
  'scheme-alone': { named: true, lines: (good) => [good.split(' ')[0]!] },
  'two-tokens': { named: true, lines: (good, unknown) => [`${good} ${unknown.split(' ')[1]}`] },
  'good-line-then-bad-line': { level: 'lines', lines: (good, unknown) => [good, unknown] },
  'bad-line-then-good-line': { level: 'lines', lines: (good, unknown) => [unknown, good] },
  'control-character': { level: 'raw', lines: (good) => [`${good.slice(0, -2)}\u0000${good.slice(-2)}`] },
};

/** What travels in a field of its own. */
const inFields = ['bearer', 'basic', 'header'] as const;

/** A good credential up to where a control character is put into it: as secret as the whole, and not found by it. */
function beginningOf(good: string, { caller, credential: { scheme } }: Holder): Secret {
  const variable = variableOf(caller.name);
  return {
    name: `${caller.name}:beginning`,
    value: good.slice(scheme.kind === 'header' ? 0 : good.indexOf(' ') + 1, -2),
    shell: scheme.kind === 'basic' ? `$(printf %s "$${variable}" | base64 -w0 | sed 's,..$,,')` : `\${${variable}%??}`,
  };
}

export const malformedCredentials: Scenario = {
  name: 'malformed-credentials',
  description: 'Sends credential fields that are empty, repeated or of characters that HTTP forbids.',
  cases: ({ contract, principals }) => {
    const operation = simplestOperation(contract);
    if (!operation || !takes(contract, operation, inFields)) return [];
    const holder = holderOf(principals, operation, inFields);
    return Object.entries(malformations)
      .filter(([, { named }]) => !named || holder?.credential.scheme.kind !== 'header')
      .map(([variant], index) => ({
        operation: operation.id,
        variant,
        cost: index === 0 ? 2 : 1,
        ...(!holder && { blocked: missingPrincipalFor(operation)! }),
      }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const holder = holderOf(context.principals, operation, inFields)!;
    const { caller, credential } = holder;
    const control = await context.send(operation, { role: 'control', caller });
    const field = credential.scheme.kind === 'header' ? credential.scheme.parameter : 'Authorization';
    const valueFor = (who: typeof caller) => headerValue(requestFor(context.basePath, operation, { caller: who }).headers, field) ?? '';
    const good = valueFor(caller);
    const unknown = valueFor(withSecret(caller, 'unknown', (_, scheme) => unknownSecret(scheme)));
    context.redactor.add(beginningOf(good, holder));
    for (const testCase of cases) {
      const { lines, level = 'client' } = malformations[testCase.variant!]!;
      const alter = (call: Call): Call => ({
        ...call,
        level,
        headers: [...withoutHeader(call.headers, field), ...lines(good, unknown).flatMap((line) => [field, line])],
      });
      const probe = await context.send(operation, { caller, alter });
      context.observe(testCase, { controls: [control], probes: [probe] });
    }
  },
};
