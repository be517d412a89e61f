import type { Json, Parameter, RequestBody } from '../../contract.ts';
import { isList, isObject, member, members, text } from '../../json/json.ts';
import { below } from '../../json/pointer.ts';
import { itemNodes, parts, type DocumentNode, step } from '../../loading/document-node.ts';
import { deepPairs } from './encoding.ts';
import { chosenExample, type ChosenExample } from './example.ts';
import { exampleText, mediaTypes } from './media.ts';

const PLACES = ['path', 'query', 'header', 'cookie'] as const;
const IGNORED: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

/** The place of a credential: the type and name of a parameter. */
export type CredentialParameter = Pick<Parameter, 'in' | 'name'>;

/**
 * The parameters of an operation and its path; the operation's own take precedence. Undeclared names in the path template are added, and the
 * credentials of its security schemes left out: they are sent as such.
 * @param template - the path as written, whose parameters are named as in `path`
 */
export function parametersOf(
  path: string,
  template: string,
  pathItem: DocumentNode,
  operation: DocumentNode,
  credentials: readonly CredentialParameter[],
): readonly Parameter[] {
  const named = namesIn(path);
  const written = namesIn(template);
  const declared = [pathItem, operation]
    .flatMap((node) => itemNodes(step(node, 'parameters')))
    .flatMap(compileParameter)
    .map((parameter) =>
      parameter.in === 'path' ? { ...parameter, name: named[written.indexOf(parameter.name)] ?? parameter.name } : parameter,
    );
  const undeclared = named
    .filter((name) => !declared.some((parameter) => parameter.in === 'path' && parameter.name === name))
    .map((name): Parameter => ({ name, in: 'path', required: true, example: '1', invented: true }));
  const unique = new Map([...declared, ...undeclared].map((parameter) => [`${parameter.in} ${parameter.name}`, parameter]));
  return [...unique.values()].filter((parameter) => !credentials.some((credential) => isCredential(parameter, credential)));
}

function isCredential({ in: place, name }: Parameter, credential: CredentialParameter): boolean {
  return place === credential.in && (place === 'header' ? name.toLowerCase() === credential.name.toLowerCase() : name === credential.name);
}

/** The names of the parameters in a path template. */
function namesIn(template: string): readonly string[] {
  return [...template.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]!);
}

/** The request body of an operation, or undefined. */
export function requestBodyOf(operation: DocumentNode): RequestBody | undefined {
  const body = step(operation, 'requestBody');
  if (body.value === undefined) return undefined;
  return { required: member(body.value, 'required') === true, content: mediaTypes(step(body, 'content'), 'request') };
}

/** OpenAPI ignores header parameters named Accept, Content-Type and Authorization. @see OpenAPI 3.1 §4.8.12.2.1 */
function compileParameter(node: DocumentNode): readonly Parameter[] {
  const name = text(member(node.value, 'name'));
  const place = PLACES.find((known) => known === member(node.value, 'in'));
  if (name === undefined || place === undefined || (place === 'header' && IGNORED.has(name.toLowerCase()))) return [];
  const required = place === 'path' || member(node.value, 'required') === true;
  const { value, documented } = exampleFor(node, place);
  const example = place === 'header' ? carried(exampleText(value)) : exampleText(value);
  const written = writtenAs(node, name, place, value);
  const plain = place === 'query' ? `${encodeURIComponent(name)}=${encodeURIComponent(example)}` : encodeURIComponent(example);
  return [
    {
      name,
      in: place,
      required,
      example,
      ...(place === 'path' && !documented && { invented: true }),
      ...((place === 'path' || place === 'query') && written !== plain && { written }),
      ...serialization(node, place),
    },
  ];
}

const SEPARATORS: { readonly [style: string]: string } = { simple: ',', form: ',', spaceDelimited: ' ', pipeDelimited: '|' };

function styleOf({ value }: DocumentNode, place: Parameter['in']): { readonly style: string; readonly explode: boolean } {
  const style = text(member(value, 'style')) ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple');
  return { style, explode: (member(value, 'explode') ?? style === 'form') === true };
}

/** How a value or a list of values is read. @see OpenAPI 3.1 §4.8.12.2.2 */
function serialization(node: DocumentNode, place: Parameter['in']): Pick<Parameter, 'schema' | 'separator'> {
  const { style, explode } = styleOf(node, place);
  const separator = SEPARATORS[style];
  const schema = step(node, 'schema').value;
  if (schema === undefined || separator === undefined || member(schema, 'type') === 'object') return {};
  return { schema: below(node.pointer, 'schema'), ...(!(explode && style === 'form') && { separator }) };
}

/** A value for a parameter; in paths and headers it is never empty. */
function exampleFor(node: DocumentNode, place: Parameter['in']): ChosenExample {
  const chosen = chosenExample(node, 'request', false);
  if (chosen !== undefined && !(chosen.value === '' && place !== 'query')) return chosen;
  const [media] = parts(step(node, 'content'));
  const content = media && chosenExample(media[1], 'request', true);
  return content === undefined ? { value: 'string', documented: false } : { ...content, value: JSON.stringify(content.value) };
}

/** A text that a header can carry: other characters are percent-encoded. @see RFC 9110 §5.5 */
function carried(value: string): string {
  return value.trim().replaceAll(/[^\t\x20-\x7e]/gu, encodeURIComponent);
}

/** The example by the style of its parameter: a path segment, or pairs of a query. @see OpenAPI 3.1 §4.8.12.5 */
function writtenAs(node: DocumentNode, name: string, place: Parameter['in'], value: Json): string {
  const { style, explode } = styleOf(node, place);
  const encode = (each: Json) => encodeURIComponent(exampleText(each));
  const key = encodeURIComponent(name);
  const entries = members(value).map(([inner, each]) => [encodeURIComponent(inner), encode(each)] as const);
  const items = isList(value)
    ? value.map(encode)
    : isObject(value)
      ? entries.map((entry) => entry.join(explode ? '=' : ','))
      : [encode(value)];
  const flat = items.join(style === 'spaceDelimited' ? '%20' : style === 'pipeDelimited' ? '%7C' : ',');
  if (style === 'matrix') return explode ? items.map((item) => `;${isObject(value) ? '' : `${key}=`}${item}`).join('') : `;${key}=${flat}`;
  if (style === 'label') return `.${explode ? items.join('.') : flat}`;
  if (place !== 'query') return flat;
  if (style === 'deepObject') return deepPairs(name, members(value).length === 0 ? { name: 'string' } : value).join('&');
  if (explode && isObject(value)) return entries.map((entry) => entry.join('=')).join('&');
  return explode && isList(value) ? items.map((item) => `${key}=${item}`).join('&') : `${key}=${flat}`;
}
