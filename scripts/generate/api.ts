import { readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFile(join(root, path), 'utf8');

/** The entry points of the package, in the order of the page: the name that a program imports, and the file that exports it. */
const entries: readonly (readonly [name: string, file: string])[] = [
  ['auth-conformance', 'mock/index.ts'],
  ['auth-conformance/msw', 'mock/msw.ts'],
  ['auth-conformance/faults', 'mock/faults/index.ts'],
  ['auth-conformance/client', 'client/index.ts'],
  ['auth-conformance/suites', 'cli/conformance/index.ts'],
  ['auth-conformance/spec', 'spec/index.ts'],
  ['auth-conformance/reporters', 'reporters/index.ts'],
];

interface Declared {
  readonly name: string;
  readonly comment: string;
  readonly code: string;
}

const exported = /export (?:type )?\{([^}]*)\} from '(\.[^']+)';/g;
const everything = /export type \* from '(\.[^']+)';/g;
const declarations =
  /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?(?:\/\/[^\n]*\n)*export (?:async )?(?:function|const|interface|class|type) (\w+)[\s\S]*?(?=\n(?:\/\*\*|export |\/\/|function |const |async |interface |type )|$)/g;

async function declaredIn(file: string): Promise<readonly Declared[]> {
  return [...(await read(file)).matchAll(declarations)].map(([whole, comment = '', name = '']) => ({
    name,
    comment: comment.replace(/^\s*\* ?/gm, '').trim(),
    code: signature(whole.slice(whole.search(/^export /m)).trim()),
  }));
}

/** A declaration without the body of a function and the value of a constant. */
function signature(code: string): string {
  const short = code.replace(/^export (?:async )?/, '');
  if (/^(?:interface|type)/.test(short)) return short;
  if (short.startsWith('class')) return `${short.split(' {')[0]!} { … }`;
  if (short.startsWith('const')) return short.split(/ = |\n/)[0]!.replace(/;?$/, ';');
  return short.replace(/\s*\{\n[\s\S]*$/, '').replace(/\s*\{\s*\}?$/, '');
}

/** Every symbol that a file exports, its own and those of others. */
async function symbolsOf(file: string): Promise<readonly Declared[]> {
  const text = await read(file);
  const own = await declaredIn(file);
  const others = [...text.matchAll(exported)].map(async ([, names = '', source = '']) => {
    const all = await symbolsOf(normalize(join(dirname(file), source)));
    return names
      .split(',')
      .map((name) =>
        name
          .trim()
          .replace(/^type /, '')
          .split(' as '),
      )
      .flatMap(([inside = '', name = inside]) => {
        const found = all.find((symbol) => symbol.name === inside);
        return found ? [{ ...found, name, code: found.code.replace(inside, name) }] : [];
      });
  });
  const whole = [...text.matchAll(everything)].map(([, source = '']) => symbolsOf(normalize(join(dirname(file), source))));
  return [...own, ...(await Promise.all([...others, ...whole])).flat()];
}

const moduleComment = (text: string) => (/^\/\*\*([\s\S]*?)\*\//.exec(text)?.[1] ?? '').replace(/^\s*\* ?/gm, '').replace(/@module/, '').trim(); // oxfmt-ignore

/** `docs/api.md`: what a program can import, from the comments in the code. */
export async function apiPage(): Promise<string> {
  const sections = await Promise.all(
    entries.map(async ([name, file]) => {
      const symbols = await symbolsOf(file);
      const parts = symbols.flatMap(({ name: symbol, comment, code }) => [
        `### ${symbol}`,
        '',
        ...(comment === '' ? [] : [comment.replace(/^@(\w+)/gm, '_$1_'), '']),
        ...(code === '' ? [] : ['```ts signature', code, '```', '']),
      ]);
      return [`## ${name}`, '', moduleComment(await read(file)), '', ...parts].join('\n');
    }),
  );
  return `# API\n\nGenerated from the comments in the code by \`npm run generate\`. Everything is typed; a type that a signature names can be imported from the same entry\npoint.\n\n${sections.join('\n')}`;
}
