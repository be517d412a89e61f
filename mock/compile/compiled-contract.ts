import type { Collection, Contract, Operation, Window } from '../../spec/contract.ts';
import { structuredRateFields } from '../../spec/rate-fields.ts';
import { createValidator } from '../../spec/schema/validator.ts';
import { prepareResponse, prepareEmpty, prepareRejection, preferredContent, type PreparedResponse } from './prepared.ts';
import { compileProblems, operationProblems, type Problems } from './problem.ts';
import { compileQuotaPlaces, policyText, type QuotaPlaces } from '../state/quota.ts';
import { buildRouter, type Router } from './router.ts';
import { compileFallback, compileSecurity, type Security } from './security.ts';
import type { Marked } from './template.ts';
import { splitPointer } from './value.ts';

/** A compiled contract: everything that is known before a request. */
export interface CompiledContract {
  readonly contract: Contract;
  readonly router: Router<CompiledOperation>;
  /** Security of requests that match no operation. */
  readonly fallback: Security;
  /** Windows by plan. */
  readonly windows: ReadonlyMap<string, readonly Window[]>;
  /** The windows by plan, as a structured field. */
  readonly policies: ReadonlyMap<string, string | undefined>;
  readonly quotaPlaces: QuotaPlaces;
  readonly problems: Problems;
  readonly insecure: PreparedResponse;
  readonly ipBlocked: PreparedResponse;
  readonly unauthorized: PreparedResponse;
  readonly limited: PreparedResponse;
  readonly validate: ReturnType<typeof createValidator>;
  /** The known methods; other methods get 501. */
  readonly methods: ReadonlySet<string>;
  /** The headers that cross-origin scripts may read (exposed) and send (accepted). */
  readonly exposed: string;
  readonly accepted: string;
}

/** A compiled operation. */
export interface CompiledOperation {
  readonly operation: Operation;
  readonly security: Security;
  readonly unauthorized: PreparedResponse;
  readonly forbidden: PreparedResponse;
  readonly limited: PreparedResponse;
  readonly problems: Problems;
  /** The success in each of its media types, the preferred one first. */
  readonly successes: readonly Success[];
  /** Live values in the success body. */
  readonly marks: readonly Marked[];
  /** Required query and header parameters. */
  readonly required: readonly { readonly name: string; readonly in: string }[];
  readonly role?: OperationRole;
}

/** A success response in one media type. Without `prepared`, Prism renders it on demand. */
export interface Success {
  readonly type: string;
  readonly prepared?: PreparedResponse;
}

/** The role of an operation in a collection. */
export interface OperationRole {
  readonly does: 'create' | 'list' | 'read' | 'update' | 'remove' | 'below';
  readonly collection: Collection;
  /** JSON Pointer of the object within a body, and the name of its id. */
  readonly holder: string;
  readonly idName: string;
  /** The id of the documented object. It exists from the start. */
  readonly exampleId: string;
  /** Index of the item's id among the values of the path parameters. */
  readonly idIndex: number;
}

const singleRoles = ['create', 'list', 'read', 'update', 'remove'] as const;

function compileRole(contract: Contract, operation: Operation): OperationRole | undefined {
  for (const collection of contract.collections) {
    const single = singleRoles.find((name) => collection[name] === operation.id);
    const does = single ?? (collection.below.includes(operation.id) ? 'below' : undefined);
    if (does === undefined) continue;
    const [holder, idName] = splitPointer(collection.idPointer);
    const items = contract.operations.filter(({ path }) => path === collection.itemPath);
    const example = items
      .flatMap(({ parameters }) => parameters)
      .find((parameter) => parameter.in === 'path' && parameter.name === collection.parameter);
    const idIndex = (collection.itemPath.match(/\{[^{}]+\}/g)?.length ?? 1) - 1;
    return { does, collection, holder, idName, exampleId: example?.example ?? '', idIndex };
  }
  return undefined;
}

