import { nodeAt } from '../../spec/loading/document-node.ts';
import type { Collection, Contract, DocumentedResponse, Json, Operation } from '../../spec/contract.ts';
import { structuredRateFields } from '../../spec/rate-fields.ts';
import { serversFor } from '../../spec/servers.ts';
import { isHeaderName, uniqueNames } from '../../spec/message.ts';
import { createValidator } from '../../spec/schema/validator.ts';
import type { Cause } from '../engine/cause.ts';
import { compileParameters, type CompiledParameter } from './parameters.ts';
import { prepareContent, prepareEmpty, prepareRejection, preferredContent, type PreparedResponse } from './prepared.ts';
import { compileProblems, explainedLimit, operationProblems, type Problems } from './problem.ts';
import { compileQuotaPlaces, type QuotaPlaces } from '../state/quota.ts';
import { buildRouter, type Router } from './router.ts';
import { compileFallback, compileSecurity, type Security } from './security.ts';
import type { Marked } from './template.ts';
import { compileTariffs, type TariffOf } from './tariff.ts';
import { splitPointer } from './value.ts';

/** A compiled contract: everything that is known before a request. */
export interface CompiledContract {
  readonly contract: Contract;
  /** The operations by the base paths of their servers, the longest base path first. */
  readonly mounts: readonly Mount[];
  /** Security of requests that match no operation. */
  readonly fallback: Security;
  /** What a request is charged. */
  readonly tariffOf: TariffOf;
  readonly quotaPlaces: QuotaPlaces;
  readonly problems: Problems;
  readonly insecure: PreparedResponse;
  readonly ipBlocked: PreparedResponse;
  readonly unauthorized: PreparedResponse;
  readonly forbidden: PreparedResponse;
  readonly limited: PreparedResponse;
  readonly validate: ReturnType<typeof createValidator>;
  /** The known methods; other methods get 501. */
  readonly methods: ReadonlySet<string>;
  /** The headers that cross-origin scripts may read, and those that they usually send. */
  readonly exposed: string;
  readonly accepted: readonly string[];
}

/** The operations below one base path. */
export interface Mount {
  readonly basePath: string;
  readonly router: Router<CompiledOperation>;
}

/** A compiled operation. */
export interface CompiledOperation {
  readonly operation: Operation;
  readonly security: Security;
  readonly unauthorized: PreparedResponse;
  readonly forbidden: PreparedResponse;
  readonly limited: PreparedResponse;
  readonly problems: Problems;
  /** The cause of its success. */
  readonly cause: Cause;
  /** The success in each of its media types, the preferred one first. */
  readonly successes: readonly Success[];
  /** Live values in the success body. */
  readonly marks: readonly Marked[];
  /** The parameters that are checked. */
  readonly parameters: readonly CompiledParameter[];
  readonly role?: OperationRole;
  /** Of a PUT that creates: its responses for an object that it creates, and for one that exists. */
  readonly put?: { readonly created: PreparedResponse; readonly replaced: PreparedResponse };
}

/** A success response in one media type. */
export interface Success {
  readonly type: string;
  readonly prepared: PreparedResponse;
}

/** The role of an operation in a collection. */
export interface OperationRole {
  readonly does: 'create' | 'put' | 'list' | 'read' | 'update' | 'remove' | 'below';
  readonly collection: Collection;
  /** JSON Pointer of the object within a body, and the name of its id. */
  readonly holder: string;
  readonly idName: string;
  /** The id of the documented object. It exists from the start. */
  readonly exampleId: string;
  /** Index of the item's id among the values of the path parameters. */
  readonly idIndex: number;
  /** The schemas of the path parameter that is the id. */
  readonly idSchemas: readonly Json[];
  /** The roles in outer collections: their objects are in the path too. */
  readonly within: readonly OperationRole[];
}

const singleRoles = ['create', 'list', 'read', 'update', 'remove'] as const;

/** The role of an operation in the innermost collection that it belongs to, and the objects of outer collections that it is within. */
function compileRole(contract: Contract, operation: Operation): OperationRole | undefined {
  const roles = contract.collections.flatMap((collection) => {
    const single = singleRoles.find((name) => collection[name] === operation.id);
    const does = single ?? (collection.below.includes(operation.id) ? ('below' as const) : undefined);
    const isPut = does === 'create' && collection.putByClient === true;
    return does === undefined ? [] : [roleIn(contract, collection, isPut ? 'put' : does)];
  });
  const depth = ({ does, collection: { itemPath } }: OperationRole) => (does === 'below' ? itemPath.length : Number.MAX_SAFE_INTEGER);
  const [role, ...others] = roles.toSorted((one, other) => depth(other) - depth(one));
  return role && { ...role, within: others.filter(({ does }) => does === 'below') };
}

function roleIn(contract: Contract, collection: Collection, does: OperationRole['does']): OperationRole {
  const [holder, idName] = splitPointer(collection.idPointer);
  const example = contract.operations
    .filter(({ path }) => path === collection.itemPath)
    .flatMap(({ parameters }) => parameters)
    .find((parameter) => parameter.in === 'path' && parameter.name === collection.parameter);
  const schema = example?.schema === undefined ? undefined : nodeAt(contract.document, example.schema).value;
  return {
    does,
    collection,
    holder,
    idName,
    exampleId: example?.example ?? '',
    idIndex: (collection.itemPath.match(/\{[^{}]+\}/g)?.length ?? 1) - 1,
    idSchemas: schema === undefined ? [] : [schema],
    within: [],
  };
}

