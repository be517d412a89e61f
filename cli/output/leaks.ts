/**
 * Searches written reports for secrets, each as a reader of its format would. It shares no code with the redaction, so that one mistake does not
 * hide in both.
 *
 * @module
 */
import type { Exchange, Result } from '../../suites/result/result.ts';

/** A secret under its name. */
export interface NamedSecret {
  readonly name: string;
  readonly value: string;
}

/** How many encodings may stand within each other. */
const levels = 3;

/**
 * A search of reports. Words, numbers and short secrets are looked for only in what was sent and received: other texts of a report may contain
 * them, and so may a checksum.
 *
 * @returns a function from a file's name and text to the names of the secrets in it
 */
export function leaksOf(result: Result, secrets: readonly NamedSecret[]): (file: string, text: string) => readonly string[] {
  const frame = frameOf(result);
  const telling = secrets.filter(
    ({ value }) => value.length >= 8 && !/^(?:[A-Za-z]?[a-z]+|[A-Z]+|\d+)$/.test(value) && !frame.includes(value),
  );
  const lookForTelling = lookFor(telling);
  const lookForAll = lookFor(secrets);
  return (file, text) => {
    const structured = /\.(?:json|sarif|har)$/.test(file);
    const found = lookForTelling(structured ? valuesOf(JSON.parse(text)) : /\.(?:xml|html|svg)$/.test(file) ? markupTexts(text) : [text]);
    const sent = file.endsWith('results.json') ? lookForAll(new Set(result.exchanges.flatMap(exchangeTexts))) : [];
    return [...new Set([...found, ...sent])];
  };
}

/** What a report contains whatever was sent and received: ids, names, the document. */
function frameOf(result: Result): string {
  const { exchanges, requirements, warnings: _warnings, notes: _notes, preflight: _preflight, exit: _exit, ...rest } = result;
  const checks = requirements.map(({ checks: rows, reason: _reason, ...row }) => ({ ...row, ids: rows.map(({ id }) => id) }));
  const cast = exchanges.map(({ scenario, principal, operation, connection }) => [scenario, principal, operation, connection]);
  return JSON.stringify([rest, checks, cast]);
}

function exchangeTexts({ request, response, trouble }: Exchange): readonly string[] {
  const bodies = [request.body?.text ?? '', response?.body?.text ?? '', trouble ?? ''];
  return [request.url, ...request.headers.flat(), ...(response?.headers.flat() ?? []), ...bodies].map(withoutTags);
}

const withoutTags = (text: string) => text.replace(/‹[^‹›]*#[0-9a-f]{4}(?:\|[a-z0-9]+)?›/g, '');

/** Every text of a JSON value but checksums; the names of members too. */
function valuesOf(root: unknown): ReadonlySet<string> {
  const texts = new Set<string>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string') texts.add(withoutTags(value));
    else if (Array.isArray(value)) for (const item of value) open.push(item);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value)) {
        texts.add(withoutTags(name));
        if (name !== 'sha256') open.push(item);
      }
    }
  }
  return texts;
}

/** The values of attributes and the text between tags. */
function markupTexts(markup: string): ReadonlySet<string> {
  const texts = new Set<string>();
  for (const [, attribute, text] of markup.matchAll(/="([^"]*)"|>([^<]+)/g)) texts.add(withoutTags(fromMarkup((attribute ?? text)!)));
  return texts;
}

/** Looks for secrets in texts and in all that they stand for; returns the names. */
function lookFor(secrets: readonly NamedSecret[]): (texts: Iterable<string>) => readonly string[] {
  if (secrets.length === 0) return () => [];
  const owners = new Map<string, string>();
  for (const { name, value } of secrets) {
    const bytes = Buffer.from(value, 'utf8').toString('latin1');
    const forms = [value, bytes, mirrored(value), ...(/^[\da-f-]+$/i.test(value) ? [value.toLowerCase(), value.toUpperCase()] : [])];
    for (const form of forms) if (!owners.has(form)) owners.set(form, name);
  }
  const ownersIn = searchFor(owners);
  const look = (text: string, left: number, found: Set<string>) => {
    for (const owner of ownersIn(text)) found.add(owner);
    if (left > 0) for (const meaning of new Set(meanings(text))) if (meaning !== text) look(meaning, left - 1, found);
    return found;
  };
  // Most texts are in several files.
  const looked = new Map<string, ReadonlySet<string>>();
  const namesIn = (text: string) => {
    const found = looked.get(text) ?? look(text, levels, new Set());
    looked.set(text, found);
    return found;
  };
  return (texts) => [...new Set([...texts].flatMap((text) => [...namesIn(text)]))];
}

/** Looks for all forms at once, by their first two letters: a regular expression tries each form at each letter. */
function searchFor(owners: ReadonlyMap<string, string>): (text: string) => readonly string[] {
  const pair = (text: string, at: number) => ((text.charCodeAt(at) & 0xff) << 8) | (text.charCodeAt(at + 1) & 0xff);
  const forms: (readonly string[] | undefined)[] = Array.from({ length: 0x1_0000 });
  for (const form of owners.keys()) forms[pair(form, 0)] = [...(forms[pair(form, 0)] ?? []), form];
  return (text) => {
    const found: string[] = [];
    for (let at = 0; at + 1 < text.length; at += 1) {
      const candidates = forms[pair(text, at)];
      if (candidates === undefined) continue;
      for (const form of candidates) if (text.startsWith(form, at)) found.push(owners.get(form)!);
    }
    return found;
  };
}

const mirrored = (text: string) => text.split('').toReversed().join('');

/** What a text may stand for, one step further. */
function meanings(text: string): readonly string[] {
  const unescaped = [
    ...(/%[\da-f]{2}/i.test(text)
      ? [text.replace(/%([\da-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number(`0x${digits}`)))]
      : []),
    ...(text.includes('&') ? [fromMarkup(text)] : []),
    ...(text.includes('\\') ? [fromLiteral(text)] : []),
    ...(text.includes('\0') ? [text.split('\0').join('')] : []),
  ];
  const coded = text.match(/[\w+/-]{12,}/g) ?? [];
  return [...unescaped, ...coded.flatMap(decodedWords)];
}

const plainNames: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function fromMarkup(text: string): string {
  return text.replace(/&(#x?)?(\w+);/g, (whole, sign: string | undefined, name: string) => {
    if (sign === undefined) return plainNames[name] ?? whole;
    const code = Number.parseInt(name, sign === '#' ? 10 : 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function fromLiteral(text: string): string {
  return text.replace(/\\(?:u([\da-f]{4})|(.))/gis, (_, code: string | undefined, letter: string) =>
    code === undefined ? letter : String.fromCharCode(Number(`0x${code}`)),
  );
}

function decodedWords(word: string): readonly string[] {
  // A word of small letters or of capital ones is hardly ever Base64.
  if (/^(?:[a-z/_-]+|[A-Z/_-]+)$/.test(word)) return [];
  const base64 = [0, 1, 2, 3].map((start) => Buffer.from(word.slice(start), 'base64').toString('latin1'));
  return /^[\da-f]+$/i.test(word) ? [...base64, Buffer.from(word, 'hex').toString('latin1')] : base64;
}
