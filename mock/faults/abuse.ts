import type { Contract, Json, Operation } from '../../spec/contract.ts';
import { isList, isObject, members } from '../../spec/json/json.ts';
import { headerValue } from '../../spec/message.ts';
import { existenceGate } from '../gates/existence.ts';
import { quotaKeyOf, limitsGate } from '../gates/limits.ts';
import { routeGate } from '../gates/route.ts';
import { successGate } from '../gates/success.ts';
import { validationGate } from '../gates/validation.ts';
import type { OperationRole } from '../compile/compiled-contract.ts';
import type { RequestContext } from '../engine/request-context.ts';
import { afterGate, onResponse, beforeGate, onRejection, withoutDecision, withBody, withHeader, type GateName } from './edits.ts';
import type { Faults } from './fault.ts';

/** The same request by the account that owns the object in the path, if the caller does not own it. */
function asOwner(found: RequestContext): RequestContext | undefined {
  const { decision, caller, environment } = found;
  if (decision?.gate !== 'existence' || caller === undefined || decision.cause.code !== 'no-such-object') return undefined;
  return environment.store
    .keys()
    .filter(({ account }) => account !== caller.account)
    .map((owner): RequestContext => existenceGate.pass({ ...withoutDecision(found), caller: owner }))
    .find((context) => context.decision === undefined);
}

/** Lets an operation of the given kind find objects of other accounts. */
const onForeignObject = (does: OperationRole['does'], change: (owned: RequestContext, found: RequestContext) => RequestContext) =>
  afterGate('existence', (found) => {
    const owned = found.operation?.role?.does === does ? asOwner(found) : undefined;
    return owned ? change(owned, found) : found;
  });

/** Joins two lists without duplicates. */
function mergeLists(one: Json, other: Json): Json {
  if (isList(one) && isList(other)) {
    const known = new Set(one.map((item) => JSON.stringify(item)));
    return [...one, ...other.filter((item) => !known.has(JSON.stringify(item)))];
  }
  if (!isObject(one) || !isObject(other)) return one;
  return Object.fromEntries(members(one).map(([name, value]) => [name, mergeLists(value, other[name] ?? value)]));
}

const originOf = ({ request }: RequestContext) => headerValue(request.headers, 'Origin');
const allowCredentialsFrom = (trusted: (origin: string, context: RequestContext) => boolean) =>
  onResponse((response, context) => {
    const origin = originOf(context);
    if (origin === undefined || !trusted(origin, context)) return response;
    return withHeader(withHeader(response, 'Access-Control-Allow-Origin', origin), 'Access-Control-Allow-Credentials', 'true');
  });

/** Counts some requests separately from all others. */
const countSeparately = (name: string, apart: (context: RequestContext) => boolean) =>
  beforeGate('limits', (context) => {
    const { caller } = context;
    if (caller === undefined || !apart(context)) return context;
    return { ...context, caller: { ...caller, account: `${caller.account} by ${name}`, name: `${caller.name} by ${name}` } };
  });

const withDebugText = (text: string) =>
  onRejection('validation', (response) =>
    response.body.endsWith('}') ? withBody(response, `${response.body.slice(0, -1)},"debug":${JSON.stringify(text)}}`) : response,
  );

/** The texts and numbers of an object, as `name=value`. */
const pairsOf = (object: Json): readonly string[] =>
  members(object).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [`${name}=${JSON.stringify(value)}`] : [],
  );

/** All objects in a value, itself included. */
const objectsIn = (value: Json): readonly Json[] =>
  isList(value) ? value.flatMap(objectsIn) : isObject(value) ? [value, ...Object.values(value).flatMap(objectsIn)] : [];

const commonPairs = new WeakMap<Operation, ReadonlySet<string>>();

/** What responses of operations with other paths contain too. */
function commonWith(operation: Operation, { operations }: Contract): ReadonlySet<string> {
  const known = commonPairs.get(operation);
  if (known !== undefined) return known;
  const isRelated = ({ path }: Operation) => `${path}/`.startsWith(`${operation.path}/`) || `${operation.path}/`.startsWith(`${path}/`);
  const examples = operations
    .filter((other) => !isRelated(other))
    .flatMap(({ responses }) => responses.flatMap(({ content }) => content.flatMap(({ example }) => example ?? [])));
  const common = new Set(examples.flatMap(objectsIn).flatMap(pairsOf));
  commonPairs.set(operation, common);
  return common;
}

/** Whether data differ from any error: an object has two members that only this operation returns, one of them a text. */
function isTelling(data: Json, operation: Operation, contract: Contract): boolean {
  const common = commonWith(operation, contract);
  const own = objectsIn(data).map((object) => pairsOf(object).filter((pair) => !common.has(pair)));
  return own.some((pairs) => pairs.length > 1 && pairs.some((pair) => pair.endsWith('"')));
}

