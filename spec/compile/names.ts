import type { Contract, JsonObject } from '../contract.ts';
import { EXTENSION, type Extension } from '../extension/schema.ts';
import { isObject, member, members, text } from '../json/json.ts';
import { below, valueAt } from '../json/pointer.ts';
import { shownValue, type UnlocatedProblem } from '../loading/problem.ts';
import { parts, rootNode, nodeAt, step } from '../loading/document-node.ts';
import { unknownName } from '../suggestion.ts';
import { writtenOperations } from './operations/operations.ts';
import { alternativesOf, schemeNames } from './security/security.ts';

/** A name in the extension that must be defined elsewhere. */
interface Named {
  /** Tokens below the extension object. */
  readonly at: readonly (string | number)[];
  readonly what: string;
  readonly name: string | undefined;
  readonly known: readonly string[];
}

/** Checks that every name in the extension is defined, and that its members fit together. */
export function checkExtension(document: JsonObject, version: Contract['openapi'], extension: Extension): readonly UnlocatedProblem[] {
  const unknown = namesIn(document, version, extension).flatMap(({ at, what, name, known }) =>
    name === undefined || known.includes(name) ? [] : [problem(at, unknownName(what, name, known))],
  );
  return [
    ...unknown,
    ...checkRejections(document, extension),
    ...checkAddresses(extension),
    ...checkAssumed(document, extension),
    ...checkVersion(version, extension),
  ];
}

function problem(at: readonly (string | number)[], message: string): UnlocatedProblem {
  return { code: 'document/extension', pointer: below('', EXTENSION, ...at), message };
}

function namesIn(document: JsonObject, version: Contract['openapi'], extension: Extension): readonly Named[] {
  const { implies = {}, scopes: stated = {}, whoami, plans = {}, accounts = {}, principals = {}, clients = {} } = extension;
  const operations = writtenOperations(document);
  const ids = operations.map(({ id }) => id);
  const scopes = knownScopes(document, version, extension);
  const one = (at: Named['at'], what: string, name: string | undefined, known: readonly string[]): Named => ({ at, what, name, known });
  const each = (at: Named['at'], names: readonly string[] = []): readonly Named[] =>
    names.map((name, index) => one([...at, index], 'a scope of the document', name, scopes));
  const holders = [
    ...Object.entries(principals).map(([name, holder]) => ({ at: ['principals', name], holder })),
    ...Object.entries(clients).map(([name, holder]) => ({ at: ['clients', name], holder })),
  ];
  return [
    ...Object.entries(implies).flatMap(([scope, implied]) => [
      one(['implies', scope], 'a scope of the document', scope, scopes),
      ...each(['implies', scope], implied),
    ]),
    ...Object.keys(stated).map((id) => one(['scopes', id], 'an operationId', id, ids)),
    one(['whoami', 'operationId'], 'an operationId', whoami?.operationId, ids),
    ...Object.entries(plans).flatMap(([name, { costs = {}, operations: limited = {} }]) => [
      ...Object.keys(costs).map((id) => one(['plans', name, 'costs', id], 'an operationId', id, ids)),
      ...Object.keys(limited).map((id) => one(['plans', name, 'operations', id], 'an operationId', id, ids)),
    ]),
    ...Object.entries(accounts).map(([name, { plan }]) => one(['accounts', name, 'plan'], 'a plan', plan, Object.keys(plans))),
    ...holders.flatMap(({ at, holder }) => [
      one([...at, 'account'], 'an account', holder.account, Object.keys(accounts)),
      ...each([...at, 'scopes'], holder.scopes),
    ]),
    ...Object.entries(principals).map(([name, { scheme }]) =>
      one(['principals', name, 'scheme'], 'a declared security scheme', scheme, schemeNames(document)),
    ),
  ];
}

/** Every scope that a scheme declares or an operation requires, and every scope that implies one of those. */
function knownScopes(document: JsonObject, version: Contract['openapi'], extension: Extension): readonly string[] {
  const declared = parts(step(rootNode(document), 'components', 'securitySchemes'))
    .flatMap(([, scheme]) => parts(step(scheme, 'flows')))
    .flatMap(([, flow]) => members(member(flow.value, 'scopes')).map(([scope]) => scope));
  const asked = writtenOperations(document)
    .flatMap(({ spot: node, id }) => alternativesOf({ document, version, extension }, isObject(node.value) ? node.value : {}, id))
    .flatMap(({ requirements }) => requirements.flatMap(({ scopes }) => scopes));
  const needed = new Set([...declared, ...asked]);
  const implying = Object.entries(extension.implies ?? {}).filter(([, implied]) => implied.some((scope) => needed.has(scope)));
  return [...new Set([...needed, ...implying.map(([scope]) => scope)])].sort();
}

function checkRejections(document: JsonObject, extension: Extension): readonly UnlocatedProblem[] {
  return Object.entries(extension.rejections ?? {}).flatMap(([name, rejection]) => {
    const reference = text(rejection?.response);
    if (reference === undefined || isObject(nodeAt(document, reference.slice(1)).value)) return [];
    return [
      problem(['rejections', name, 'response'], `expected a reference to a response, got ${shownValue(reference)}, which does not exist`),
    ];
  });
}

/** Only an account whose plan has allowlists can restrict addresses; without plans, every account can. */
function checkAddresses({ plans = {}, accounts = {}, principals = {}, clients = {} }: Extension): readonly UnlocatedProblem[] {
  const able = (account: string | undefined) => {
    const plan = accounts[account ?? Object.keys(accounts)[0] ?? '']?.plan;
    return plan === undefined || !Object.hasOwn(plans, plan) || (plans[plan]?.features?.includes('ipAllowList') ?? false);
  };
  return Object.entries({ principals, clients }).flatMap(([kind, holders]) =>
    Object.entries(holders)
      .filter(([, holder]) => holder.from !== undefined && !able(holder.account))
      .map(([name]) =>
        problem([kind, name, 'from'], 'expected no addresses, because the plan of this account does not have the feature ipAllowList'),
      ),
  );
}

/** Members with a default: a pointer to one is valid even if the member is absent. */
const DEFAULTS: ReadonlySet<string> = new Set([
  '/implies',
  '/rateLimit',
  '/rateLimit/partition',
  '/rateLimit/window',
  '/rateLimit/report',
  '/rejections/insecure',
  '/rejections/insecure/status',
  '/rejections/ipBlocked',
  '/rejections/ipBlocked/status',
  '/rejections/limited',
  '/rejections/limited/status',
  '/whoami',
]);

function checkAssumed(document: JsonObject, extension: Extension): readonly UnlocatedProblem[] {
  return (extension.assumed ?? []).flatMap((pointer, index) => {
    if (DEFAULTS.has(pointer) || valueAt(document[EXTENSION], pointer) !== undefined) return [];
    return [
      problem(['assumed', index], `expected a pointer to a member of ${EXTENSION}, got ${shownValue(pointer)}, which does not exist`),
    ];
  });
}

function checkVersion(version: Contract['openapi'], extension: Extension): readonly UnlocatedProblem[] {
  if (extension.scopes === undefined || version === '3.0') return [];
  return [problem(['scopes'], `expected no scopes here, because in OpenAPI ${version} the security requirements name them`)];
}
