import { declaredFlows } from '../authorization.ts';
import type { Contract, DocumentedResponse, Operation, Scheme } from '../contract.ts';
import type { Plan, TimeForm } from '../quotas.ts';
import { everyWindow } from '../plan.ts';
import type { Topic } from '../catalogue/requirement.ts';
import { fixesSomething } from './fixed.ts';
import { scopedOperations, schemeUses, securedOperations } from './secured.ts';
import { counted, listed } from './words.ts';

/** A documented feature and its locations. */
export interface DocumentedFeature {
  readonly topic: Topic;
  readonly statement: string;
  /** JSON Pointers into the document; empty if the feature follows from the absence of something. */
  readonly at: readonly string[];
}

/** What a document states about authentication, by topic. */
export function documentedFeatures(contract: Contract): readonly DocumentedFeature[] {
  return [
    ...transport(contract),
    ...credentials(contract),
    ...address(contract),
    ...limits(contract),
    ...scopes(contract),
    ...rest(contract),
  ];
}

const places = (placed: readonly { readonly place: { readonly pointer: string } }[]) => [
  ...new Set(placed.map(({ place }) => place.pointer)),
];

/** A feature with locations; nothing without locations. */
function feature(topic: Topic, statement: string, at: readonly string[]): readonly DocumentedFeature[] {
  return at.length === 0 ? [] : [{ topic, statement, at }];
}

function transport(contract: Contract): readonly DocumentedFeature[] {
  const { servers, secureOnly, insecure, operations } = contract;
  const apart = operations.filter((operation) => operation.servers !== undefined);
  const urls = [...new Set(apart.flatMap((operation) => operation.servers?.map(({ url }) => url) ?? []))];
  const own = `${counted(apart.length, 'operation')} with ${apart.length === 1 ? 'a server of its own' : 'servers of their own'}: ${listed(urls)}`;
  if (!secureOnly) return feature('transport', own, places(apart));
  return [
    ...feature('transport', `HTTPS only, at ${listed(servers.flatMap(({ host }) => host || []))}`, ['/servers']),
    ...feature('transport', own, places(apart)),
    ...feature('transport', `plain HTTP is rejected with ${insecure.status}`, insecure.documented ? [insecure.place.pointer] : []),
  ];
}

function credentials(contract: Contract): readonly DocumentedFeature[] {
  const secured = securedOperations(contract);
  const uses = schemeUses(contract);
  const schemes = contract.schemes.filter(({ name }) => uses.some(({ scheme }) => scheme === name));
  return [
    ...feature(
      'credentials',
      `${secured.length} of ${counted(contract.operations.length, 'operation')} ${secured.length === 1 ? 'requires' : 'require'} a credential`,
      places(secured),
    ),
    ...schemes.map((scheme): DocumentedFeature => ({ topic: 'credentials', statement: carriage(scheme), at: [scheme.place.pointer] })),
    ...errorResponses(contract, 'credentials', secured, 'unauthorized'),
  ];
}

function carriage({ name, kind, type, parameter, challenge }: Scheme): string {
  if (kind === 'certificate') return `${name}: a client certificate`;
  if (kind === 'unsupported') return `${name}: ${type}, which is not simulated`;
  const where = {
    bearer: 'the bearer token of',
    basic: 'the user and password of',
    digest: 'the response to a Digest challenge in',
    named: `the credential after ${challenge} of`,
    header: 'the header',
    query: 'the query parameter',
    cookie: 'the cookie',
  };
  return `${name}: ${where[kind]} ${parameter}`;
}

/** How many operations document an error response, and whether its body is specified. */
function errorResponses(
  contract: Contract,
  topic: Topic,
  operations: readonly Operation[],
  name: 'unauthorized' | 'forbidden' | 'limited',
): readonly DocumentedFeature[] {
  const described = operations.map((operation) => operation[name]).filter(({ documented }) => documented);
  const first = described[0];
  if (first === undefined) return [];
  const fixed = described.filter((response) => isFixed(contract, response)).length;
  const body =
    fixed === described.length ? 'with a specified body' : fixed === 0 ? 'without a specified body' : `${fixed} with a specified body`;
  return feature(topic, `${first.status} is documented for ${described.length} of ${operations.length}, ${body}`, places(described));
}

function isFixed({ document }: Contract, { content }: DocumentedResponse): boolean {
  return content.some(({ schema }) => schema !== undefined && fixesSomething(document, schema));
}

