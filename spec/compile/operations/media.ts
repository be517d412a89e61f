import type { DocumentedHeader, Json, MediaType } from '../../contract.ts';
import { isObject, member } from '../../json/json.ts';
import { below } from '../../json/pointer.ts';
import type { ConversionDirection } from '../../schema/convert.ts';
import { parts, type DocumentNode, step } from '../../loading/document-node.ts';
import { encodedBody, sentType } from './encoding.ts';
import { chosenExample } from './example.ts';
import type { ErrorSubject } from './error-subject.ts';

/** The media types of a content object, each with an example that its schema allows; for an error, one about it. */
export function mediaTypes(content: DocumentNode, direction: ConversionDirection, subject?: ErrorSubject): readonly MediaType[] {
  return parts(content).map(([name, media]) => {
    const type = name.split(';')[0]!.trim().toLowerCase();
    const sent = sentType(name, media);
    const schema = pointerOfSchema(media);
    const found = chosenExample(media, direction, isJson(sent), subject);
    return {
      type,
      ...(sent !== type && { sent }),
      ...(schema && { schema }),
      ...(found && { example: encodedBody(name, media, found.value) }),
      exampleDocumented: found?.documented ?? false,
      ...(found?.invalid && { exampleInvalid: true as const }),
      ...(found?.others && { otherExamples: found.others }),
    };
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
      const example = chosenExample(header, 'response', false);
      const values = allowedValues(step(header, 'schema').value);
      return {
        name,
        required: member(header.value, 'required') === true,
        ...(schema && { schema }),
        ...(example && { example: exampleText(example.value) }),
        exampleDocumented: example?.documented ?? false,
        ...(values && { values }),
      };
    });
}

/** The only values that a schema allows, as texts; undefined if it does not list them. */
function allowedValues(schema: Json | undefined): readonly string[] | undefined {
  const constant = member(schema, 'const');
  const listed = constant === undefined ? member(schema, 'enum') : [constant];
  return Array.isArray(listed) ? listed.map((value: Json) => exampleText(value)) : undefined;
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
