import type { CallProbes, Case } from '../../engine/evidence.ts';
import type { Call } from '../../http/target.ts';
import { principalNamed, missingPrincipalFor, operationOf, type Scenario } from '../../engine/scenario.ts';

/** A path in two: its last segment, and all before it, slash included. */
interface Halves {
  readonly head: string;
  readonly tail: string;
}

type Respell = (path: string, halves: Halves) => string;

/** Another last slash, if it is not the first, too: every target begins with a slash. */
const withLastSlash =
  (slash: string): Respell =>
  (path, { head, tail }) =>
    head === '/' ? path : head.slice(0, -1) + slash + tail;

const encoded = (text: string, sign = '%') => text.replace(/[A-Za-z]/, (letter) => sign + letter.charCodeAt(0).toString(16));
const version = /\/v(\d+)(?=\/)/;

/** Other spellings of a path, which guards and routers may read differently. */
const spellings = {
  'double-slash': (_, { head, tail }) => `${head}/${tail}`,
  'leading-double-slash': (path) => `/${path}`,
  'dot-segment': (_, { head, tail }) => `${head}./${tail}`,
  'parent-segment': (_, { head, tail }) => `${head}x/../${tail}`,
  'encoded-parent-segment': (_, { head, tail }) => `${head}x/%2e%2e/${tail}`,
  'doubly-encoded-parent-segment': (_, { head, tail }) => `${head}x/%252e%252e/${tail}`,
  'encoded-slash': withLastSlash('%2f'),
  'encoded-letter': (_, { head, tail }) => head + encoded(tail),
  'doubly-encoded-letter': (_, { head, tail }) => head + encoded(tail, '%25'),
  backslash: withLastSlash('\\'),
  'trailing-slash': (path) => `${path}/`,
  'trailing-dot': (path) => `${path}.`,
  'path-parameter': (path) => `${path};auth=conformance`,
  'empty-path-parameter': withLastSlash(';/'),
  'encoded-space': (path) => `${path}%20`,
  'encoded-nul': (path) => `${path}%00`,
  extension: (path) => `${path}.json`,
  'upper-case': (path) => path.toUpperCase(),
  'earlier-version': (path) => path.replace(version, (_, number: string) => `/v${Number(number) - 1}`),
  'later-version': (path) => path.replace(version, (_, number: string) => `/v${Number(number) + 1}`),
  'no-version': (path) => path.replace(version, ''),
} as const satisfies { readonly [spelling: string]: Respell };

type Spelling = keyof typeof spellings;

const words: { readonly [spelling in Spelling]: string } = {
  'double-slash': 'a path with two slashes before its last segment',
  'leading-double-slash': 'a path that begins with two slashes',
  'dot-segment': 'a path with a dot as a segment',
  'parent-segment': 'a path that goes down and up again',
  'encoded-parent-segment': 'a path that goes down and up again, the dots percent-encoded',
  'doubly-encoded-parent-segment': 'a path that goes down and up again, the dots percent-encoded twice',
  'encoded-slash': 'a path with its last slash percent-encoded',
  'encoded-letter': 'a path with the letters of its last segment percent-encoded',
  'doubly-encoded-letter': 'a path with the letters of its last segment percent-encoded twice',
  backslash: 'a path with a backslash for its last slash',
  'trailing-slash': 'a path with a slash at its end',
  'trailing-dot': 'a path with a dot at its end',
  'path-parameter': 'a path with a parameter after a semicolon',
  'empty-path-parameter': 'a path with a semicolon before its last slash',
  'encoded-space': 'a path with an encoded space at its end',
  'encoded-nul': 'a path with an encoded NUL at its end',
  extension: 'a path that ends in .json',
  'upper-case': 'a path in capitals',
  'earlier-version': 'a path of the previous version',
  'later-version': 'a path of the next version',
  'no-version': 'a path without the version',
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table
const names = Object.keys(spellings) as Spelling[];

interface PathSpellingCase extends Case {
  readonly spelling: Spelling;
}

/** Sent as bytes: most clients normalize a path before they send it. */
export const pathSpellings: Scenario<PathSpellingCase, CallProbes> = {
  name: 'path-spellings',
  description: 'Calls a secured operation without a credential by other spellings of its path.',
  cases: ({ principals }) => {
    const operation = principals.probe;
    if (!operation) return [];
    const blocked = principals.able(operation).length === 0 && { blocked: missingPrincipalFor(operation)! };
    return names.map((spelling) => ({
      operation: operation.id,
      label: spelling,
      words: words[spelling],
      spelling,
      cost: 1,
      ...blocked,
    }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const principal = principalNamed(context.principals, context.principals.able(operation)[0]?.name);
    const control = await context.send(operation, { role: 'control', caller: context.principals.caller(principal, operation) });
    const usual = new URL(control.request.url).pathname;
    for (const testCase of cases) {
      const respell = spellings[testCase.spelling];
      if (respelt(usual, respell) === usual) {
        context.undecided(testCase, { outcome: 'not-applicable', cause: { code: 'no-other-spelling' } });
        continue;
      }
      const alter = (request: Call): Call => {
        const [path = '', ...query] = request.target.split('?');
        return { ...request, level: 'raw', target: [respelt(path, respell), ...query].join('?') };
      };
      const call = await context.send(operation, { alter });
      context.observe(testCase, { controls: [control], probes: { call } });
    }
  },
};

function respelt(path: string, respell: Respell): string {
  const cut = path.lastIndexOf('/') + 1;
  return respell(path, { head: path.slice(0, cut), tail: path.slice(cut) });
}
