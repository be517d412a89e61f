import { simplestOperation } from '../../http/request.ts';
import type { Call } from '../../http/target.ts';
import { principalNamed, missingPrincipalFor, operationOf, type Scenario } from '../../engine/scenario.ts';

/** A path in two: what stands before its last segment, slash included, and that segment. */
interface Halves {
  readonly head: string;
  readonly tail: string;
}

type Respell = (path: string, halves: Halves) => string;

const encoded = (text: string, sign = '%') => text.replace(/[A-Za-z]/, (letter) => sign + letter.charCodeAt(0).toString(16));
const version = /\/v(\d+)(?=\/)/;

/** Other spellings of a path, which guards and routers may read differently. */
const spellings: { readonly [variant: string]: Respell } = {
  'double-slash': (_, { head, tail }) => `${head}/${tail}`,
  'leading-double-slash': (path) => `/${path}`,
  'dot-segment': (_, { head, tail }) => `${head}./${tail}`,
  'parent-segment': (_, { head, tail }) => `${head}x/../${tail}`,
  'encoded-parent-segment': (_, { head, tail }) => `${head}x/%2e%2e/${tail}`,
  'doubly-encoded-parent-segment': (_, { head, tail }) => `${head}x/%252e%252e/${tail}`,
  'encoded-slash': (_, { head, tail }) => `${head.slice(0, -1)}%2f${tail}`,
  'encoded-letter': (_, { head, tail }) => head + encoded(tail),
  'doubly-encoded-letter': (_, { head, tail }) => head + encoded(tail, '%25'),
  backslash: (_, { head, tail }) => `${head.slice(0, -1)}\\${tail}`,
  'trailing-slash': (path) => `${path}/`,
  'trailing-dot': (path) => `${path}.`,
  'path-parameter': (path) => `${path};auth=conformance`,
  'empty-path-parameter': (_, { head, tail }) => `${head.slice(0, -1)};/${tail}`,
  'encoded-space': (path) => `${path}%20`,
  'encoded-nul': (path) => `${path}%00`,
  extension: (path) => `${path}.json`,
  'upper-case': (path) => path.toUpperCase(),
  'earlier-version': (path) => path.replace(version, (_, number: string) => `/v${Number(number) - 1}`),
  'later-version': (path) => path.replace(version, (_, number: string) => `/v${Number(number) + 1}`),
  'no-version': (path) => path.replace(version, ''),
};

/** Sent as bytes: most clients put a path right before they send it. */
export const pathSpellings: Scenario = {
  name: 'path-spellings',
  description: 'Asks for a secured operation without a credential by other spellings of its path.',
  cases: ({ contract, principals }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const blocked = principals.able(operation).length === 0 && { blocked: missingPrincipalFor(operation)! };
    return Object.keys(spellings).map((variant) => ({ operation: operation.id, variant, cost: 1, ...blocked }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const principal = principalNamed(context.principals, context.principals.able(operation)[0]?.name);
    const control = await context.send(operation, { role: 'control', caller: context.principals.caller(principal, operation) });
    const usual = new URL(control.request.url).pathname;
    for (const testCase of cases) {
      const respell = spellings[testCase.variant!]!;
      if (respelt(usual, respell) === usual) {
        const why = 'the path has no other spelling of this kind';
        context.observe(testCase, { controls: [control], probes: [], undecided: { why, outcome: 'not-applicable' } });
        continue;
      }
      const alter = (call: Call): Call => {
        const [path = '', ...query] = call.target.split('?');
        return { ...call, level: 'raw', target: [respelt(path, respell), ...query].join('?') };
      };
      const probe = await context.send(operation, { alter });
      context.observe(testCase, { controls: [control], probes: [probe] });
    }
  },
};

function respelt(path: string, respell: Respell): string {
  const cut = path.lastIndexOf('/') + 1;
  return respell(path, { head: path.slice(0, cut), tail: path.slice(cut) });
}
