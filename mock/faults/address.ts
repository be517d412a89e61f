import { addressIn, parseRange, type Range } from '../../spec/address.ts';
import { borderOf } from '../../spec/border.ts';
import { headerValue } from '../../spec/message.ts';
import { ledgerOf } from '../gates/limits.ts';
import { success } from '../gates/success.ts';
import { validation } from '../gates/validation.ts';
import type { Key } from '../state/key.ts';
import type { Visit } from '../engine/visit.ts';
import { after, before, isSelfTest, refused, undecided, without, withOtherMessage, withWrongCode } from './bend.ts';
import type { Faults } from './fault.ts';

/** All IPv4 and IPv6 addresses. */
const everything: readonly Range[] = ['0.0.0.0/0', '::/0'].map((range) => parseRange(range)!);

const rows = {
  refused: 'address/unlisted-address-is-refused',
  served: 'address/listed-address-is-served',
  range: 'address/range-is-exact',
  forwarding: 'address/forwarding-fields-do-not-help',
} as const;

/** Changes the client address that the gate sees. */
const seenAt = (peerOf: (visit: Visit) => string | undefined) =>
  before('address', (visit) => ({ ...visit, arrival: { ...visit.arrival, peer: peerOf(visit) ?? visit.arrival.peer } }));

/** Replaces the allowlists of the keys in a request. */
const listing = (change: (key: Key, visit: Visit) => Key) =>
  before('address', (visit) => ({
    ...visit,
    standings: visit.standings.map((standing) => ({
      ...standing,
      keys: standing.keys.map((key) => (key.ranges === undefined ? key : change(key, visit))),
    })),
  }));

const ranging = (change: (range: Range, text: string) => readonly Range[]) =>
  listing((key) => ({ ...key, ranges: key.from!.flatMap((text) => change(parseRange(text)!, text)) }));

/** Accepts some requests that the allowlist rejects. */
const overlooking = (whom: (visit: Visit) => boolean) =>
  after('address', (found) => (found.decision?.gate === 'address' && whom(found) ? undecided(found) : found));

/** Whether the operation reads something other than a single object. */
const readsPlainly = ({ operation }: Visit) => operation?.operation.safe === true && !operation.operation.path.includes('{');

/** Trusts a header that contains an address. */
const believing = (name: string, read: (value: string) => string | undefined = (value) => value) =>
  seenAt(({ arrival }) => {
    const value = headerValue(arrival.headers, name);
    return value === undefined ? undefined : read(value);
  });

const isIpv6 = ({ arrival: { peer } }: Visit) => peer.includes(':') && !peer.startsWith('::ffff:');

/** The first and last address of a range with more than one address. */
function endsOf(range: Range): readonly string[] {
  const { first, last } = borderOf(range);
  return first === last ? [] : [first, last];
}

/** The addresses directly before and after a range with more than one address. */
const besides = (range: Range): readonly Range[] =>
  endsOf(range).length === 0 ? [] : borderOf(range).neighbours.map((neighbour) => parseRange(neighbour)!);

