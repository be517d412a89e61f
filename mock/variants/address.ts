import { all } from '../faults/step-edits.ts';
import { answered, before, promising, refused, withLine } from '../faults/edits.ts';
import type { Variants } from './variant.ts';

export const addressVariants = {
  'sees-ipv4-mapped-addresses': {
    description: 'The server listens on IPv6 for both families, sees IPv4 clients by their mapped addresses, and reports these.',
    apply: all(
      before('transport', (context) => {
        const { request } = context;
        return request.peer.includes(':') ? context : { ...context, request: { ...request, peer: `::ffff:${request.peer}` } };
      }),
      answered((response, { request }) => ({ ...response, headers: [...response.headers, 'X-Client-Address', request.peer] })),
    ),
  },
  'rejects-unlisted-addresses-with-401': {
    description: 'The server rejects an address outside the allowlist like an invalid credential, with 401.',
    apply: (parts) =>
      refused('address', (response, { environment: { compiled } }) => {
        const [scheme] = compiled.contract.schemes;
        return withLine(response, 'WWW-Authenticate', `${scheme?.challenge || 'Bearer'} realm="elsewhere"`);
      })(promising((contract) => ({ ...contract, ipBlocked: contract.unauthorized }))(parts)),
  },
} as const satisfies Variants;
