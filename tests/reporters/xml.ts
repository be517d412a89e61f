import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element of a parsed document. */
export interface Element {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: readonly Element[];
  readonly text: string;
}

type Node = { readonly [name: string]: readonly Node[] | string | { readonly [name: string]: string } };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
});

/** The root element of a document. Throws where it is not well-formed. */
export function parseXml(xml: string): Element {
  const validity = XMLValidator.validate(xml);
  if (validity !== true) throw new Error(`not well-formed XML: ${validity.err.msg} (line ${validity.err.line})`);
  const roots = toElements(parser.parse(xml) as readonly Node[]);
  return roots.find(({ name }) => name !== '?xml')!;
}

/** All elements of that name below an element. */
export function descendants(element: Element, name: string): readonly Element[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...descendants(child, name)]);
}

function toElements(nodes: readonly Node[]): readonly Element[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
    if (name === undefined) return [];
    const inner = node[name] as readonly Node[];
    const text = inner.map((child) => (typeof child['#text'] === 'string' ? child['#text'] : '')).join('');
    return [{ name, attributes: (node[':@'] ?? {}) as Element['attributes'], children: toElements(inner), text }];
  });
}
