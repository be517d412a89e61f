import type { DocumentedHeader, Json, MediaType } from '../../contract.ts';
import { isObject, member } from '../../json/json.ts';
import { below } from '../../json/pointer.ts';
import { sample, shownBy } from '../../schema/sample.ts';
import { parts, type DocumentNode, step } from '../../loading/document-node.ts';

/** The media types of a content object; `fill` creates missing examples from the schema. */
export function mediaTypes(content: DocumentNode, fill: boolean): readonly MediaType[] {
  return parts(content).map(([name, media]) => {
    const type = name.split(';')[0]!.trim().toLowerCase();
    const schema = pointerOfSchema(media);
    const documented = exampleOf(media);
    const made = documented === undefined && fill ? sampleFor(type, step(media, 'schema')) : undefined;
    const example = documented === undefined ? made : documented;
    return { type, ...(schema && { schema }), ...(example !== undefined && { example }), exampleDocumented: documented !== undefined };
  });
}

/** Whether a media type is JSON. @see RFC 6839 §3.1 */
export function isJson(type: string): boolean {
  return /^[^;]*[/+]json\b/.test(type);
}

/** The headers of a response; OpenAPI ignores `Content-Type` here. @see OpenAPI 3.1 §4.8.17.1 */
export function documentedHeaders(headers: DocumentNode): readonly DocumentedHeader[] {
  return parts(headers)
    .filter(([name]) => name.toLowerCase() !== 'content-type')
    .map(([name, header]) => {
      const schema = pointerOfSchema(header);
      const example = exampleOf(header) ?? sample(step(header, 'schema'));
      const required = member(header.value, 'required') === true;
      return { name, required, ...(schema && { schema }), ...(example !== undefined && { example: exampleText(example) }) };
    });
}

/** The example of a media type, header or parameter, or of its schema. */
export function exampleOf(node: DocumentNode): Json | undefined {
  const { value } = node;
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, 'example')) return value['example'];
  const named = parts(step(node, 'examples'))
    .map(([, example]) => member(example.value, 'value') ?? member(example.value, 'dataValue'))
    .find((example) => example !== undefined);
  if (named !== undefined) return named;
  const schema = step(node, 'schema').value;
  if (!isObject(schema)) return undefined;
  const { example, examples } = schema;
  return example === undefined && examples === undefined ? undefined : shownBy(schema);
}

/** A value as text for a header, path segment or query value, before encoding; lists are joined by commas. */
export function exampleText(value: Json): string {
  if (Array.isArray(value)) return value.map((item: Json) => exampleText(item)).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function pointerOfSchema(node: DocumentNode): string | undefined {
  const schema = member(node.value, 'schema');
  return isObject(schema) || typeof schema === 'boolean' ? below(node.pointer, 'schema') : undefined;
}

function sampleFor(type: string, schema: DocumentNode): Json | undefined {
  const made = sample(schema);
  return isJson(type) || typeof made === 'string' ? made : undefined;
}
