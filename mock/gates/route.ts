import { headerValue, type HeaderList } from '../../spec/message.ts';
import type { CompiledContract, CompiledOperation } from '../compile/compiled-contract.ts';
import { prepareEmpty } from '../compile/prepared.ts';
import { findRoute, type Match, type Route } from '../compile/router.ts';
import type { Security } from '../compile/security.ts';
import { decided, requestDraft, type Gate, type RequestContext } from '../engine/request-context.ts';

const empty = prepareEmpty({ status: 204, headers: [], live: new Set() });

/** The value of the `Allow` header: the declared methods, HEAD with GET, and OPTIONS. */
export function allowedMethods(route: Route<CompiledOperation>): string {
  const declared = [...route.methods.keys()];
  return [...new Set([...declared, ...(declared.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].join(', ');
}

/** The path of a target below a base path; undefined if it is outside. */
export function pathOf(target: string, basePath: string): string | undefined {
  // The absolute form of a target begins with the origin. @see RFC 9112 §3.2.2
  const origin = target.startsWith('/') ? '' : (/^https?:\/\/[^/?#]*/i.exec(target)?.[0] ?? '');
  const end = target.indexOf('?');
  const path = target.slice(origin.length, end === -1 ? target.length : end);
  if (basePath === '') return path;
  if (!path.startsWith(basePath)) return undefined;
  if (path.length === basePath.length) return '/';
  return path.charCodeAt(basePath.length) === 47 ? path.slice(basePath.length) : undefined;
}

function securityOf(
  compiled: CompiledContract,
  match: Match<CompiledOperation> | undefined,
  operation: CompiledOperation | undefined,
): Security {
  if (operation !== undefined) return operation.security;
  const everyOpen = match !== undefined && [...match.route.methods.values()].every(({ security }) => security.anonymous);
  return everyOpen ? { ...compiled.fallback, anonymous: true, options: [], places: [] } : compiled.fallback;
}

function isPreflight(method: string, headers: HeaderList): boolean {
  return (
    method === 'OPTIONS' &&
    headerValue(headers, 'Origin') !== undefined &&
    headerValue(headers, 'Access-Control-Request-Method') !== undefined
  );
}

function preflight(context: RequestContext, route: Route<CompiledOperation>): RequestContext {
  return decided(context, {
    gate: 'route',
    outcome: 'served',
    cause: { code: 'cors-preflight' },
    prepared: empty,
    lines: [
      'Access-Control-Allow-Methods',
      allowedMethods(route),
      'Access-Control-Allow-Headers',
      context.environment.compiled.accepted,
      'Access-Control-Max-Age',
      '600',
    ],
  });
}

/** Finds the operation; responds to CORS preflights. */
export const routeGate: Gate = {
  name: 'route',
  pass(context) {
    const { compiled } = context.environment;
    const { method, target, headers } = context.request;
    const path = pathOf(target, compiled.contract.basePath);
    const question = target.indexOf('?');
    const match = path === undefined ? undefined : findRoute(compiled.router, path);
    const methods = match?.route.methods;
    const operation = methods?.get(method) ?? (method === 'HEAD' ? methods?.get('GET') : undefined);
    const found = requestDraft(context);
    found.path = path;
    found.query = question === -1 ? '' : target.slice(question + 1);
    found.route = match?.route;
    found.values = match?.values ?? context.values;
    found.operation = operation;
    found.security = securityOf(compiled, match, operation);
    return match && !operation && isPreflight(method, headers) ? preflight(found, match.route) : found;
  },
};
