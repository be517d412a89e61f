/**
 * The registry of all secrets of a run. Everything that is written or printed passes through it.
 *
 * @module
 */
import { createHmac } from 'node:crypto';
import { formsOf } from './forms.ts';
import { replaced, shortest } from './needles.ts';
import { partsOf } from './parts.ts';
import { createSearch } from './search.ts';

/** A secret under its name. `shell` replaces it in a command line: `$AUTH_CONFORMANCE_READER`. */
export interface Secret {
  readonly name: string;
  readonly value: string;
  readonly shell: string;
}

export interface Redactor {
  /** Registers a secret, and its parts that are credentials by themselves under names of their own: `reader:password`. */
  add(secret: Secret): void;
  /** The text with every secret, raw or encoded, replaced by its tag: `‹reader#a1b2›`. */
  redact(text: string): string;
  /** The same for the beginning of a text; a secret that begins there is replaced whole. */
  beginning(text: string, length: number): string;
  /** The names of the secrets in a text. */
  found(text: string): readonly string[];
  /** All secrets and their parts, to look for them in what was written. */
  secrets(): readonly Pick<Secret, 'name' | 'value'>[];
  /** A redacted text as a shell argument in double quotes, with a shell expression for each tag. */
  shell(redacted: string): string;
}

interface Held {
  readonly name: string;
  readonly tag: string;
  /** The tag of what is encoded, which no shell expression makes. */
  readonly encodedTag: string;
}

/** Texts up to this length are remembered, and so many of them. */
const memorableLength = 4096;
const memorableTexts = 5000;
/** No secret is longer than this in any of its encodings: a secret that begins within a text ends so many characters later. */
export const longestForm = 64 * 1024;

/**
 * Creates an empty registry. Secrets of fewer than six characters would be found everywhere and are ignored.
 *
 * @param key - keys the tags: the same secret has the same tag under the same key, and a tag does not reveal its secret
 */
export function createRedactor(key: string): Redactor {
  const search = createSearch<Held>(
    (value) => ({ ...value, tag: value.encodedTag }),
    (text) => made.has(text),
  );
  /** All tags. */
  const made = new Set<string>();
  const known = new Set<string>();
  const secrets = new Map<string, string>();
  const shells = new Map<string, string>();
  /** Header lines and bodies repeat. */
  const redacted = new Map<string, string>();
  const addOne = (name: string, value: string, shell: string | undefined) => {
    if (value.length < shortest) return;
    if (!secrets.has(value)) secrets.set(value, name);
    const tag = `${name}#${createHmac('sha256', key).update(value).digest('hex').slice(0, 4)}`;
    const tags = { plain: `‹${tag}›`, base64: `‹${tag}|base64›`, encoded: `‹${tag}|encoded›` };
    for (const { text, encoding, isFolded } of formsOf(value))
      search.add(text, { name, tag: tags[encoding], encodedTag: tags.encoded }, isFolded);
    for (const one of Object.values(tags)) made.add(one);
    if (shell === undefined) return;
    if (!shells.has(tags.plain)) shells.set(tags.plain, shell);
    if (!shells.has(tags.base64)) shells.set(tags.base64, `$(printf %s "${shell}" | base64 -w0)`);
  };
  const searched = (text: string) => replaced(text, search.find(text), ({ tag }) => tag);
  const redact = (text: string) => {
    if (text.length < shortest) return text;
    if (text.length > memorableLength) return searched(text);
    const before = redacted.get(text);
    if (before !== undefined) return before;
    const result = searched(text);
    if (redacted.size >= memorableTexts) redacted.clear();
    redacted.set(text, result);
    return result;
  };
  return {
    add({ name, value, shell }) {
      if (known.has(`${name}\n${value}`)) return;
      known.add(`${name}\n${value}`);
      redacted.clear();
      addOne(name, value, shell);
      const [, variable] = /^\$(\w+)$/.exec(shell) ?? [];
      for (const part of partsOf(value)) {
        if (part.value === value) continue;
        const expression = variable === undefined ? undefined : part.shell?.(variable);
        addOne(`${name}:${part.name}`, part.value, expression ?? `$PART_OF_${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`);
      }
    },
    redact,
    beginning(text, length) {
      if (text.length <= length) return redact(text);
      const whole = search.find(text.slice(0, length + longestForm)).filter(({ from }) => from < length);
      const end = Math.max(length, whole.at(-1)?.until ?? 0);
      return replaced(text.slice(0, end), whole, ({ tag }) => tag);
    },
    found: (text) => [...new Set(search.find(text).map(({ value }) => value.name))],
    secrets: () => [...secrets].map(([value, name]) => ({ name, value })),
    shell: (text) => text.replace(/‹[^›]*›/g, (tag) => shells.get(tag) ?? tag),
  };
}

/** The environment variable for a principal's secret. */
export function variableOf(principal: string): string {
  return `AUTH_CONFORMANCE_${principal.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
}

/** Whether all variables of a shell text are those of secrets in the configuration; a token of the run has another name. */
export function isConfigured(shell: string): boolean {
  return [...shell.matchAll(/\$\{?([A-Z][A-Z0-9_]*)/g)].every(([, name]) => name!.startsWith('AUTH_CONFORMANCE_'));
}
