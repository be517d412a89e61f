import type { Challenges } from '../engine/challenge.ts';
import { lookUp } from '../state/credential.ts';
import type { Key } from '../state/key.ts';
import type { Option, Place } from '../engine/security.ts';
import { decided, draftOf, type Gate, type Standing, type Visit } from '../engine/visit.ts';

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

function present(visit: Visit, place: Place): Presented {
  const taken = place.take(visit.arrival);
  if (taken.found === 'nothing') return nothing;
  if (taken.found === 'malformed') {
    const unfit = taken.twice || visit.arrival.headers.some(isUnfit);
    return { fault: unfit ? 'malformed' : 'invalid', why: taken.why, namespace: '' };
  }
  const { key, namespace } = lookUp(visit.around.store, taken.credential);
  if (key === undefined) {
    const unfit = isUnfit(taken.credential);
    return { fault: unfit ? 'malformed' : 'invalid', why: unfit ? 'bytes that HTTP forbids' : 'unknown credential', namespace };
  }
  const state = key.state === 'active' && visit.arrival.at >= key.expiresAt ? 'expired' : key.state;
  return state === 'active' ? { why: '', key, namespace } : { fault: 'invalid', why: `${state} credential`, key, namespace };
}

/** Whether a bearer token comes in the query as well, by a name that nothing else declares there. @see RFC 6750 §2.3, §3.1 */
function comesTwice({ query, security, operation }: Visit): boolean {
  if (!security.bearer || !/(?:^|&)access_token=/.test(query)) return false;
  return !operation?.operation.parameters.some(({ in: place, name }) => place === 'query' && name === 'access_token');
}

function standingOf(option: Option, presented: readonly Presented[]): Standing | undefined {
  const { demands } = option;
  const first = presented[demands[0]!.place]!;
  for (const { scheme, place } of demands) {
    const { fault, key, namespace } = presented[place]!;
    if (fault !== undefined || key?.scheme !== scheme) return undefined;
    if (key.account !== first.key?.account || namespace !== first.namespace) return undefined;
  }
  return { option, keys: demands.map(({ place }) => presented[place]!.key!) };
}

function standingsOf(options: readonly Option[], presented: readonly Presented[]): readonly Standing[] {
  const standings: Standing[] = [];
  for (const option of options) {
    const standing = standingOf(option, presented);
    if (standing !== undefined) standings.push(standing);
  }
  return standings;
}

function refuse(visit: Visit, presented: readonly Presented[], fault: keyof Challenges, why: string): Visit {
  const { law } = visit.around;
  const { places, challenges } = visit.security;
  const unfit = fault === 'malformed';
  const prepared = visit.operation?.unauthorized ?? law.unauthorized;
  const caller = presented.find(({ key }) => key !== undefined)?.key;
  const reason = places.length === 0 ? 'no scheme that can be simulated' : why;
  return decided(visit, {
    gate: 'credentials',
    outcome: 'refused',
    why: caller === undefined ? reason : `${reason} of ${caller.name}`,
    prepared: unfit ? (visit.operation?.problems ?? law.problems)[400] : prepared,
    lines: challenges[fault],
  });
}

/** Admits live credentials of declared schemes; whatever else is wrong with one, the refusal is the same. */
export const credentials: Gate = {
  name: 'credentials',
  pass(visit) {
    const { anonymous, options, places } = visit.security;
    const presented = places.map((place) => present(visit, place));
    const standings = standingsOf(options, presented);
    const malformed = presented.find(isMalformed);
    const [first] = standings;
    const twice = first !== undefined && comesTwice(visit);
    if (first !== undefined && malformed === undefined && !twice) {
      const admitted = draftOf(visit);
      admitted.standings = standings;
      admitted.caller = first.keys[0];
      admitted.namespace = presented[first.option.demands[0]!.place]!.namespace;
      return admitted;
    }
    if (malformed !== undefined) return refuse(visit, presented, 'malformed', malformed.why);
    if (twice) return refuse(visit, presented, 'malformed', 'a token in two ways');
    if (anonymous) return visit;
    const invalid = presented.find(({ fault }) => fault === 'invalid');
    if (invalid !== undefined) return refuse(visit, presented, 'invalid', invalid.why);
    const live = presented.some(({ key }) => key !== undefined);
    return live
      ? refuse(visit, presented, 'invalid', 'not what this operation asks for')
      : refuse(visit, presented, 'missing', 'no credential');
  },
};
