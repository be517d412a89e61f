/**
 * The registry of all secrets of a run. Everything that is written or printed passes through it.
 *
 * @module
 */
import { createHmac } from 'node:crypto';
import { readingsOf } from './escapes.ts';
import { createNeedles, type Found, replaced, shortest } from './needles.ts';

/** A secret under its name. `shell` replaces it in a command line: `$AUTH_CONFORMANCE_READER`. */
export interface Secret {
  readonly name: string;
  readonly value: string;
  readonly shell: string;
}

export interface Redactor {
  add(secret: Secret): void;
  /** The text with every secret, raw or encoded, replaced by its tag: `‹reader#a1b2›`. */
  redact(text: string): string;
  /** The names of the secrets in a text. */
  found(text: string): readonly string[];
  /** A redacted text as a shell argument in double quotes, with a shell expression for each tag. */
  shell(redacted: string): string;
}

interface Held {
  readonly tag: string;
  readonly name: string;
}

type Find = Found<Held>;

/** Finds in the order of their beginnings, the longest first; a find that begins within another extends it. */
function withoutOverlaps(finds: readonly Find[]): readonly Find[] {
  const apart: Find[] = [];
  for (const find of finds.toSorted((one, other) => one.from - other.from || other.until - one.until)) {
    const last = apart.at(-1);
    if (last === undefined || find.from >= last.until) apart.push(find);
    else if (find.until > last.until) apart[apart.length - 1] = { ...last, until: find.until };
  }
  return apart;
}

/**
 * Creates an empty registry. Secrets of fewer than six characters would be found everywhere and are ignored.
 *
 * @param key - keys the tags: the same secret has the same tag under the same key, and a tag does not reveal its secret
 */
export function createRedactor(key: string): Redactor {
  const needles = createNeedles<Held>();
  const known = new Set<string>();
  const shells = new Map<string, string>();
  /** The positions of secrets in a text, raw or escaped, in order; overlapping finds count as one, named by the first. */
  const findsIn = (text: string): readonly Find[] => {
    const plain = needles.find(text);
    const spelt = readingsOf(text).flatMap((reading) =>
      needles.find(reading.text).map(({ from, until, value }) => ({ from: reading.startOf(from), until: reading.startOf(until), value })),
    );
    return spelt.length === 0 ? plain : withoutOverlaps([...plain, ...spelt]);
  };
  return {
    add({ name, value, shell }) {
      if (value.length < shortest || known.has(`${name}\n${value}`)) return;
      known.add(`${name}\n${value}`);
      const tag = `${name}#${createHmac('sha256', key).update(value).digest('hex').slice(0, 4)}`;
      for (const form of forms(value)) {
        const whole = form.encoding === 'base64' ? `‹${tag}|base64›` : `‹${tag}›`;
        needles.add(form.text, { tag: whole, name });
        if (!shells.has(whole)) shells.set(whole, form.encoding === 'base64' ? `$(printf %s "${shell}" | base64 -w0)` : shell);
      }
    },
    redact: (text) => replaced(text, findsIn(text), ({ tag }) => tag),
    found: (text) => [...new Set(findsIn(text).map(({ value }) => value.name))],
    shell: (redacted) => redacted.replace(/‹[^›]*›/g, (tag) => shells.get(tag) ?? tag),
  };
}

/** The environment variable for a principal's secret. */
export function variableOf(principal: string): string {
  return `AUTH_CONFORMANCE_${principal.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
}

const named: { readonly [character: string]: string } = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };
const hexadecimal = (character: string) => character.charCodeAt(0).toString(16);
const inUnicode = (character: string) => `\\u${hexadecimal(character).padStart(4, '0')}`;
const inDecimals = (character: string) => `&#${character.charCodeAt(0)};`;
const inHexadecimals = (character: string) => `&#x${hexadecimal(character).toUpperCase()};`;
const byName = (otherwise: (character: string) => string) => (character: string) =>
  character in named ? `&${named[character]};` : otherwise(character);

/** The escapes of common templates and serialisers for HTML, and for JSON in HTML. */
const escapes: readonly (readonly [RegExp, (character: string) => string])[] = [
  [/[&<>"']/g, byName(inDecimals)],
  [/[&<>"'/]/g, byName(inHexadecimals)],
  [/[&<>"'`=]/g, byName(inHexadecimals)],
  [/[&<>"'`=/]/g, byName(inHexadecimals)],
  [/[&<>"'+]/g, (character) => (character === '"' ? '&#34;' : byName(inDecimals)(character))],
  [/[&<>]/g, inUnicode],
  [/[&<>'=]/g, inUnicode],
  [/[&<>"'`+]/g, (character) => inUnicode(character).replace(/[a-f]+$/, (digits) => digits.toUpperCase())],
  [/[^A-Za-z0-9]/g, inUnicode],
];

/** All forms in which a secret can occur in a text. */
function forms(value: string): readonly { readonly text: string; readonly encoding: 'plain' | 'base64' }[] {
  const json = JSON.stringify(value).slice(1, -1);
  const percent = encodeURIComponent(value);
  const form = new URLSearchParams([['', value]]).toString().slice(1);
  const escaped = [percent, percent.replaceAll('%20', '+'), form, form.replaceAll('+', '%20')];
  const inSmallLetters = escaped.map((text) => text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()));
  const inMarkup = escapes.map(([characters, escape]) => value.replace(characters, escape));
  const encoded = [0, 1, 2].flatMap((offset) => base64Core(value, offset));
  return [
    ...[value, json, json.replaceAll('/', '\\/'), ...escaped, ...inSmallLetters, ...inMarkup].map((text) => ({
      text,
      encoding: 'plain' as const,
    })),
    ...encoded.filter((text) => text.length >= shortest).map((text) => ({ text, encoding: 'base64' as const })),
  ];
}

/** The part of a Base64 text that a value determines if it begins `offset` bytes (modulo 3) into the encoded data. */
function base64Core(value: string, offset: number): readonly string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value, 'utf8')]);
  const from = [0, 2, 3][offset]!;
  const until = Math.floor((bytes.length * 8) / 6);
  const core = bytes.toString('base64').slice(from, until);
  const whole = offset === 0 ? [bytes.toString('base64'), bytes.toString('base64url')] : [];
  return [...whole, core, core.replaceAll('+', '-').replaceAll('/', '_')];
}
