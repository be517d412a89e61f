import type { Contract, JsonObject } from '../contract.ts';
import type { Complaint } from '../extension/parse.ts';
import { EXTENSION, type Extension } from '../extension/schema.ts';
import { isObject, items, member, members, text } from '../json.ts';
import { below, valueAt } from '../pointer.ts';
import { shown } from '../problem.ts';
import { parts, rootOf, spotAt, step } from '../spot.ts';
import { suggestion } from '../suggestion.ts';
import { writtenOperations } from './operations.ts';
import { alternativesOf } from './security.ts';

/** What the parts of a document say about each other and should not; `extension` is absent where it cannot be read. */
export function checkDocument(document: JsonObject, version: Contract['openapi'], extension: Extension | undefined): readonly Complaint[] {
  return [...checkSecurity(document), ...checkIds(document), ...(extension ? checkExtension(document, version, extension) : [])];
}

/** Every security requirement names a scheme that the document declares. */
function checkSecurity(document: JsonObject): readonly Complaint[] {
  const declared = parts(step(rootOf(document), 'components', 'securitySchemes')).map(([name]) => name);
  const lists = [
    { pointer: '/security', security: document['security'] },
    ...writtenOperations({ document }).map(({ spot }) => ({
      pointer: below(spot.pointer, 'security'),
      security: member(spot.value, 'security'),
    })),
  ];
  return lists.flatMap(({ pointer, security }) =>
    items(security).flatMap((alternative, index) =>
      members(alternative)
        .filter(([name]) => !declared.includes(name) && !name.startsWith('#/components/securitySchemes/'))
        .map(([name]) => ({ pointer: below(pointer, index, name), says: unknown('a declared security scheme', name, declared) })),
    ),
  );
}

/** No two operations have the same id. */
function checkIds(document: JsonObject): readonly Complaint[] {
  const operations = writtenOperations({ document });
  return operations
    .filter(({ id }, index) => operations.findIndex((operation) => operation.id === id) < index)
    .map(({ id, spot }) => ({
      pointer: below(spot.pointer, 'operationId'),
      says: `expected an operationId that no other operation has, got ${shown(id)}`,
    }));
}

interface Named {
  readonly pointer: string;
  readonly what: string;
  readonly name: string | undefined;
  readonly known: readonly string[];
}

/** Whatever the extension names exists. */
function checkExtension(document: JsonObject, version: Contract['openapi'], extension: Extension): readonly Complaint[] {
  const at = (...tokens: readonly (string | number)[]) => below('', EXTENSION, ...tokens);
  const written = writtenOperations({ document });
  const operationIds = written.map(({ spot }) => text(member(spot.value, 'operationId'))).filter((id) => id !== undefined);
  const plans = Object.keys(extension.plans ?? {});
  const accounts = Object.keys(extension.accounts ?? {});
  const schemes = parts(step(rootOf(document), 'components', 'securitySchemes')).map(([name]) => name);
  const scopes = [...knownScopes(document, version, extension)];
  const listed = (tokens: readonly (string | number)[], names: readonly string[] = []): readonly Named[] =>
    names.map((name, index) => ({ pointer: at(...tokens, index), what: 'a scope of the document', name, known: scopes }));
  const principals = Object.entries(extension.principals ?? {});
  const clients = Object.entries(extension.clients ?? {});
  const names: readonly Named[] = [
    ...Object.entries(extension.implies ?? {}).flatMap(([scope, implied]) => [
      { pointer: at('implies', scope), what: 'a scope of the document', name: scope, known: scopes },
      ...listed(['implies', scope], implied),
    ]),
    ...Object.keys(extension.scopes ?? {}).map((id) => ({
      pointer: at('scopes', id),
      what: 'an operationId',
      name: id,
      known: written.map((operation) => operation.id),
    })),
    { pointer: at('whoami', 'operationId'), what: 'an operationId', name: extension.whoami?.operationId, known: operationIds },
    ...Object.entries(extension.accounts ?? {}).map(([name, { plan }]) => ({
      pointer: at('accounts', name, 'plan'),
      what: 'a plan',
      name: plan,
      known: plans,
    })),
    ...[...principals.map((entry) => ['principals', ...entry] as const), ...clients.map((entry) => ['clients', ...entry] as const)].flatMap(
      ([kind, name, holder]) => [
        { pointer: at(kind, name, 'account'), what: 'an account', name: holder.account, known: accounts },
        ...listed([kind, name, 'scopes'], holder.scopes),
      ],
    ),
    ...principals.map(([name, { scheme }]) => ({
      pointer: at('principals', name, 'scheme'),
      what: 'a declared security scheme',
      name: scheme,
      known: schemes,
    })),
  ];
  const unknownNames = names.flatMap(({ pointer, what, name, known }) =>
    name === undefined || known.includes(name) ? [] : [{ pointer, says: unknown(what, name, known) }],
  );
  return [
    ...unknownNames,
    ...checkRejections(document, extension),
    ...checkAssumed(document, extension),
    ...checkVersion(version, extension),
  ];
}

