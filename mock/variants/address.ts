import { combine } from '../faults/step-edits.ts';
import { onResponse, beforeGate, withContract, onRejection, withHeader } from '../faults/edits.ts';
import type { Variants } from './variant.ts';

export const addressVariants = {
  'sees-ipv4-mapped-addresses': {
    description: 'The server listens on IPv6 for both families, sees IPv4 clients by their mapped addresses, and reports these.',
    apply: combine(
      beforeGate('transport', (context) => {
        const { request } = context;
        return request.peer.includes(':') ? context : { ...context, request: { ...request, peer: `::ffff:${request.peer}` } };
      }),
      onResponse((response, { request }) => ({ ...response, headers: [...response.headers, 'X-Client-Address', request.peer] })),
    ),
  },
  'rejects-unlisted-addresses-with-401': {
    description: 'The server rejects an address outside the allowlist like an invalid credential, with 401.',
    apply: (parts) =>
      onRejection('address', (response, { environment: { compiled } }) => {
        const [scheme] = compiled.contract.schemes;
        return withHeader(response, 'WWW-Authenticate', `${scheme?.challenge || 'Bearer'} realm="elsewhere"`);
      })(withContract((contract) => ({ ...contract, ipBlocked: contract.unauthorized }))(parts)),
  },
} as const satisfies Variants;
