/**
 * Bodies that are not JSON as the text that is sent: forms, files and XML.
 *
 * @module
 */
import type { Json } from '../../contract.ts';
import { isList, isObject, member, members, text } from '../../json/json.ts';
import { tokensOf } from '../../json/pointer.ts';
import { type DocumentNode, step } from '../../loading/document-node.ts';
import { isJson } from './media.ts';

/** The boundary of multipart bodies. */
const boundary = 'auth-conformance-boundary';

/** The media type that is sent for a range: `image/*` is an image. */
const ranges: readonly (readonly [range: RegExp, type: string])[] = [
  [/^text\/\*$/, 'text/plain'],
  [/^image\/\*$/, 'image/png'],
  [/^(?:\*|application)\/\*$/, 'application/json'],
  [/\*/, 'application/octet-stream'],
];

/** The media type as it is sent, with its parameters. A range whose schema is a file is a file, one whose schema is text is text. */
export function sentType(name: string, media: DocumentNode): string {
  const written = name.trim();
  const type = written.split(';')[0]!.trim().toLowerCase();
  if (type.startsWith('multipart/')) return `${type}; boundary=${boundary}`;
  if (!type.includes('*')) return written;
  const found = ranges.find(([range]) => range.test(type))![1];
  const schema = step(media, 'schema').value;
  if (found !== 'application/json' || member(schema, 'type') !== 'string') return found;
  return isFile(schema) || type.startsWith('application/') ? 'application/octet-stream' : 'text/plain';
}

/** A value as the body of a media type: JSON as the value itself, anything else as text. */
export function encodedBody(name: string, media: DocumentNode, value: Json): Json {
  const type = sentType(name, media).split(';')[0]!.trim().toLowerCase();
  if (isJson(type) || typeof value === 'string') return value;
  if (type === 'application/x-www-form-urlencoded') return formText(media, value);
  if (type.startsWith('multipart/')) return multipartText(media, value);
  if (/[/+]xml$/.test(type)) return `<?xml version="1.0" encoding="UTF-8"?>${element(rootName(media), step(media, 'schema'), value)}`;
  return value;
}

const isFile = (schema: Json | undefined) => member(schema, 'format') === 'binary' || member(schema, 'contentMediaType') !== undefined;

const plain = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value));

const pair = (name: string, value: Json) => `${encodeURIComponent(name)}=${encodeURIComponent(plain(value))}`;

/** @see OpenAPI 3.1 §4.8.15 */
function formText(media: DocumentNode, value: Json): string {
  const pairs = members(value).flatMap(([name, each]) => {
    const { style, explode } = Object.fromEntries(members(step(media, 'encoding', name).value));
    if (isObject(each) && style === 'deepObject') return deepPairs(name, each);
    if (isList(each) && style === 'deepObject') return each.map((item, index) => pair(`${name}[${index}]`, item));
    if (isList(each) && explode === false) return [pair(name, each.map(plain).join(','))];
    return isList(each) ? each.map((item) => pair(name, item)) : [pair(name, each)];
  });
  return pairs.join('&');
}

/** `filter[name]=value`, at any depth. */
export function deepPairs(name: string, value: Json): readonly string[] {
  if (isList(value)) return value.flatMap((item, index) => deepPairs(`${name}[${index}]`, item));
  if (!isObject(value)) return [pair(name, value)];
  return members(value).flatMap(([inner, each]) => deepPairs(`${name}[${inner}]`, each));
}

/** @see RFC 7578 */
function multipartText(media: DocumentNode, value: Json): string {
  const pieces = members(value).flatMap(([name, each]) => {
    const schema = step(media, 'schema', 'properties', name);
    const type = text(member(step(media, 'encoding', name).value, 'contentType'))
      ?.split(',')[0]
      ?.trim();
    return (isList(each) ? each : [each]).map((item) => piece(name, isList(each) ? step(schema, 'items') : schema, item, type));
  });
  return `${pieces.join('')}--${boundary}--\r\n`;
}

function piece(name: string, { value: schema }: DocumentNode, value: Json, type: string | undefined): string {
  const isAFile = isFile(schema);
  const usual = isAFile ? 'application/octet-stream' : isObject(value) || isList(value) ? 'application/json' : undefined;
  const quoted = name.replaceAll('"', '%22').replaceAll(/[\r\n]/g, ' ');
  const lines = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${quoted}"${isAFile ? `; filename="${quoted}.bin"` : ''}`,
    ...(type === undefined && usual === undefined
      ? []
      : [`Content-Type: ${type === undefined || type.includes('*') ? (usual ?? 'application/octet-stream') : type}`]),
    '',
    plain(value),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** The name of the root element: that of the schema, or of the component. */
function rootName(media: DocumentNode): string {
  const schema = step(media, 'schema');
  const component = /^\/components\/schemas\/[^/]+$/.test(schema.pointer) ? tokensOf(schema.pointer).at(-1) : undefined;
  return text(member(member(schema.value, 'xml'), 'name')) ?? component ?? 'root';
}

const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const elementName = (name: string) => name.replaceAll(/[^\w.-]/g, '_').replace(/^(?![A-Za-z_])/, '_');

/** @see OpenAPI 3.1 §4.8.26 */
function element(name: string, schema: DocumentNode, value: Json): string {
  const own = elementName(name);
  if (isList(value)) {
    const items = step(schema, 'items');
    const inner = text(member(member(items.value, 'xml'), 'name')) ?? own;
    return `<${own}>${value.map((item) => element(inner, items, item)).join('')}</${own}>`;
  }
  if (!isObject(value)) return value === null ? `<${own}/>` : `<${own}>${escaped(plain(value))}</${own}>`;
  const inside = members(value).map(([key, each]) => {
    const part = step(schema, 'properties', key);
    const xml = member(part.value, 'xml');
    const called = text(member(xml, 'name')) ?? key;
    if (isList(each) && member(xml, 'wrapped') !== true) {
      const items = step(part, 'items');
      return { body: each.map((item) => element(text(member(member(items.value, 'xml'), 'name')) ?? called, items, item)).join('') };
    }
    return member(xml, 'attribute') === true
      ? { attribute: ` ${elementName(called)}="${escaped(plain(each))}"` }
      : { body: element(called, part, each) };
  });
  return `<${own}${inside.map(({ attribute = '' }) => attribute).join('')}>${inside.map(({ body = '' }) => body).join('')}</${own}>`;
}
