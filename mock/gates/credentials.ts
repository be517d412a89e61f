import type { CredentialCause } from '../engine/cause.ts';
import type { Option, CredentialPlace } from '../compile/security.ts';
import { lookUp, substituteFor } from '../state/credential.ts';
import type { Key } from '../state/key.ts';
import { challengeLines, type BearerError } from './challenge.ts';
import { digestKeyFor } from './digest.ts';
import { decided, requestDraft, type Gate, type SatisfiedOption, type RequestContext } from '../engine/request-context.ts';

/** A problem with a credential. A request with a malformed one gets 400. */
interface CredentialProblem {
  readonly kind: 'missing' | 'invalid' | 'malformed';
  readonly cause: CredentialCause;
}

/** The content of one place of the request. */
interface Presented {
  readonly problem?: CredentialProblem;
  readonly key?: Key;
  readonly namespace: string;
}

const missingCredential: CredentialProblem = { kind: 'missing', cause: { code: 'missing-credential' } };
const nothing: Presented = { problem: missingCredential, namespace: '' };

/** Whether a header value has bytes that HTTP forbids. @see RFC 9110 §5.5 */
function hasForbiddenBytes(text: string): boolean {
  return /[^\t\x20-\x7e\x80-\uffff]/.test(text);
}

/** The schemes whose credentials belong in a place. */
function schemesAt({ security }: RequestContext, index: number): ReadonlySet<string> {
  const demands = security.options.flatMap((option) => option.demands);
  return new Set(demands.filter(({ place }) => place === index).map(({ scheme }) => scheme));
}

function present(context: RequestContext, place: CredentialPlace, index: number): Presented {
  const taken = place.take(context.request);
  if (taken.found === 'nothing') return nothing;
  if (taken.found === 'malformed') {
    const { problem, in: location, name } = taken;
    const malformed = problem === 'repeated' || context.request.headers.some(hasForbiddenBytes);
    const cause = { code: 'malformed-credential', problem, in: location, name } as const;
    return { problem: { kind: malformed ? 'malformed' : 'invalid', cause }, namespace: '' };
  }
  const { key, namespace } = place.digest
    ? { key: digestKeyFor(context, taken.credential), namespace: '' }
    : lookUp(context.environment.store, taken.credential);
  if (key === undefined) {
    const malformed = hasForbiddenBytes(taken.credential);
    const { accept, store, compiled } = context.environment;
    const substitute = accept === 'any' && !malformed ? substituteFor(store, compiled.contract, schemesAt(context, index)) : undefined;
    if (substitute !== undefined) return { key: substitute, namespace: '' };
    const cause = { code: malformed ? 'forbidden-bytes' : 'unknown-credential' } as const;
    return { problem: { kind: malformed ? 'malformed' : 'invalid', cause }, namespace };
  }
  const state = key.state === 'active' && context.request.at >= key.expiresAt ? 'expired' : key.state;
  if (state === 'active') return { key, namespace };
  return { problem: { kind: 'invalid', cause: { code: 'inactive-credential', state } }, key, namespace };
}

/** Whether the query has a bearer token too, in a parameter that the operation does not declare. @see RFC 6750 §2.3, §3.1 */
function hasTokenInQuery({ query, security, operation }: RequestContext): boolean {
  if (!security.bearer || !/(?:^|&)access_token=/.test(query)) return false;
  return !operation?.operation.parameters.some(({ in: place, name }) => place === 'query' && name === 'access_token');
}

function standingOf(option: Option, presented: readonly Presented[]): SatisfiedOption | undefined {
  const { demands } = option;
  const first = presented[demands[0]!.place]!;
  for (const { accepts, place } of demands) {
    const { problem, key, namespace } = presented[place]!;
    if (problem !== undefined || key === undefined || !accepts.has(key.scheme)) return undefined;
    if (key.account !== first.key?.account || namespace !== first.namespace) return undefined;
  }
  return { option, keys: demands.map(({ place }) => presented[place]!.key!) };
}

function standingsOf(options: readonly Option[], presented: readonly Presented[]): readonly SatisfiedOption[] {
  const satisfied: SatisfiedOption[] = [];
  for (const option of options) {
    const satisfiedOption = standingOf(option, presented);
    if (satisfiedOption !== undefined) satisfied.push(satisfiedOption);
  }
  return satisfied;
}

/** The error of the Bearer challenge: only a bearer token that is in the request and not accepted has one. @see RFC 6750 §3.1 */
function bearerError({ security: { places, options } }: RequestContext, presented: readonly Presented[]): BearerError['error'] {
  const place = places.findIndex(({ bearer }) => bearer);
  const { problem, key } = presented[place] ?? nothing;
  if (problem?.kind === 'malformed') return 'invalid_request';
  const demanded = options.some(({ demands }) => demands.some((demand) => demand.place === place && demand.scheme === key?.scheme));
  return problem?.kind === 'invalid' || (key !== undefined && !demanded) ? 'invalid_token' : undefined;
}

function reject(
  context: RequestContext,
  presented: readonly Presented[],
  { kind, cause }: CredentialProblem,
  error: BearerError['error'] = bearerError(context, presented),
): RequestContext {
  const { places, challenges } = context.security;
  const { unauthorized, forbidden, problems } = context.operation ?? context.environment.compiled;
  const lines = challengeLines(context, challenges, error === undefined ? {} : { error });
  // A 401 must have a challenge. @see RFC 9110 §15.5.2
  const prepared = lines.length === 0 ? forbidden : unauthorized;
  const known = presented.find(({ key }) => key !== undefined)?.key;
  const reason: CredentialCause = places.length === 0 ? { code: 'unsupported-scheme' } : cause;
  return decided(context, {
    gate: 'credentials',
    outcome: 'rejected',
    cause: known === undefined ? reason : { ...reason, principal: known.name },
    prepared: kind === 'malformed' ? problems[400] : prepared,
    lines,
  });
}

/** Admits active credentials of declared schemes; every invalid credential gets the same response. */
export const credentialsGate: Gate = {
  name: 'credentials',
  pass(context) {
    const { anonymous, options, places } = context.security;
    const presented = places.map((place, index) => present(context, place, index));
    const satisfied = standingsOf(options, presented);
    const malformed = presented.find(({ problem }) => problem?.kind === 'malformed')?.problem;
    const [first] = satisfied;
    const second = first !== undefined && hasTokenInQuery(context);
    if (first !== undefined && malformed === undefined && !second) {
      const admitted = requestDraft(context);
      admitted.satisfied = satisfied;
      admitted.caller = first.keys[0];
      admitted.namespace = presented[first.option.demands[0]!.place]!.namespace;
      return admitted;
    }
    if (malformed !== undefined) return reject(context, presented, malformed);
    if (second) return reject(context, presented, { kind: 'malformed', cause: { code: 'token-in-query' } }, 'invalid_request');
    if (anonymous) return context;
    const invalid = presented.find(({ problem }) => problem?.kind === 'invalid')?.problem;
    if (invalid !== undefined) return reject(context, presented, invalid);
    const live = presented.some(({ key }) => key !== undefined);
    return reject(context, presented, live ? { kind: 'invalid', cause: { code: 'wrong-credential' } } : missingCredential);
  },
};
