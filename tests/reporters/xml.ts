import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element of a parsed document. */
export interface Element {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: readonly Element[];
  readonly text: string;
}

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
  const parsed: unknown = parser.parse(xml);
  return elements(parsed).find(({ name }) => name !== '?xml')!;
}

/** All elements of that name below an element. */
export function descendants(element: Element, name: string): readonly Element[] {
  return element.children.flatMap((child) => [child.name === name ? child : [], descendants(child, name)].flat());
}

/** The parser gives a list of nodes such as `{ name: nodes, ':@': attributes }` and `{ '#text': text }`. */
function elements(nodes: unknown): readonly Element[] {
  return records(nodes).flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
    if (name === undefined) return [];
    const text = records(node[name])
      .map((child) => (typeof child['#text'] === 'string' ? child['#text'] : ''))
      .join('');
    const attributes = Object.entries(isRecord(node[':@']) ? node[':@'] : {}).map(([key, value]) => [key, String(value)]);
    return [{ name, attributes: Object.fromEntries(attributes), children: elements(node[name]), text }];
  });
}

function records(nodes: unknown): readonly { readonly [key: string]: unknown }[] {
  return Array.isArray(nodes) ? nodes.filter(isRecord) : [];
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
