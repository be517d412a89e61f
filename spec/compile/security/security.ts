import type { Alternative, Flow, JsonObject, Scheme, SchemeKind } from '../../contract.ts';
import { items, member, members, text, texts } from '../../json/json.ts';
import { tokensOf } from '../../json/pointer.ts';
import { parts, rootNode, type DocumentNode, step } from '../../loading/document-node.ts';
import type { Input } from '../input.ts';

/** The security schemes in the order of the document. */
export function compileSchemes(input: Input): readonly Scheme[] {
  return parts(step(rootNode(input.document), 'components', 'securitySchemes')).map(([name, node]) => compileScheme(input, name, node));
}

function compileScheme(input: Input, name: string, node: DocumentNode): Scheme {
  const type = text(member(node.value, 'type')) ?? '';
  const bearerFormat = text(member(node.value, 'bearerFormat'));
  const flows = parts(step(node, 'flows')).flatMap(([kind, flow]) => compileFlow(input, kind, flow));
  const metadataUrl = text(member(node.value, 'oauth2MetadataUrl')) ?? text(member(node.value, 'openIdConnectUrl'));
  return {
    name,
    type,
    ...carriage(type, node),
    ...(bearerFormat && { bearerFormat }),
    ...(metadataUrl && { metadataUrl }),
    flows,
    place: input.place(node.pointer),
  };
}

const API_KEYS: { readonly [place: string]: SchemeKind } = { header: 'header', query: 'query', cookie: 'cookie' };

/** How requests carry the credential, and its name in a challenge. */
function carriage(type: string, node: DocumentNode): Pick<Scheme, 'kind' | 'parameter' | 'challenge'> {
  const parameter = text(member(node.value, 'name')) ?? '';
  const scheme = text(member(node.value, 'scheme')) ?? '';
  if (type === 'oauth2' || type === 'openIdConnect' || (type === 'http' && scheme.toLowerCase() === 'bearer')) {
    return { kind: 'bearer', parameter: 'Authorization', challenge: 'Bearer' };
  }
  if (type === 'http' && scheme.toLowerCase() === 'basic') return { kind: 'basic', parameter: 'Authorization', challenge: 'Basic' };
  if (type === 'http') return { kind: 'unsupported', parameter: 'Authorization', challenge: scheme };
  if (type === 'apiKey') {
    const kind = API_KEYS[text(member(node.value, 'in')) ?? ''] ?? 'unsupported';
    return { kind, parameter, challenge: 'ApiKey' };
  }
  return type === 'mutualTLS'
    ? { kind: 'certificate', parameter: '', challenge: '' }
    : { kind: 'unsupported', parameter: '', challenge: '' };
}

const FLOWS = ['authorizationCode', 'clientCredentials', 'password', 'implicit', 'deviceAuthorization'] as const;
const URLS = ['authorizationUrl', 'tokenUrl', 'refreshUrl', 'deviceAuthorizationUrl'] as const;

function compileFlow(input: Input, name: string, node: DocumentNode): readonly Flow[] {
  const kind = FLOWS.find((flow) => flow === name);
  if (kind === undefined) return [];
  const urls = Object.fromEntries(
    URLS.flatMap((url) => {
      const value = text(member(node.value, url));
      return value === undefined ? [] : [[url, value]];
    }),
  );
  const scopes = members(member(node.value, 'scopes')).map(([scope]) => scope);
  return [{ kind, ...urls, scopes, place: input.place(node.pointer) }];
}

/**
 * The security alternatives of an operation: its own or the document's. In OpenAPI 3.0, only OAuth schemes can have scopes. Other schemes then
 * use the operation's scopes from the extension, else those of an OAuth alternative.
 */
export function alternativesOf(input: Omit<Input, 'place'>, operation: JsonObject, id: string): readonly Alternative[] {
  const security = operation['security'] ?? input.document['security'];
  const alternatives = items(security).map((alternative) => ({
    requirements: members(alternative).map(([scheme, scopes]) => ({ scheme: schemeName(scheme), scopes: texts(scopes) })),
  }));
  if (input.version !== '3.0') return alternatives;
  const stated =
    input.extension.scopes?.[id] ??
    alternatives.flatMap(({ requirements }) => requirements).find(({ scopes }) => scopes.length > 0)?.scopes;
  if (stated === undefined) return alternatives;
  return alternatives.map(({ requirements }) => ({
    requirements: requirements.some(({ scopes }) => scopes.length > 0)
      ? requirements
      : requirements.map((requirement) => ({ ...requirement, scopes: stated })),
  }));
}

/** The names of the declared security schemes. */
export function schemeNames(document: JsonObject): readonly string[] {
  return parts(step(rootNode(document), 'components', 'securitySchemes')).map(([name]) => name);
}

/** A requirement names a component or, since OpenAPI 3.2, references it. */
export function schemeName(name: string): string {
  return name.startsWith('#/components/securitySchemes/') ? tokensOf(name.slice(1)).at(-1)! : name;
}

/** The transitive closure of implied scopes; a scope never lists itself. */
export function closeImplications(implies: { readonly [scope: string]: readonly string[] }): {
  readonly [scope: string]: readonly string[];
} {
  return Object.fromEntries(Object.keys(implies).map((scope) => [scope, reachable(implies, scope)]));
}

function reachable(implies: { readonly [scope: string]: readonly string[] }, scope: string): readonly string[] {
  const found = new Set<string>();
  const open = [...(implies[scope] ?? [])];
  while (open.length > 0) {
    const next = open.shift()!;
    if (next === scope || found.has(next)) continue;
    found.add(next);
    open.push(...(Object.hasOwn(implies, next) ? implies[next]! : []));
  }
  return [...found];
}
