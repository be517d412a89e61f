import type { Words } from './word.ts';

/** Mismatches of the topic transport. */
export const transportMismatches = {
  'authenticated-over-plain-http': 'the request over plain HTTP was authenticated instead of rejected',
  'valid-credential-recognizable': 'over plain HTTP a valid credential gets another response than an unknown one',
  'hsts-missing': ({ status = '' }) => `no Strict-Transport-Security header on a ${status}`,
  'hsts-repeated': ({ status = '' }) => `more than one Strict-Transport-Security header on a ${status}`,
  'hsts-without-max-age': 'Strict-Transport-Security has no valid max-age',
  'hsts-too-short': 'the max-age of Strict-Transport-Security is too short',
  'hsts-over-plain-http': 'Strict-Transport-Security is sent over plain HTTP',
  'forwarded-proto-trusted': ({ header = '' }) => `a client’s "${header}" turns plain HTTP into HTTPS`,
  'handshake-failed': 'the TLS handshake failed',
  'old-tls-accepted': ({ version = '' }) => `an outdated TLS version was accepted (${version})`,
} as const satisfies Words;

/** Causes of undecided checks in the topic transport. */
export const transportCauses = {
  'no-tls': 'this target is not reached over TLS',
  'plain-http-unanswered': ({ trouble = '' }) => `no response over plain HTTP: ${trouble}`,
  'plain-http-address-unknown': ({ address = '' }) => `nothing listens at ${address}, the guessed address for plain HTTP`,
  'plain-http-served': ({ see = '' }) => `plain HTTP is not rejected: see ${see}`,
  'plain-http-not-rejected': ({ status = '' }) => `plain HTTP is not rejected: the status is ${status}`,
  'plain-http-redirected': ({ see = '' }) => `plain HTTP is redirected: see ${see}`,
  'certificates-not-verified': 'certificates are not verified in this run',
} as const satisfies Words;