function whoamiMarks(contract: Contract, operation: Operation): readonly Marked[] {
  const { whoami } = contract;
  if (whoami?.operation !== operation.id) return [];
  const places = ['user', 'scopes', 'limit', 'remaining', 'reset'] as const;
  return places.flatMap((place) => {
    const { pointer, form } = whoami[place] ?? {};
    return pointer === undefined ? [] : [{ place, pointer, ...(form && { form }) }];
  });
}

function compileSuccesses(
  { status, content, headers }: DocumentedResponse,
  live: ReadonlySet<string>,
  marks: readonly Marked[],
): readonly Success[] {
  const preparation = { status, headers, live, marks };
  const preferred = preferredContent(content);
  if (preferred === undefined) return [{ type: '', prepared: prepareEmpty(preparation) }];
  return [preferred, ...content.filter((other) => other !== preferred)].map((media) => ({
    type: media.type,
    prepared: prepareContent(preparation, media),
  }));
}

/** A new object gets the documented 201, another the other documented success, if there is one. @see RFC 9110 §9.3.4 */
function compilePut(
  { responses, success }: Operation,
  live: ReadonlySet<string>,
  marks: readonly Marked[],
): NonNullable<CompiledOperation['put']> {
  const successes = responses.filter(({ documented, range, status }) => documented && range === undefined && status >= 200 && status < 300);
  const responseTo = (isNew: boolean) => successes.find(({ status }) => (status === 201) === isNew) ?? success;
  const prepared = (isNew: boolean) => compileSuccesses(responseTo(isNew), live, marks)[0]!.prepared;
  return { created: prepared(true), replaced: prepared(false) };
}

/** @see RFC 9110 §9.3, RFC 5789 §2. Tunnels are not implemented. */
const commonMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

/** An operation is below the base path of each of its servers; without servers, below the root. */
function compileMounts(contract: Contract, compile: (operation: Operation) => CompiledOperation): readonly Mount[] {
  const basePathsOf = (operation: Operation) => {
    const servers = serversFor(contract, operation);
    return servers.length === 0 ? [''] : servers.map(({ basePath }) => basePath);
  };
  const compiled = new Map(contract.operations.map((operation) => [operation, compile(operation)]));
  const basePaths = new Set([contract.basePath, ...contract.operations.flatMap(basePathsOf)]);
  return [...basePaths]
    .toSorted((one, other) => other.length - one.length)
    .map((basePath) => {
      const below = contract.operations.filter((operation) => basePathsOf(operation).includes(basePath));
      return { basePath, router: buildRouter(below, (operation) => compiled.get(operation)!) };
    });
}

/** The headers of the mock's own and of all documented responses, each once. */
function exposedHeaders({ operations }: Contract, quotaHeaders: readonly string[]): string {
  const documented = operations.flatMap(({ responses }) => responses.flatMap(({ headers }) => headers.map(({ name }) => name)));
  const own = ['WWW-Authenticate', 'Location', 'Retry-After', 'X-Request-Id', ...quotaHeaders];
  return uniqueNames([...own, ...documented])
    .filter((name) => isHeaderName(name) && !/^access-control-/i.test(name))
    .join(', ');
}

/** Compiles a contract. Schemas are compiled at their first use. */
export function compileContract(contract: Contract): CompiledContract {
  const quotaPlaces = compileQuotaPlaces(contract.rateLimit, structuredRateFields(contract));
  const { names, rejectionMarks } = quotaPlaces;
  const problems = compileProblems(contract, names);
  const mounts = compileMounts(contract, (operation) => {
    const marks = [...quotaPlaces.marks, ...whoamiMarks(contract, operation)];
    const role = compileRole(contract, operation);
    return {
      operation,
      security: compileSecurity(contract, operation.security, operation.public, operation),
      unauthorized: prepareRejection(operation.unauthorized, names, []),
      forbidden: prepareRejection(operation.forbidden, names, quotaPlaces.marks),
      limited: prepareRejection(explainedLimit(contract, operation.limited), names, rejectionMarks),
      problems: operationProblems(contract, problems, operation, names),
      cause: { code: 'operation', operation: operation.id },
      successes: compileSuccesses(operation.success, names, marks),
      marks,
      parameters: compileParameters(contract, operation, role !== undefined && role.does !== 'put'),
      ...(role && { role }),
      ...(role?.does === 'put' && { put: compilePut(operation, names, marks) }),
    };
  });
  const carriers = contract.schemes.flatMap(({ kind, parameter }) => (kind === 'header' ? [parameter] : []));
  return {
    contract,
    mounts,
    fallback: compileFallback(contract),
    tariffOf: compileTariffs(contract, quotaPlaces.structured.policy),
    quotaPlaces,
    problems,
    insecure: prepareRejection(contract.insecure, names, []),
    ipBlocked: prepareRejection(contract.ipBlocked, names, []),
    unauthorized: prepareRejection(contract.unauthorized, names, []),
    forbidden: prepareRejection(contract.forbidden, names, []),
    limited: prepareRejection(explainedLimit(contract, contract.limited), names, rejectionMarks),
    validate: createValidator(contract),
    methods: new Set([...commonMethods, ...contract.operations.map(({ method }) => method)]),
    exposed: exposedHeaders(
      contract,
      quotaPlaces.lines.map(({ name }) => name),
    ),
    accepted: ['Authorization', 'Content-Type', 'Accept', 'Prefer', ...carriers.filter(isHeaderName)],
  };
}
