import { shorten, visibleLine, visibleText } from '../digest/visible.ts';

/** How many characters of a value are shown. */
const LONGEST = 500;

/** Text without markup, mentions, references or links. */
export function plainText(text: string): string {
  return escapedHtml(shorten(visibleLine(text), LONGEST))
    .replaceAll(/[\\`*_[\]{}|~!]/g, '\\$&')
    .replaceAll(/[@#]|:(?=\/\/)|www(?=\.)/gi, '$&<!-- -->');
}

/** Text within an HTML element. */
export function escapedHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A line of code that its content cannot end. */
export function inlineCode(text: string): string {
  const line = shorten(visibleLine(text), LONGEST);
  const samples = '`'.repeat(longestTicks(line) + 1);
  const padding = line.startsWith('`') || line.endsWith('`') || line.trim() === '' ? ' ' : '';
  return `${samples}${padding}${line}${padding}${samples}`;
}

/** A block of shell commands that its content cannot end. */
export function fence(text: string): string {
  const samples = '`'.repeat(Math.max(3, longestTicks(text) + 1));
  return `${samples}sh\n${shorten(visibleText(text), LONGEST * 4)}\n${samples}`;
}

function longestTicks(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([samples]) => samples.length));
}
