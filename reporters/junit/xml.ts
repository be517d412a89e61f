import { visibleLine, visibleText } from '../digest/visible.ts';

const ESCAPES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** An element: attributes in order, without undefined ones; children are finished XML, such as other elements or `text`. */
export function element(
  name: string,
  attributes: { readonly [attribute: string]: string | number | undefined },
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([attribute, value]) => ` ${attribute}="${escape(visibleLine(String(value)))}"`)
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

/** Character data. Characters that XML 1.0 forbids and invisible characters are escaped. */
export function xmlText(content: string): string {
  return escape(visibleText(content));
}

function escape(content: string): string {
  return content.replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!);
}