function address({ plans, principals, clients }: Contract): readonly DocumentedFeature[] {
  const able = plans.filter(({ features }) => features.includes('ipAllowList'));
  const bound = [...principals, ...clients].filter(({ from }) => from !== undefined);
  return feature(
    'address',
    `address allowlists for ${listed(able.map(({ name }) => name))}; ${counted(bound.length, 'principal or client', 'principals and clients')} with one`,
    places(able),
  );
}

const FORMS: { readonly [form in TimeForm]: string } = {
  'epoch-seconds': 'seconds since the epoch',
  'delta-seconds': 'seconds from now',
  'delta-milliseconds': 'milliseconds from now',
  'delta-decimal': 'seconds from now with a fraction',
  'epoch-milliseconds': 'milliseconds since the epoch',
  'epoch-decimal': 'seconds since the epoch with a fraction',
  'http-date': 'an HTTP date',
  'iso-8601': 'an ISO 8601 date',
  duration: 'a length of time such as 1m30s',
  'iso-duration': 'an ISO 8601 duration',
};

function limits(contract: Contract): readonly DocumentedFeature[] {
  const { plans, rateLimit } = contract;
  const windows = plans.filter((plan) => everyWindow(plan).length > 0);
  const reported = [
    ...new Set([...rateLimit.limit, ...rateLimit.remaining, ...rateLimit.reset].map(({ header, pointer }) => header ?? pointer ?? '')),
  ];
  const reset = rateLimit.reset.length > 0 ? `, the reset as ${FORMS[rateLimit.resetForm]}` : '';
  const retry = rateLimit.retryAfter.map(
    ({ header, pointer, form }) => `${header ?? pointer ?? ''}, as ${FORMS[form ?? rateLimit.retryAfterForm]}`,
  );
  return [
    ...windows.map((plan): DocumentedFeature => ({
      topic: 'limits',
      statement: `${plan.name}: ${windowWords(plan)}`,
      at: [plan.place.pointer],
    })),
    ...feature('limits', `reported in ${listed(reported)}${reset}`, reported.length > 0 ? [rateLimit.place.pointer] : []),
    ...errorResponses(contract, 'limits', securedOperations(contract), 'limited'),
    ...feature('limits', `the retry time is reported in ${listed(retry)}`, retry.length > 0 ? [contract.limited.place.pointer] : []),
  ];
}

/** The windows of a plan, those of single operations, and what operations take more or less than one unit. */
function windowWords({ windows, operations, costs }: Plan): string {
  const own = Object.entries(operations).map(([id, list]) => `${id} ${listed(list.map(({ label }) => label))}`);
  const units = Object.entries(costs).map(([id, cost]) => `${id} takes ${counted(cost, 'unit')}`);
  return [...(windows.length > 0 ? [listed(windows.map(({ label }) => label))] : []), ...own, ...units].join('; ');
}

function scopes(contract: Contract): readonly DocumentedFeature[] {
  const scoped = scopedOperations(contract);
  const asked = [
    ...new Set(scoped.flatMap(({ security }) => security.flatMap(({ requirements }) => requirements.flatMap((one) => one.scopes)))),
  ];
  const implied = Object.entries(contract.implies).map(([scope, others]) => `${scope} implies ${listed(others)}`);
  return [
    ...feature(
      'scopes',
      `${counted(scoped.length, 'operation')} ${scoped.length === 1 ? 'requires' : 'require'} ${counted(asked.length, 'scope')}: ${listed(asked, 6)}`,
      places(scoped),
    ),
    ...feature('scopes', listed(implied), implied.length > 0 ? ['/x-auth-conformance/implies'] : []),
    ...errorResponses(contract, 'scopes', scoped, 'forbidden'),
  ];
}

function rest({ schemes, whoami, unauthorized, forbidden }: Contract): readonly DocumentedFeature[] {
  const flows = schemes.flatMap((scheme) =>
    declaredFlows(scheme).map((flow) => ({ statement: `${scheme.name}: the flow ${flow.kind}`, at: [flow.place.pointer] })),
  );
  const shown = (['user', 'scopes', 'limit', 'remaining', 'reset'] as const).filter((name) => whoami?.[name] !== undefined);
  const members = shown.length === 0 ? '' : `, with ${listed(shown, 5)}`;
  const error = [unauthorized, forbidden].find(({ documented, content }) => documented && content.length > 0);
  return [
    ...flows.map((flow): DocumentedFeature => ({ topic: 'oauth', ...flow })),
    ...feature('whoami', `${whoami?.operation} returns the caller’s identity${members}`, whoami ? [whoami.place.pointer] : []),
    ...feature('errors', `errors have the format of the ${error?.status}`, error ? [error.place.pointer] : []),
  ];
}
