import { addressIn, borderOf, parseRange, type Range } from '../../spec/address.ts';
import { headerValue } from '../../spec/message.ts';
import { quotaKeyOf } from '../gates/limits.ts';
import { successGate } from '../gates/success.ts';
import { validationGate } from '../gates/validation.ts';
import type { Key } from '../state/key.ts';
import type { RequestContext } from '../engine/request-context.ts';
import { afterGate, beforeGate, isWhoami, onRejection, withoutDecision, withoutGate, withOtherMessage, withWrongCode } from './edits.ts';
import type { Faults } from './fault.ts';

/** All IPv4 and IPv6 addresses. */
const allAddresses: readonly Range[] = ['0.0.0.0/0', '::/0'].map((range) => parseRange(range)!);

const rows = {
  rejected: 'address/unlisted',
  served: 'address/listed',
  range: 'address/range-boundaries',
  forwarding: 'address/forwarding-headers',
} as const;

/** Changes the client address that the gate sees. */
const withPeer = (peerOf: (context: RequestContext) => string | undefined) =>
  beforeGate('address', (context) => ({ ...context, request: { ...context.request, peer: peerOf(context) ?? context.request.peer } }));

/** Replaces the allowlists of the keys in a request. */
const withAllowlists = (change: (key: Key, context: RequestContext) => Key) =>
  beforeGate('address', (context) => ({
    ...context,
    satisfied: context.satisfied.map((satisfiedOption) => ({
      ...satisfiedOption,
      keys: satisfiedOption.keys.map((key) => (key.ranges === undefined ? key : change(key, context))),
    })),
  }));

const withRanges = (change: (range: Range, text: string) => readonly Range[]) =>
  withAllowlists((key) => ({ ...key, ranges: key.from!.flatMap((text) => change(parseRange(text)!, text)) }));

/** Accepts some requests that the allowlist rejects. */
const acceptAtAnyAddress = (whom: (context: RequestContext) => boolean) =>
  afterGate('address', (found) => (found.decision?.gate === 'address' && whom(found) ? withoutDecision(found) : found));

/** Whether the operation reads something other than a single object. */
const readsCollection = ({ operation }: RequestContext) => operation?.operation.safe === true && !operation.operation.path.includes('{');

/** Trusts a header that contains an address. */
const trustHeader = (name: string, read: (value: string) => string | undefined = (value) => value) =>
  withPeer(({ request }) => {
    const value = headerValue(request.headers, name);
    return value === undefined ? undefined : read(value);
  });

const isIpv6 = ({ request: { peer } }: RequestContext) => peer.includes(':') && !peer.startsWith('::ffff:');

/** The first and last address of a range with more than one address. */
function endsOf(range: Range): readonly string[] {
  const { first, last } = borderOf(range);
  return first === last ? [] : [first, last];
}

/** The addresses directly before and after a range with more than one address. */
const neighboursOf = (range: Range): readonly Range[] =>
  endsOf(range).length === 0 ? [] : borderOf(range).neighbours.map((neighbour) => parseRange(neighbour)!);

