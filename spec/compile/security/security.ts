import type { Alternative, Flow, JsonObject, Scheme, SchemeKind, SchemeRequirement, Server } from '../../contract.ts';
import { items, member, members, text, texts } from '../../json/json.ts';
import { below, tokensOf } from '../../json/pointer.ts';
import { parts, rootNode, type DocumentNode, step } from '../../loading/document-node.ts';
import type { Input } from '../input.ts';
import { endpointUrl } from '../servers.ts';
import { requirementLists } from './requirements.ts';

/** The security schemes in the order of the document. */
export function compileSchemes(input: Input, servers: readonly Server[]): readonly Scheme[] {
  const urlIn: UrlReader = (node, name) => {
    const written = text(member(node.value, name));
    return written === undefined ? undefined : endpointUrl(written, input.document, servers);
  };
  return schemeNodes(input.document).map(([name, node]) => compileScheme(input, name, node, urlIn));
}

/** Reads a URL member of a scheme or flow. */
type UrlReader = (node: DocumentNode, name: string) => string | undefined;

const schemeNodes = (document: JsonObject) => parts(step(rootNode(document), 'components', 'securitySchemes'));

function compileScheme(input: Input, name: string, node: DocumentNode, urlIn: UrlReader): Scheme {
  const type = text(member(node.value, 'type')) ?? '';
  const bearerFormat = text(member(node.value, 'bearerFormat'));
  const flows = parts(step(node, 'flows')).flatMap(([kind, flow]) => compileFlow(input, kind, flow, urlIn));
  const metadataUrl = urlIn(node, 'oauth2MetadataUrl') ?? urlIn(node, 'openIdConnectUrl');
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

/** Authentication schemes whose credential answers a challenge or is bound to a request, a key or a connection. */
const COMPUTED: ReadonlySet<string> = new Set(
  'concealed dpop gnap hoba mutual negotiate privatetoken scram-sha-1 scram-sha-256 hmac signature'.split(' '),
);

/** Whether a credential is sent as it is, after the name of the scheme. @see https://www.iana.org/assignments/http-authschemes */
function isNamed(scheme: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(scheme) && !COMPUTED.has(scheme.toLowerCase());
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
  if (type === 'http' && scheme.toLowerCase() === 'digest') return { kind: 'digest', parameter: 'Authorization', challenge: 'Digest' };
  if (type === 'http') return { kind: isNamed(scheme) ? 'named' : 'unsupported', parameter: 'Authorization', challenge: scheme };
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

function compileFlow(input: Input, name: string, node: DocumentNode, urlIn: UrlReader): readonly Flow[] {
  const kind = FLOWS.find((flow) => flow === name);
  if (kind === undefined) return [];
  const urls = Object.fromEntries(
    URLS.flatMap((key) => {
      const url = urlIn(node, key);
      return url === undefined ? [] : [[key, url]];
    }),
  );
  const scopes = members(member(node.value, 'scopes')).map(([scope]) => scope);
  return [{ kind, ...urls, scopes, place: input.place(node.pointer) }];
}

/** The URL members of the schemes and their flows, as written. */
export function writtenUrls(document: JsonObject): readonly { readonly pointer: string; readonly url: string }[] {
  const names = ['oauth2MetadataUrl', 'openIdConnectUrl', ...URLS];
  return schemeNodes(document)
    .flatMap(([, scheme]) => [scheme, ...parts(step(scheme, 'flows')).map(([, flow]) => flow)])
    .flatMap((node) => names.map((name) => ({ pointer: below(node.pointer, name), url: text(member(node.value, name)) })))
    .flatMap(({ pointer, url }) => (url === undefined ? [] : [{ pointer, url }]));
}

/**
 * The security alternatives of an operation: its own or the document's. In OpenAPI 3.0, only OAuth schemes can have scopes. Other schemes then
 * use the operation's scopes from the extension, else those of an OAuth alternative. Schemes that share a header, and so cannot be sent together, are
 * alternatives.
 */
export function alternativesOf(input: Omit<Input, 'place'>, operation: JsonObject, id: string): readonly Alternative[] {
  const security = operation['security'] ?? input.document['security'];
  const alternatives = items(security)
    .map((alternative) => ({
      requirements: members(alternative).map(([scheme, scopes]) => ({ scheme: schemeName(scheme), scopes: texts(scopes) })),
    }))
    .flatMap((alternative) => sendable(alternative, input.document));
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

/** An alternative for each scheme of those that share a header, with the scopes of all of them. */
function sendable({ requirements }: Alternative, document: JsonObject): readonly Alternative[] {
  if (requirements.length < 2) return [{ requirements }];
  const nodes = new Map(schemeNodes(document));
  const headerOf = ({ scheme }: SchemeRequirement): string => {
    const node = nodes.get(scheme);
    const { kind, parameter } =
      node === undefined ? { kind: 'query', parameter: '' } : carriage(text(member(node.value, 'type')) ?? '', node);
    return kind === 'query' || kind === 'cookie' || parameter === '' ? `scheme ${scheme}` : parameter.toLowerCase();
  };
  const groups = [...new Set(requirements.map(headerOf))].map((header) => requirements.filter((one) => headerOf(one) === header));
  return groups
    .reduce<readonly (readonly SchemeRequirement[])[]>(
      (chosen, group) => {
        const scopes = [...new Set(group.flatMap((one) => one.scopes))];
        return chosen.flatMap((before) =>
          group.map(({ scheme }) => [...before, { scheme, scopes: group.length === 1 ? group[0]!.scopes : scopes }]),
        );
      },
      [[]],
    )
    .map((combination) => ({ requirements: combination }));
}

/** The security requirements that name several schemes with one header, by pointer, with the names of the schemes. */
export function unsendableRequirements(document: JsonObject): readonly { readonly pointer: string; readonly schemes: readonly string[] }[] {
  return requirementLists(document).flatMap(({ pointer, list }) =>
    items(list).flatMap((alternative, index) => {
      const requirements = members(alternative).map(([name]) => ({ scheme: schemeName(name), scopes: [] }));
      const several = sendable({ requirements }, document).length > 1;
      return several ? [{ pointer: below(pointer, index), schemes: requirements.map(({ scheme }) => scheme) }] : [];
    }),
  );
}

/** The names of the declared security schemes. */
export function schemeNames(document: JsonObject): readonly string[] {
  return schemeNodes(document).map(([name]) => name);
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
