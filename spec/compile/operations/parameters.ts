import type { Parameter, RequestBody } from '../../contract.ts';
import { member, text } from '../../json/json.ts';
import { sample, shownBy } from '../../schema/sample.ts';
import { itemNodes, parts, type DocumentNode, step } from '../../loading/document-node.ts';
import { isObject } from '../../json/json.ts';
import { exampleOf, exampleText, mediaTypes } from './media.ts';

const PLACES = ['path', 'query', 'header', 'cookie'] as const;
const IGNORED: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

/** The parameters of an operation and its path; the operation's own take precedence. Undeclared names in the path template are added. */
export function parametersOf(path: string, pathItem: DocumentNode, operation: DocumentNode): readonly Parameter[] {
  const declared = [pathItem, operation].flatMap((node) => itemNodes(step(node, 'parameters'))).flatMap(compileParameter);
  const named = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]!);
  const undeclared = named
    .filter((name) => !declared.some((parameter) => parameter.in === 'path' && parameter.name === name))
    .map((name): Parameter => ({ name, in: 'path', required: true, example: '1' }));
  const unique = new Map([...declared, ...undeclared].map((parameter) => [`${parameter.in} ${parameter.name}`, parameter]));
  return [...unique.values()];
}

/** The request body of an operation, or undefined. */
export function requestBodyOf(operation: DocumentNode): RequestBody | undefined {
  const body = step(operation, 'requestBody');
  if (body.value === undefined) return undefined;
  return { required: member(body.value, 'required') === true, content: mediaTypes(step(body, 'content'), true) };
}

/** OpenAPI ignores header parameters named Accept, Content-Type and Authorization. @see OpenAPI 3.1 §4.8.12.2.1 */
function compileParameter(node: DocumentNode): readonly Parameter[] {
  const name = text(member(node.value, 'name'));
  const place = PLACES.find((known) => known === member(node.value, 'in'));
  if (name === undefined || place === undefined || (place === 'header' && IGNORED.has(name.toLowerCase()))) return [];
  const required = place === 'path' || member(node.value, 'required') === true;
  return [{ name, in: place, required, example: parameterExample(node) }];
}

function parameterExample(node: DocumentNode): string {
  const schema = step(node, 'schema');
  const shown = exampleOf(node) ?? (isObject(schema.value) ? shownBy(schema.value) : undefined) ?? sample(schema);
  if (shown !== undefined) return exampleText(shown);
  const [media] = parts(step(node, 'content'));
  const content = media && (exampleOf(media[1]) ?? sample(step(media[1], 'schema')));
  return content === undefined ? 'string' : JSON.stringify(content);
}
