import { headerValue } from '../../spec/message.ts';
import type { CompiledContract, CompiledOperation, Mount } from '../compile/compiled-contract.ts';
import { prepareEmpty } from '../compile/prepared.ts';
import { findRoute, type Match, type Route } from '../compile/router.ts';
import type { Security } from '../compile/security.ts';
import { isPreflight, preflightLines } from '../engine/cors.ts';
import { decided, requestDraft, type Gate, type RequestContext } from '../engine/request-context.ts';

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

/** What is at a path: below the longest base path that has it, otherwise below the longest that contains it. */
interface Located {
  readonly basePath: string;
  readonly path: string;
  readonly match: Match<CompiledOperation> | undefined;
}

function locate(mounts: readonly Mount[], target: string): Located | undefined {
  let nearest: Located | undefined;
  for (const { basePath, router } of mounts) {
    const path = pathOf(target, basePath);
    if (path === undefined) continue;
    const match = findRoute(router, path);
    if (match !== undefined) return { basePath, path, match };
    nearest ??= { basePath, path, match };
  }
  return nearest;
}

/** Responds to a preflight for the operation that it asks for. A documented OPTIONS operation has no say but for the status. */
function preflight(context: RequestContext, { methods, ...route }: Route<CompiledOperation>): RequestContext {
  const { request, environment, operation, security } = context;
  const asked = methods.get(headerValue(request.headers, 'Access-Control-Request-Method') ?? '');
  const status = operation?.operation.success.status ?? 204;
  return decided(
    { ...context, security: asked?.security ?? security },
    {
      gate: 'route',
      outcome: 'served',
      cause: { code: 'cors-preflight' },
      prepared: prepareEmpty({ status: status < 300 ? status : 204, headers: [], live: new Set() }),
      lines: preflightLines(request, allowedMethods({ methods, ...route }), environment.compiled.accepted),
    },
  );
}

/** Finds the operation; responds to CORS preflights. */
export const routeGate: Gate = {
  name: 'route',
  pass(context) {
    const { compiled } = context.environment;
    const { method, target } = context.request;
    const located = locate(compiled.mounts, target);
    const question = target.indexOf('?');
    const match = located?.match;
    const methods = match?.route.methods;
    const operation = methods?.get(method) ?? (method === 'HEAD' ? methods?.get('GET') : undefined);
    const found = requestDraft(context);
    found.basePath = located?.basePath ?? '';
    found.path = located?.path;
    found.query = question === -1 ? '' : target.slice(question + 1);
    found.route = match?.route;
    found.values = match?.values ?? context.values;
    found.operation = operation;
    found.security = securityOf(compiled, match, operation);
    return match && isPreflight(context.request) ? preflight(found, match.route) : found;
  },
};
