import { before, promising, refused, withLine } from '../faults/bend.ts';
import type { Variants } from './variant.ts';

const seen = (change: (peer: string) => string) =>
  before('transport', (visit) => ({ ...visit, arrival: { ...visit.arrival, peer: change(visit.arrival.peer) } }));

const expanded = (peer: string) =>
  peer.includes('::') && !peer.includes('.')
    ? peer
        .replace('::', `:${'0:'.repeat(8 - peer.split(':').filter((part) => part !== '').length)}`)
        .replace(/^:|:$/g, '')
        .toUpperCase()
    : peer;

export const address = {
  'addresses-come-mapped': {
    says: 'The server listens on IPv6 for both, and sees IPv4 callers by their mapped addresses.',
    bend: seen((peer) => (peer.includes(':') ? peer : `::ffff:${peer}`)),
  },
  'addresses-come-in-full': {
    says: 'The server sees IPv6 callers by their addresses in full and in capitals.',
    bend: seen(expanded),
  },
  'other-addresses-are-401': {
    says: 'A caller from an address that the list does not hold is refused like one without a good credential.',
    bend: (parts) =>
      refused('address', (answer, { around: { law } }) => {
        const [scheme] = law.contract.schemes;
        return withLine(answer, 'WWW-Authenticate', `${scheme?.challenge || 'Bearer'} realm="elsewhere"`);
      })(promising((contract) => ({ ...contract, ipBlocked: contract.unauthorized }))(parts)),
  },
} as const satisfies Variants;
