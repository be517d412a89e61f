import type { Words } from './word.ts';

/** Mismatches of the topic address. */
export const addressMismatches = {
  'unlisted-address-served': ({ address = '' }) => `${address} is served, although it is outside the allowlist`,
  'permitted-address-rejected': ({ address = 'this machine' }) =>
    `requests from ${address} are rejected, although no allowlist excludes it`,
  'address-connection-closed': 'the connection is closed without a response',
  'address-header-trusted': ({ header = '' }) => `the server trusts the header ${header}`,
} as const satisfies Words;

/** Causes of undecided checks in the topic address. */
export const addressCauses = {
  'rejected-like-unknown-credential': 'the status is 401, as for an unknown credential',
  'closed-without-message': 'the connection is closed: there is no message to check',
  'no-control-from-address': 'no principal without an allowlist was served from the same address',
  'address-not-rejected': ({ requirement = '' }) => `the request was not rejected: see ${requirement}`,
  'count-not-readable': 'the request that reads the remaining count was rejected',
  'credential-never-accepted': ({ principal = '' }) => `the credential of ${principal} is not accepted from any address`,
  'neither-served-nor-rejected': ({ status = '' }) => `the status is ${status}: neither served nor rejected because of the address`,
} as const satisfies Words;