/** Every scope that a scheme declares, an operation asks for, or the extension gives an operation; roles that imply others count too. */
function knownScopes(document: JsonObject, version: Contract['openapi'], extension: Extension): ReadonlySet<string> {
  const declared = parts(step(rootOf(document), 'components', 'securitySchemes'))
    .flatMap(([, scheme]) => parts(step(scheme, 'flows')))
    .flatMap(([, flow]) => members(member(flow.value, 'scopes')).map(([scope]) => scope));
  const input = { document, version, extension, place: (pointer: string) => ({ pointer, file: '' }) };
  const asked = writtenOperations({ document })
    .flatMap(({ spot, id }) => alternativesOf(input, isObject(spot.value) ? spot.value : {}, id))
    .flatMap(({ requirements }) => requirements.flatMap(({ scopes }) => scopes));
  return new Set([...declared, ...asked, ...Object.keys(extension.implies ?? {})]);
}

function checkRejections(document: JsonObject, extension: Extension): readonly Complaint[] {
  return Object.entries(extension.rejections ?? {}).flatMap(([name, rejection]) => {
    const reference = rejection?.response;
    if (reference === undefined || isObject(spotAt(document, reference.slice(1)).value)) return [];
    const pointer = below('', EXTENSION, 'rejections', name, 'response');
    return [{ pointer, says: `expected a reference to a response, got ${shown(reference)}, where nothing stands` }];
  });
}

/** Members of the extension that have a default: a pointer to one is good although nothing stands there. */
const DEFAULTS = [
  '/rateLimit',
  '/rateLimit/partition',
  '/rateLimit/window',
  '/rateLimit/report',
  '/rejections/insecure',
  '/rejections/insecure/status',
  '/rejections/ipBlocked',
  '/rejections/ipBlocked/status',
  '/whoami',
  '/implies',
];

function checkAssumed(document: JsonObject, extension: Extension): readonly Complaint[] {
  return (extension.assumed ?? []).flatMap((pointer, index) => {
    if (DEFAULTS.includes(pointer) || valueAt(document[EXTENSION], pointer) !== undefined) return [];
    return [
      {
        pointer: below('', EXTENSION, 'assumed', index),
        says: `expected a pointer to a member of ${EXTENSION}, got ${shown(pointer)}, where nothing stands`,
      },
    ];
  });
}

function checkVersion(version: Contract['openapi'], extension: Extension): readonly Complaint[] {
  if (extension.scopes === undefined || version === '3.0') return [];
  return [
    {
      pointer: below('', EXTENSION, 'scopes'),
      says: `expected no scopes here, for OpenAPI ${version} lets security requirements name them`,
    },
  ];
}

function unknown(what: string, name: string, known: readonly string[]): string {
  const meant = suggestion(name, known);
  const most = 12;
  const list = known.length === 0 ? 'there are none' : `${known.slice(0, most).join(', ')}${known.length > most ? ', …' : ''}`;
  return `expected ${what} (${list}), got ${shown(name)}${meant === undefined ? '' : `; did you mean ${shown(meant)}?`}`;
}
