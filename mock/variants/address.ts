import { all } from '../faults/steps.ts';
import { answered, before, promising, refused, withLine } from '../faults/bend.ts';
import type { Variants } from './variant.ts';

export const address = {
  'addresses-come-mapped': {
    says: 'The server listens on IPv6 for both families, sees IPv4 clients by their mapped addresses, and reports these.',
    bend: all(
      before('transport', (visit) => {
        const { arrival } = visit;
        return arrival.peer.includes(':') ? visit : { ...visit, arrival: { ...arrival, peer: `::ffff:${arrival.peer}` } };
      }),
      answered((answer, { arrival }) => ({ ...answer, headers: [...answer.headers, 'X-Client-Address', arrival.peer] })),
    ),
  },
  'other-addresses-are-401': {
    says: 'The server rejects an address outside the allowlist like an invalid credential, with 401.',
    bend: (parts) =>
      refused('address', (answer, { around: { law } }) => {
        const [scheme] = law.contract.schemes;
        return withLine(answer, 'WWW-Authenticate', `${scheme?.challenge || 'Bearer'} realm="elsewhere"`);
      })(promising((contract) => ({ ...contract, ipBlocked: contract.unauthorized }))(parts)),
  },
} as const satisfies Variants;