export const address = {
  'list-is-ignored': {
    breaks: [rows.refused],
    also: [rows.range],
    says: 'The server stores allowlists but never checks them.',
    bend: without('address'),
  },
  'list-is-ignored-by-the-self-test': {
    breaks: [rows.refused],
    also: [rows.range],
    says: 'The self-test ignores allowlists; without a self-test, all reads except those of single objects do.',
    bend: overlooking((visit) => (visit.around.law.contract.whoami ? isSelfTest(visit) : readsPlainly(visit))),
  },
  'list-is-ignored-where-objects-are-read': {
    breaks: [rows.refused],
    says: 'Single objects can be read from any address, because a cache that does not know allowlists serves them.',
    bend: overlooking(({ operation }) => operation?.operation.safe === true && operation.operation.path.includes('{')),
  },
  'list-is-ignored-where-something-is-removed': {
    breaks: [rows.refused],
    says: 'The server accepts deletions from any address.',
    bend: overlooking(({ operation }) => operation?.role?.does === 'remove'),
  },
  'list-names-who-is-kept-out': {
    breaks: [rows.refused, rows.served],
    also: [rows.range],
    says: 'The server treats an allowlist as a list of blocked addresses.',
    bend: listing((key, { arrival }) => ({ ...key, ranges: addressIn(key.ranges!, arrival.peer) ? [] : everything })),
  },
  'only-the-first-entry-of-a-list-counts': {
    breaks: [rows.served],
    also: [rows.range],
    says: 'The server reads only the first entry of an allowlist.',
    bend: listing((key) => ({ ...key, ranges: key.ranges!.slice(0, 1) })),
  },
  'ends-of-a-range-are-left-out': {
    breaks: [rows.range],
    says: 'The server rejects the first and last address of a range as network and broadcast addresses.',
    bend: listing((key, { arrival }) => {
      const ends = key.ranges!.flatMap(endsOf).map((end) => parseRange(end)!);
      return addressIn(ends, arrival.peer) ? { ...key, ranges: [] } : key;
    }),
  },
  'range-reaches-one-further': {
    breaks: [rows.range],
    says: 'The server also accepts the addresses directly before and after a range.',
    bend: ranging((range) => [range, ...besides(range)]),
  },
  'prefix-is-rounded-to-octets': {
    breaks: [rows.range],
    also: [rows.refused],
    says: 'The server rounds the prefix length down to whole octets, so a range contains up to 256 times as many addresses.',
    bend: ranging((range) => [{ ...range, prefix: range.prefix - (range.prefix % 8) }]),
  },
  'beginning-of-an-address-is-enough': {
    breaks: [rows.range],
    says: 'The server compares addresses as text and accepts one that begins like a listed one.',
    bend: overlooking(({ standings, arrival }) =>
      standings.some(({ keys }) =>
        keys.some(({ from = [] }) => from.some((entry) => !entry.includes('/') && arrival.peer.startsWith(entry))),
      ),
    ),
  },
  'mapped-address-is-not-listed': {
    breaks: [rows.range],
    says: 'The server treats an IPv4 address that arrives in IPv4-mapped form as unlisted.',
    onlyInProcess: true,
    bend: seenAt(({ arrival: { peer } }) => (peer.startsWith('::ffff:') ? '::' : undefined)),
  },
  'mapped-address-is-let-in': {
    breaks: [rows.range],
    says: 'An IPv4 address that arrives in IPv4-mapped form passes every allowlist.',
    onlyInProcess: true,
    bend: overlooking(({ arrival: { peer } }) => peer.startsWith('::ffff:')),
  },
  'ipv6-is-let-in': {
    breaks: [rows.range],
    says: 'IPv6 addresses pass every allowlist, because the server compares only IPv4 addresses.',
    onlyInProcess: true,
    bend: overlooking(isIpv6),
  },
  'ipv6-is-kept-out': {
    breaks: [rows.served],
    also: [rows.range],
    says: 'The server rejects IPv6 addresses even if the allowlist contains them.',
    onlyInProcess: true,
    bend: seenAt((visit) => (isIpv6(visit) ? 'unreadable' : undefined)),
  },
  'leftmost-forwarded-address-is-believed': {
    breaks: [rows.forwarding],
    says: 'The server uses the first address in X-Forwarded-For as the client address.',
    bend: believing('X-Forwarded-For', (value) => value.split(',')[0]!.trim()),
  },
  'forwarded-field-is-believed': {
    breaks: [rows.forwarding],
    says: 'The server uses the address in the Forwarded header as the client address.',
    bend: believing('Forwarded', (value) => /for="?\[?([0-9a-f.:]+)/i.exec(value)?.[1]),
  },
  'real-ip-field-is-believed': {
    breaks: [rows.forwarding],
    says: 'The server uses the address in X-Real-IP as the client address.',
    bend: believing('X-Real-IP'),
  },
  'address-of-a-cdn-is-believed': {
    breaks: [rows.forwarding],
    says: 'The server trusts the address headers of content delivery networks, no matter who sent them.',
    bend: (parts) => believing('CF-Connecting-IP')(believing('True-Client-IP')(parts)),
  },
  'forwarded-mapped-address-is-believed': {
    breaks: [rows.forwarding],
    says: 'The server trusts X-Forwarded-For if it contains one IPv6 address, for example an IPv4-mapped one.',
    bend: believing('X-Forwarded-For', (value) => (value.includes(':') ? value : undefined)),
  },
  'blocked-address-is-charged': {
    breaks: ['address/refusal-costs-nothing'],
    says: 'The server charges a request to the quota although it rejects its address.',
    bend: after('address', (found) => {
      const { decision, caller, around, arrival, namespace } = found;
      if (decision?.gate !== 'address' || caller === undefined) return found;
      const { contract, windows } = around.law;
      const ledger = ledgerOf(contract, caller, namespace, arrival.peer);
      around.store.charge(ledger, contract.rateLimit.window, windows.get(caller.plan ?? '') ?? [], arrival.at);
      return found;
    }),
  },
  'blocked-change-is-made': {
    breaks: ['address/refusal-has-no-effect'],
    says: 'The server rejects a change because of its address but makes it anyway.',
    bend: after('address', (found) => {
      if (found.decision?.gate === 'address' && found.operation?.role?.does === 'update') success.pass(validation.pass(undecided(found)));
      return found;
    }),
  },
  'blocked-address-is-404': {
    breaks: [rows.refused],
    says: 'The server answers a request from a rejected address with 404.',
    bend: after('address', (found) => {
      const { decision, around } = found;
      return decision?.gate === 'address' ? { ...found, decision: { ...decision, prepared: around.law.problems[404] } } : found;
    }),
  },
  'blocked-with-another-code': {
    breaks: ['address/refusal-has-the-documented-body'],
    says: 'The response that rejects an address has an error code that the document does not contain.',
    bend: refused('address', withWrongCode),
  },
  'blocked-in-other-words': {
    breaks: ['address/refusal-has-the-documented-message'],
    says: 'The response that rejects an address has a different message from the documented one.',
    bend: refused('address', withOtherMessage),
  },
  'credential-is-tied-to-its-first-address': {
    breaks: ['address/no-list-means-anywhere'],
    says: 'The server binds a credential without an allowlist to the first address that uses it.',
    bend: after('address', (found) => {
      const { caller, around, arrival, decision } = found;
      if (caller === undefined || caller.ranges !== undefined || decision !== undefined) return found;
      const shelf = `fault/first-address/${caller.name}`;
      const first = around.store.object(shelf, 'peer');
      if (!first) around.store.putObject(shelf, 'peer', { address: arrival.peer });
      if (!first || first.address === arrival.peer) return found;
      const { ipBlocked } = around.law;
      return {
        ...found,
        decision: { gate: 'address', outcome: 'refused', why: `another address than the first of ${caller.name}`, prepared: ipBlocked },
      };
    }),
  },
} as const satisfies Faults;
