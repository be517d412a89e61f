/**
 * The registry of every secret of a run, and the one gate in front of everything that is written or printed.
 *
 * @module
 */
import { createHmac } from 'node:crypto';
import { readingsOf } from './escapes.ts';
import { createNeedles, type Found, replaced, shortest } from './needles.ts';

/** A secret under its name. `shell` is what stands for it in a command line: `$AUTH_CONFORMANCE_READER`. */
export interface Secret {
  readonly name: string;
  readonly value: string;
  readonly shell: string;
}

export interface Redactor {
  add(secret: Secret): void;
  /** The text with every secret, raw or encoded, replaced by its tag: `‹reader#a1b2›`. */
  redact(text: string): string;
  /** The names of the secrets that a text holds. */
  found(text: string): readonly string[];
  /** A redacted text as an argument in double quotes: each tag the shell expression that stands for it. */
  shell(redacted: string): string;
}

interface Held {
  readonly tag: string;
  readonly name: string;
}

type Find = Found<Held>;

/** Finds in the order of their beginnings, the longest first; one that begins within another only makes that one longer. */
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
 * Makes an empty registry. Secrets of fewer than six characters would be found everywhere, and are not kept.
 *
 * @param key - keys the tags: the same secret has the same tag under the same key, and no tag tells its secret
 */
export function createRedactor(key: string): Redactor {
  const needles = createNeedles<Held>();
  const known = new Set<string>();
  const shells = new Map<string, string>();
  /** Where a text holds secrets, as they are or with escapes undone: in order, what overlaps as one find of what begins first. */
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

/** The name of the environment variable that stands for a principal's secret. */
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

/** How common templates and serialisers escape which characters for HTML, or JSON for use in HTML. */
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

/** Each way in which a secret may stand in a text. */
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

/** The part of a Base64 text that a value fixes when it stands `offset` bytes (modulo 3) into what was encoded. */
function base64Core(value: string, offset: number): readonly string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value, 'utf8')]);
  const from = [0, 2, 3][offset]!;
  const until = Math.floor((bytes.length * 8) / 6);
  const core = bytes.toString('base64').slice(from, until);
  const whole = offset === 0 ? [bytes.toString('base64'), bytes.toString('base64url')] : [];
  return [...whole, core, core.replaceAll('+', '-').replaceAll('/', '_')];
}