function whoamiMarks(contract: Contract, operation: Operation): readonly Marked[] {
  const { whoami } = contract;
  if (whoami?.operation !== operation.id) return [];
  const places = ['user', 'scopes', 'limit', 'remaining', 'reset'] as const;
  return places.flatMap((place) => {
    const pointer = whoami[place]?.pointer;
    return pointer === undefined ? [] : [{ place, pointer }];
  });
}

function compileSuccesses(operation: Operation, live: ReadonlySet<string>, marks: readonly Marked[]): readonly Success[] {
  const { status, content, headers } = operation.success;
  const preparation = { status, headers, live, marks };
  const preferred = preferredContent(content);
  if (preferred === undefined) return [{ type: '', prepared: prepareEmpty(preparation) }];
  return [preferred, ...content.filter((other) => other !== preferred)].map(({ type, schema, example, exampleDocumented }) => {
    if (exampleDocumented && example !== undefined) return { type, prepared: prepareResponse(preparation, type, example) };
    return schema === undefined ? { type, prepared: prepareResponse(preparation, type, {}) } : { type };
  });
}

/** OpenAPI ignores header parameters with these names. */
const ignored = new Set(['accept', 'content-type', 'authorization']);

function requiredParameters(contract: Contract, operation: Operation): CompiledOperation['required'] {
  const credentials = new Set(contract.schemes.map(({ parameter }) => parameter.toLowerCase()));
  return operation.parameters.filter((parameter) => {
    const name = parameter.name.toLowerCase();
    return parameter.required && (parameter.in === 'query' || parameter.in === 'header') && !ignored.has(name) && !credentials.has(name);
  });
}

/** @see RFC 9110 §9.3, RFC 5789 §2. Tunnels are not implemented. */
const commonMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

/** Compiles a contract. Schemas are compiled at their first use. */
export function compileContract(contract: Contract): CompiledContract {
  const quotaPlaces = compileQuotaPlaces(contract.rateLimit, structuredRateFields(contract));
  const { names, rejectionMarks } = quotaPlaces;
  const problems = compileProblems(contract, names);
  const router = buildRouter<CompiledOperation>(contract.operations, (operation) => {
    const marks = [...quotaPlaces.marks, ...whoamiMarks(contract, operation)];
    const role = compileRole(contract, operation);
    return {
      operation,
      security: compileSecurity(contract, operation.security, operation.public),
      unauthorized: prepareRejection(operation.unauthorized, names, []),
      forbidden: prepareRejection(operation.forbidden, names, quotaPlaces.marks),
      limited: prepareRejection(operation.limited, names, rejectionMarks),
      problems: operationProblems(problems, operation, names),
      successes: compileSuccesses(operation, names, marks),
      marks,
      required: requiredParameters(contract, operation),
      ...(role && { role }),
    };
  });
  const carriers = contract.schemes.flatMap(({ kind, parameter }) => (kind === 'header' ? [parameter] : []));
  return {
    contract,
    router,
    fallback: compileFallback(contract),
    windows: new Map(contract.plans.map(({ name, windows }) => [name, windows])),
    policies: new Map(contract.plans.map(({ name, windows }) => [name, policyText(windows)])),
    quotaPlaces,
    problems,
    insecure: prepareRejection(contract.insecure, names, []),
    ipBlocked: prepareRejection(contract.ipBlocked, names, []),
    unauthorized: prepareRejection(contract.unauthorized, names, []),
    limited: prepareRejection(contract.limited, names, rejectionMarks),
    validate: createValidator(contract),
    methods: new Set([...commonMethods, ...contract.operations.map(({ method }) => method)]),
    exposed: [
      ...new Set(['WWW-Authenticate', 'Location', 'Retry-After', 'X-Request-Id', ...quotaPlaces.lines.map(({ name }) => name)]),
    ].join(', '),
    accepted: ['Authorization', 'Content-Type', 'Accept', 'Prefer', ...carriers].join(', '),
  };
}