/** What a safe request would get as the account that gets most; undefined if that is no JSON that differs from any error. */
function protectedBody(context: RequestContext): string | undefined {
  const routed = context.operation ? withoutDecision(context) : routeGate.pass(withoutDecision(context));
  const { operation, environment } = routed;
  if (operation === undefined || !operation.operation.safe || operation.operation.public) return undefined;
  const bodies = environment.store.keys().flatMap((caller) => {
    const { decision } = successGate.pass(existenceGate.pass({ ...routed, caller }));
    if (decision?.outcome !== 'served') return [];
    return decision.body ?? (decision.prepared.value === undefined ? [] : JSON.stringify(decision.prepared.value));
  });
  const longest = bodies.filter((body) => /^[[{]/.test(body)).toSorted((one, other) => other.length - one.length)[0];
  return longest !== undefined && isTelling(JSON.parse(longest), operation.operation, environment.compiled.contract) ? longest : undefined;
}

/** Adds the protected data to the JSON objects that a gate rejects callers with; a malformed request is none. */
const withData = (gate: GateName) =>
  onRejection(gate, (response, context) => {
    const data = response.status !== 400 && response.body.endsWith('}') ? protectedBody(context) : undefined;
    const ascii = data?.replace(/[^\x20-\x7e]/g, '?');
    return ascii === undefined ? response : withBody(response, `${response.body.slice(0, -1)},"data":${ascii}}`);
  });

export const abuseFaults = {
  'serves-foreign-objects-by-id': {
    breaks: ['abuse/foreign-object-access'],
    description: 'Any account that knows an object’s id can read the object, although lists contain only the account’s own objects.',
    apply: onForeignObject('read', (owned) => owned),
  },
  'deletes-foreign-objects-by-id': {
    breaks: ['abuse/foreign-object-access'],
    description: 'Any caller that may delete its own objects can delete another account’s object by its id.',
    apply: onForeignObject('remove', (owned) => owned),
  },
  'serves-foreign-subresources-by-id': {
    breaks: ['abuse/foreign-object-access'],
    description: 'Any account that knows an object’s id can read its subresources, but not the object itself.',
    apply: onForeignObject('below', (owned) => owned),
  },
  'applies-change-to-foreign-object': {
    breaks: ['abuse/foreign-object-changes'],
    description: 'The server answers a change of another account’s object with 404 but makes it anyway.',
    apply: onForeignObject('update', (owned, found) => {
      successGate.pass(validationGate.pass(owned));
      return found;
    }),
  },
  'lists-foreign-objects': {
    breaks: ['abuse/foreign-objects-in-lists'],
    description: 'Lists contain the objects of all accounts, although the server rejects direct requests for them.',
    apply: afterGate('success', (found, context) => {
      const { decision, operation, caller, environment } = found;
      if (operation?.role?.does !== 'list' || decision?.outcome !== 'served' || caller === undefined) return found;
      const accounts = new Map(environment.store.keys().map((key) => [key.account, key]));
      const bodies = [caller, ...accounts.values()].flatMap((key) => successGate.pass({ ...context, caller: key }).decision?.body ?? []);
      if (bodies.length === 0) return found;
      const all = bodies.map((body): Json => JSON.parse(body)).reduce(mergeLists);
      return { ...found, decision: { ...decision, body: JSON.stringify(all) } };
    }),
  },
  'rejects-foreign-objects-with-403': {
    breaks: ['abuse/foreign-object-existence'],
    description: 'The server answers a request for another account’s object with 403, and for a missing object with 404.',
    apply: onForeignObject('read', (_, found) => ({ ...found, decision: { ...found.decision!, prepared: found.operation!.forbidden } })),
  },
  'reveals-foreign-object-in-404': {
    breaks: ['abuse/foreign-object-existence'],
    description: 'The 404 for another account’s object has one member more than the 404 for a missing object.',
    apply: onResponse((response, context) => {
      const { decision, operation } = context;
      const owned = decision?.gate === 'existence' && operation?.role?.does === 'below' ? asOwner(context) : undefined;
      return owned && response.body.endsWith('}') ? withBody(response, `${response.body.slice(0, -1)},"owned":true}`) : response;
    }),
  },
  'applies-undeclared-put': {
    breaks: ['abuse/undeclared-method-changes'],
    description: 'The server answers an undeclared PUT with 405 but changes the object as PATCH would, regardless of scopes.',
    apply: afterGate('existence', (found) => {
      const { decision, request, route } = found;
      const operation = route?.methods.get('PATCH');
      if (decision?.cause.code !== 'no-such-method' || request.method !== 'PUT' || operation === undefined) return found;
      const changing = existenceGate.pass({ ...withoutDecision(found), operation });
      if (changing.decision === undefined) successGate.pass(validationGate.pass(changing));
      return found;
    }),
  },
  'allows-credentials-from-any-origin': {
    breaks: ['abuse/cors-credentials'],
    description: 'The server copies the origin from the request, so pages of any origin may send credentials.',
    apply: allowCredentialsFrom((_, { decision }) => decision?.gate !== 'oauth' && decision?.cause.code !== 'cors-preflight'),
  },
  'allows-credentials-from-null-origin': {
    breaks: ['abuse/cors-credentials'],
    description: 'The origin `null`, which any page can obtain, may send credentials.',
    apply: allowCredentialsFrom((origin) => origin === 'null'),
  },
  'allows-credentials-from-lookalike-origin': {
    breaks: ['abuse/cors-credentials'],
    description: 'A preflight trusts every origin that begins with the API’s own host name.',
    apply: allowCredentialsFrom((origin, { request, decision }) => {
      const host = headerValue(request.headers, 'Host')?.replace(/:\d+$/, '') ?? '';
      return decision?.gate === 'route' && decision.cause.code === 'cors-preflight' && origin.startsWith(`https://${host}`);
    }),
  },
  'leaks-stack-trace': {
    breaks: ['abuse/error-details'],
    description: 'The error response to an unreadable body contains a stack trace.',
    apply: withDebugText(
      'SyntaxError: Unexpected end of JSON input\n    at JSON.parse (<anonymous>)\n    at read (/srv/api/body.js:12:18)',
    ),
  },
  'leaks-database-query': {
    breaks: ['abuse/error-details'],
    description: 'The 404 for a missing object contains the database query.',
    apply: onResponse((response, { decision, operation }) =>
      decision?.gate === 'existence' && operation !== undefined && response.body.endsWith('}')
        ? withBody(response, `${response.body.slice(0, -1)},"query":"SELECT * FROM objects WHERE id = $1"}`)
        : response,
    ),
  },
  'discloses-server-version': {
    breaks: ['abuse/version-disclosure'],
    description: 'Error responses contain the name and version of the web server.',
    apply: onResponse((response) => (response.status >= 400 ? withHeader(response, 'Server', 'nginx/1.18.0') : response)),
  },
  'skips-charging-head-requests': {
    breaks: ['abuse/quota-bypass'],
    description: 'HEAD requests use no quota, although their rate-limit headers claim that they do.',
    apply: afterGate('limits', (found, context) => {
      const { caller, environment, request, quota, namespace } = found;
      if (caller === undefined || quota === undefined || request.method !== 'HEAD') return found;
      environment.store.resetQuota(quotaKeyOf(environment.compiled.contract, caller, namespace, request.peer));
      for (let count = Number(quota.limit) - Number(quota.remaining); count > 1; count -= 1) limitsGate.pass(context);
      return found;
    }),
  },
  'counts-by-query': {
    breaks: ['abuse/quota-bypass'],
    description: 'The server counts requests with a query separately from those without.',
    apply: countSeparately('query', ({ query }) => query !== ''),
  },
  'counts-by-raw-authorization-header': {
    breaks: ['abuse/quota-bypass'],
    description: 'The server counts requests by the whole Authorization header, so a lower-case scheme has its own quota.',
    apply: countSeparately('field', ({ request }) => /^[a-z]/.test(headerValue(request.headers, 'Authorization') ?? '')),
  },
  'counts-trailing-slash-separately': {
    breaks: ['abuse/quota-bypass'],
    description: 'The server ignores a trailing slash in the path, except when it counts requests.',
    apply: (parts) =>
      countSeparately('slash', ({ request }) => request.target.split('?')[0]!.endsWith('/'))(
        beforeGate(
          'route',
          (context) => context,
        )({
          ...parts,
          gates: parts.gates.map((gate) =>
            gate.name === 'route'
              ? {
                  ...gate,
                  pass: (context) => {
                    const { request } = context;
                    const [path = '', ...query] = request.target.split('?');
                    if (!/[^/]\/$/.test(path)) return gate.pass(context);
                    const target = [path.slice(0, -1), ...query].join('?');
                    return { ...gate.pass({ ...context, request: { ...request, target } }), request };
                  },
                }
              : gate,
          ),
        }),
      ),
  },
  'sends-data-with-401': {
    breaks: ['abuse/data-in-rejections'],
    description: 'The 401 has the requested data beside the error.',
    apply: withData('credentials'),
  },
  'sends-data-with-403': {
    breaks: ['abuse/data-in-rejections'],
    description: 'The 403 for a missing scope has the requested data beside the error.',
    apply: withData('scopes'),
  },
  'sends-data-with-429': {
    breaks: ['abuse/data-in-rejections'],
    description: 'The 429 has the requested data beside the error.',
    apply: withData('limits'),
  },
  'sends-data-over-plain-http': {
    breaks: ['abuse/data-in-rejections'],
    description: 'The rejection of plain HTTP has the requested data beside the error.',
    apply: withData('transport'),
  },
  'sends-data-to-unlisted-addresses': {
    breaks: ['abuse/data-in-rejections'],
    description: 'The 403 for an address outside the allowlist has the requested data beside the error.',
    apply: withData('address'),
  },
} as const satisfies Faults;
