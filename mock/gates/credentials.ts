import type { Challenges } from '../engine/challenge.ts';
import { lookUp } from '../state/credential.ts';
import type { Key } from '../state/key.ts';
import type { Option, CredentialPlace } from '../engine/security.ts';
import { decided, requestDraft, type Gate, type CallerStanding, type RequestContext } from '../engine/request-context.ts';

/** What stands in one place of the request. */
interface Presented {
  readonly fault?: keyof Challenges;
  readonly why: string;
  readonly key?: Key;
  readonly namespace: string;
}

const nothing: Presented = { fault: 'missing', why: 'no credential', namespace: '' };

const isMalformed = ({ fault }: Presented) => fault === 'malformed';

/** Whether a field value has bytes that HTTP allows in none. @see RFC 9110 §5.5 */
function isUnfit(text: string): boolean {
  return /[^\t\x20-\x7e\x80-\uffff]/.test(text);
}

function present(context: RequestContext, place: CredentialPlace): Presented {
  const taken = place.take(context.request);
  if (taken.found === 'nothing') return nothing;
  if (taken.found === 'malformed') {
    const unfit = taken.twice || context.request.headers.some(isUnfit);
    return { fault: unfit ? 'malformed' : 'invalid', why: taken.why, namespace: '' };
  }
  const { key, namespace } = lookUp(context.environment.store, taken.credential);
  if (key === undefined) {
    const unfit = isUnfit(taken.credential);
    return { fault: unfit ? 'malformed' : 'invalid', why: unfit ? 'bytes that HTTP forbids' : 'unknown credential', namespace };
  }
  const state = key.state === 'active' && context.request.at >= key.expiresAt ? 'expired' : key.state;
  return state === 'active' ? { why: '', key, namespace } : { fault: 'invalid', why: `${state} credential`, key, namespace };
}

/** Whether a bearer token comes in the query as well, by a name that nothing else declares there. @see RFC 6750 §2.3, §3.1 */
function comesTwice({ query, security, operation }: RequestContext): boolean {
  if (!security.bearer || !/(?:^|&)access_token=/.test(query)) return false;
  return !operation?.operation.parameters.some(({ in: place, name }) => place === 'query' && name === 'access_token');
}

function standingOf(option: Option, presented: readonly Presented[]): CallerStanding | undefined {
  const { demands } = option;
  const first = presented[demands[0]!.place]!;
  for (const { scheme, place } of demands) {
    const { fault, key, namespace } = presented[place]!;
    if (fault !== undefined || key?.scheme !== scheme) return undefined;
    if (key.account !== first.key?.account || namespace !== first.namespace) return undefined;
  }
  return { option, keys: demands.map(({ place }) => presented[place]!.key!) };
}

function standingsOf(options: readonly Option[], presented: readonly Presented[]): readonly CallerStanding[] {
  const standings: CallerStanding[] = [];
  for (const option of options) {
    const standing = standingOf(option, presented);
    if (standing !== undefined) standings.push(standing);
  }
  return standings;
}

function refuse(context: RequestContext, presented: readonly Presented[], fault: keyof Challenges, why: string): RequestContext {
  const { law: compiled } = context.environment;
  const { places, challenges } = context.security;
  const unfit = fault === 'malformed';
  const prepared = context.operation?.unauthorized ?? compiled.unauthorized;
  const caller = presented.find(({ key }) => key !== undefined)?.key;
  const reason = places.length === 0 ? 'no scheme that can be simulated' : why;
  return decided(context, {
    gate: 'credentials',
    outcome: 'refused',
    why: caller === undefined ? reason : `${reason} of ${caller.name}`,
    prepared: unfit ? (context.operation?.problems ?? compiled.problems)[400] : prepared,
    lines: challenges[fault],
  });
}

/** Admits live credentials of declared schemes; whatever else is wrong with one, the refusal is the same. */
export const credentialsGate: Gate = {
  name: 'credentials',
  pass(context) {
    const { anonymous, options, places } = context.security;
    const presented = places.map((place) => present(context, place));
    const standings = standingsOf(options, presented);
    const malformed = presented.find(isMalformed);
    const [first] = standings;
    const twice = first !== undefined && comesTwice(context);
    if (first !== undefined && malformed === undefined && !twice) {
      const admitted = requestDraft(context);
      admitted.standings = standings;
      admitted.caller = first.keys[0];
      admitted.namespace = presented[first.option.demands[0]!.place]!.namespace;
      return admitted;
    }
    if (malformed !== undefined) return refuse(context, presented, 'malformed', malformed.why);
    if (twice) return refuse(context, presented, 'malformed', 'a token in two ways');
    if (anonymous) return context;
    const invalid = presented.find(({ fault }) => fault === 'invalid');
    if (invalid !== undefined) return refuse(context, presented, 'invalid', invalid.why);
    const live = presented.some(({ key }) => key !== undefined);
    return live
      ? refuse(context, presented, 'invalid', 'not what this operation asks for')
      : refuse(context, presented, 'missing', 'no credential');
  },
};
