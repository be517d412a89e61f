import { literal } from './reading.ts';

/** Shell expressions for secrets, and the same in TypeScript; the group is the variable. */
const forms: readonly (readonly [RegExp, (variable: string) => string])[] = [
  [/\$\{(\w+)#\*:\}/, (variable) => `secret('${variable}').replace(/^[^:]*:/, '')`],
  [/\$\{(\w+)%\?\?\?\?\}/, (variable) => `secret('${variable}').slice(0, -4)`],
  [/\$\{(\w+)%\?\?\}/, (variable) => `secret('${variable}').slice(0, -2)`],
  [
    /\$\(printf %s "\$(\w+)" \| base64 -w0 \| sed [^)]*\)/,
    (variable) => `Buffer.from(secret('${variable}')).toString('base64').slice(0, -2)`,
  ],
  [/\$\(printf %s "\$(\w+)" \| sed [^)]*\)/, (variable) => `altered(secret('${variable}'))`],
  [/\$\{(\w+)\}/, (variable) => `secret('${variable}')`],
  [/\$(\w+)/, (variable) => `secret('${variable}')`],
];
const encoded = /^\$\(printf %s "(.*)" \| base64 -w0\)$/s;

/**
 * A shell text with secrets as an expression of TypeScript.
 *
 * @param shell - such as `$AUTH_CONFORMANCE_READER`, `live_$AUTH_CONFORMANCE_READER`, `$(printf %s "a:$SECRET" | base64 -w0)`
 */
export function expressionOf(shell: string): string {
  const inner = encoded.exec(shell)?.[1];
  if (inner !== undefined) return `Buffer.from(${expressionOf(inner)}).toString('base64')`;
  return joined(parts(shell));
}

/** The environment variables in a shell text, without those of forged tokens, which are made from the originals. */
export function variablesIn(shell: string): readonly string[] {
  return [...new Set([...shell.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name]) => name!.replace(/_FORGED$/, '')))];
}

/** The value of a tag as an expression; undefined without a shell text: it existed during the run only, such as a token. */
export function valueCode(tag: string, shell: string | undefined): string | undefined {
  if (shell === undefined) return undefined;
  const [, original] = /^\$(\w+)_FORGED$/.exec(shell) ?? [];
  if (original === undefined) return expressionOf(shell);
  const [, variant] = /^‹[^#›]*:([\w-]+)#/.exec(tag) ?? [];
  return variant === undefined ? undefined : `forged(secret('${original}'), '${variant}')`;
}

function parts(shell: string): readonly string[] {
  if (shell === '') return [];
  const found = forms
    .map(([form, code]) => ({ match: form.exec(shell), code }))
    .filter((one) => one.match !== null)
    .toSorted((one, other) => one.match!.index - other.match!.index)[0];
  if (!found) return [literal(shell)];
  const { match, code } = found;
  const before = shell.slice(0, match!.index);
  const after = shell.slice(match!.index + match![0].length);
  return [...(before === '' ? [] : [literal(before)]), code(match![1]!), ...parts(after)];
}

/** Several expressions joined to one text. */
export function joined(expressions: readonly string[]): string {
  if (expressions.length === 0) return "''";
  if (expressions.length === 1) return expressions[0]!;
  const inside = expressions.map((one) => (/^'(?:[^'\\]|\\.)*'$/s.test(one) ? inTemplate(one) : `\${${one}}`));
  return `\`${inside.join('')}\``;
}

function inTemplate(quoted: string): string {
  return quoted.slice(1, -1).replaceAll("\\'", "'").replaceAll('`', '\\`').replaceAll('${', '\\${');
}