export const addressFaults = {
  'ignores-allowlist': {
    breaks: [rows.rejected],
    also: [rows.range],
    description: 'The server stores allowlists but never checks them.',
    apply: withoutGate('address'),
  },
  'ignores-allowlist-on-whoami': {
    breaks: [rows.rejected],
    also: [rows.range],
    description: 'The self-test ignores allowlists; without a self-test, all reads except those of single objects do.',
    apply: acceptAtAnyAddress((context) => (context.environment.compiled.contract.whoami ? isWhoami(context) : readsCollection(context))),
  },
  'ignores-allowlist-on-object-reads': {
    breaks: [rows.rejected],
    description: 'Single objects can be read from any address, because a cache that does not know allowlists serves them.',
    apply: acceptAtAnyAddress(({ operation }) => operation?.operation.safe === true && operation.operation.path.includes('{')),
  },
  'ignores-allowlist-on-deletes': {
    breaks: [rows.rejected],
    description: 'The server accepts deletions from any address.',
    apply: acceptAtAnyAddress(({ operation }) => operation?.role?.does === 'remove'),
  },
  'treats-allowlist-as-blocklist': {
    breaks: [rows.rejected, rows.served],
    also: [rows.range],
    description: 'The server treats an allowlist as a list of blocked addresses.',
    apply: withAllowlists((key, { request }) => ({ ...key, ranges: addressIn(key.ranges!, request.peer) ? [] : allAddresses })),
  },
  'reads-only-first-allowlist-entry': {
    breaks: [rows.served],
    also: [rows.range],
    description: 'The server reads only the first entry of an allowlist.',
    apply: withAllowlists((key) => ({ ...key, ranges: key.ranges!.slice(0, 1) })),
  },
  'excludes-range-ends': {
    breaks: [rows.range],
    description: 'The server rejects the first and last address of a range as network and broadcast addresses.',
    apply: withAllowlists((key, { request }) => {
      const ends = key.ranges!.flatMap(endsOf).map((end) => parseRange(end)!);
      return addressIn(ends, request.peer) ? { ...key, ranges: [] } : key;
    }),
  },
  'includes-range-neighbors': {
    breaks: [rows.range],
    description: 'The server also accepts the addresses directly before and after a range.',
    apply: withRanges((range) => [range, ...neighboursOf(range)]),
  },
  'rounds-prefix-to-octets': {
    breaks: [rows.range],
    also: [rows.rejected],
    description: 'The server rounds the prefix length down to whole octets, so a range contains up to 256 times as many addresses.',
    apply: withRanges((range) => [{ ...range, prefix: range.prefix - (range.prefix % 8) }]),
  },
  'compares-addresses-as-text': {
    breaks: [rows.range],
    description: 'The server compares addresses as text and accepts one that begins like a listed one.',
    apply: acceptAtAnyAddress(({ satisfied, request }) =>
      satisfied.some(({ keys }) =>
        keys.some(({ from = [] }) => from.some((entry) => !entry.includes('/') && request.peer.startsWith(entry))),
      ),
    ),
  },
  'rejects-ipv4-mapped-addresses': {
    breaks: [rows.range],
    description: 'The server treats an IPv4 address that arrives in IPv4-mapped form as unlisted.',
    onlyInProcess: true,
    apply: withPeer(({ request: { peer } }) => (peer.startsWith('::ffff:') ? '::' : undefined)),
  },
  'accepts-all-ipv4-mapped-addresses': {
    breaks: [rows.range],
    description: 'An IPv4 address that arrives in IPv4-mapped form passes every allowlist.',
    onlyInProcess: true,
    apply: acceptAtAnyAddress(({ request: { peer } }) => peer.startsWith('::ffff:')),
  },
  'accepts-all-ipv6-addresses': {
    breaks: [rows.range],
    description: 'IPv6 addresses pass every allowlist, because the server compares only IPv4 addresses.',
    onlyInProcess: true,
    apply: acceptAtAnyAddress(isIpv6),
  },
  'rejects-all-ipv6-addresses': {
    breaks: [rows.served],
    also: [rows.range],
    description: 'The server rejects IPv6 addresses even if the allowlist contains them.',
    onlyInProcess: true,
    apply: withPeer((context) => (isIpv6(context) ? 'unreadable' : undefined)),
  },
  'trusts-leftmost-x-forwarded-for': {
    breaks: [rows.forwarding],
    description: 'The server uses the first address in X-Forwarded-For as the client address.',
    apply: trustHeader('X-Forwarded-For', (value) => value.split(',')[0]!.trim()),
  },
  'trusts-forwarded-header': {
    breaks: [rows.forwarding],
    description: 'The server uses the address in the Forwarded header as the client address.',
    apply: trustHeader('Forwarded', (value) => /for="?\[?([0-9a-f.:]+)/i.exec(value)?.[1]),
  },
  'trusts-x-real-ip': {
    breaks: [rows.forwarding],
    description: 'The server uses the address in X-Real-IP as the client address.',
    apply: trustHeader('X-Real-IP'),
  },
  'trusts-cdn-address-headers': {
    breaks: [rows.forwarding],
    description: 'The server trusts the address headers of content delivery networks, no matter who sent them.',
    apply: (parts) => trustHeader('CF-Connecting-IP')(trustHeader('True-Client-IP')(parts)),
  },
  'trusts-ipv6-x-forwarded-for': {
    breaks: [rows.forwarding],
    description: 'The server trusts X-Forwarded-For if it contains one IPv6 address, for example an IPv4-mapped one.',
    apply: trustHeader('X-Forwarded-For', (value) => (value.includes(':') ? value : undefined)),
  },
  'charges-rejected-addresses': {
    breaks: ['address/rejection-cost'],
    description: 'The server charges a request to the quota although it rejects its address.',
    apply: afterGate('address', (found) => {
      const { decision, caller, environment, request, namespace } = found;
      if (decision?.gate !== 'address' || caller === undefined) return found;
      const { contract, tariffOf } = environment.compiled;
      const quotaKey = quotaKeyOf(contract, caller, namespace, request.peer);
      const windows = tariffOf(caller.plan, undefined)?.windows ?? [];
      environment.store.charge(contract.rateLimit.window, [{ quotaKey, windows, units: 1 }], request.at);
      return found;
    }),
  },
  'applies-change-from-rejected-address': {
    breaks: ['address/rejection-side-effects'],
    description: 'The server rejects a change because of its address but makes it anyway.',
    apply: afterGate('address', (found) => {
      if (found.decision?.gate === 'address' && found.operation?.role?.does === 'update')
        successGate.pass(validationGate.pass(withoutDecision(found)));
      return found;
    }),
  },
  'rejects-address-with-404': {
    breaks: [rows.rejected],
    description: 'The server answers a request from a rejected address with 404.',
    apply: afterGate('address', (found) => {
      const { decision, environment } = found;
      return decision?.gate === 'address' ? { ...found, decision: { ...decision, prepared: environment.compiled.problems[404] } } : found;
    }),
  },
  'sends-undocumented-address-code': {
    breaks: ['address/rejection-body'],
    description: 'The response that rejects an address has an error code that the document does not contain.',
    apply: onRejection('address', withWrongCode),
  },
  'rewords-address-message': {
    breaks: ['address/rejection-message'],
    description: 'The response that rejects an address has a different message from the documented one.',
    apply: onRejection('address', withOtherMessage),
  },
  'binds-credential-to-first-address': {
    breaks: ['address/no-allowlist'],
    description: 'The server binds a credential without an allowlist to the first address that uses it.',
    apply: afterGate('address', (found) => {
      const { caller, environment, request, decision } = found;
      if (caller === undefined || caller.ranges !== undefined || decision !== undefined) return found;
      const collectionKey = `fault/first-address/${caller.name}`;
      const first = environment.store.object(collectionKey, 'peer');
      if (!first) environment.store.putObject(collectionKey, 'peer', { address: request.peer });
      if (!first || first.address === request.peer) return found;
      const { ipBlocked } = environment.compiled;
      return {
        ...found,
        decision: {
          gate: 'address',
          outcome: 'rejected',
          cause: { code: 'fault', fault: 'binds-credential-to-first-address' },
          prepared: ipBlocked,
        },
      };
    }),
  },
} as const satisfies Faults;
