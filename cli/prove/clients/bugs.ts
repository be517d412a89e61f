import type { ClientRequirementId } from '../../../spec/catalogue/client/client.ts';
import type { Contract } from '../../../spec/contract.ts';

/** A bug of a client, and the requirement that it violates. */
interface BugEntry {
  readonly breaks: ClientRequirementId;
  readonly description: string;
  /** The scenario that shows it, if the requirement is checked in others too. */
  readonly scenario?: string;
  /** Whether it is a bug by a document; by default by any. */
  readonly isBug?: (contract: Contract) => boolean;
}

const bug = (breaks: ClientRequirementId, description: string, more: Pick<BugEntry, 'scenario' | 'isBug'> = {}): BugEntry => ({
  breaks,
  description,
  ...more,
});

/** Whether clients may not authenticate with Basic, because the document states other ways. */
const forbidsBasic = ({ clientAuthentication }: Contract): boolean =>
  clientAuthentication.length > 0 && !clientAuthentication.includes('client_secret_basic');

/** The bugs of the broken clients. */
export const clientBugs = {
  'sends-key-in-second-header': bug('client/key-placement', 'The key is in a second header too.'),
  'puts-key-into-url': bug('client/key-not-in-url', 'The key is in the query too.'),
  'accepts-plain-base-url': bug('client/https-only', 'Any base URL is accepted.', { scenario: 'plain-base-url' }),
  'follows-to-plain-http': bug('client/https-only', 'Redirects to plain HTTP are followed with the key.', {
    scenario: 'redirect-to-plain-http',
  }),
  'skips-certificate-verification': bug('client/certificate-verified', 'Certificates are not verified.'),
  'keeps-key-on-redirect': bug('client/redirect-drops-credential', 'Redirects to other origins are followed with the key.'),
  'prints-key-in-error': bug('client/key-not-logged', 'Errors contain the key.'),
  'swallows-errors': bug('client/error-surfaced', 'Errors of the API end the client with code 0 and without a message.'),
  'rejects-unknown-members': bug('client/unknown-members', 'Responses with unknown members are rejected.'),
  'reads-seconds-as-milliseconds': bug('client/retry-after-seconds', 'Retry-After of a 429 is taken for milliseconds.'),
  'ignores-retry-after-date': bug('client/retry-after-date', 'Dates in Retry-After are not read.'),
  'reads-body-as-milliseconds': bug('client/retry-after-body', 'The member of the body is taken for milliseconds.'),
  'ignores-reset': bug('client/retry-from-reset', 'The reset is not read.'),
  'waits-milliseconds': bug('client/retry-without-hint', 'Without a hint, the wait is a tenth of a second.'),
  'waits-a-constant-time': bug('client/retry-without-hint', 'Without a hint, all waits are the same.'),
  'repeats-without-end': bug('client/retry-bounded', 'Calls are repeated until they succeed.'),
  'overflows-the-timer': bug('client/retry-after-unreasonable', 'Retry-After goes into the timer unchecked.'),
  'waits-a-year': bug('client/retry-after-unreasonable', 'Any Retry-After is sat out.'),
  'ignores-retry-after-of-503': bug('client/retry-503', 'Retry-After of a 503 is not read.'),
  'repeats-after-401': bug('client/no-retry-401', 'Calls are repeated after a 401.'),
  'repeats-after-403': bug('client/no-retry-403', 'Calls are repeated after a 403.'),
  'repeats-lost-post': bug('client/unsafe-not-repeated', 'A POST is repeated if the connection is lost.'),
  'comes-back-together': bug('client/parallel-backoff', 'Waits have no random part.'),
  'compares-token-type': bug('client/scheme-case', 'The token type must be Bearer, letter for letter.'),
  'skips-state-check': bug('client/oauth-state', 'The state is sent and not compared.', { scenario: 'other-state' }),
  'repeats-state': bug('client/oauth-state', 'The state is always the same.', { scenario: 'sign-in' }),
  'omits-pkce': bug('client/oauth-pkce', 'There is no code challenge.'),
  'plain-pkce': bug('client/oauth-pkce', 'The code challenge is the verifier.'),
  'repeats-verifier': bug('client/oauth-pkce', 'The verifier is always the same.'),
  'skips-issuer-check': bug('client/oauth-issuer', 'The issuer of the redirect is not compared.'),
  'changes-redirect-uri': bug('client/oauth-redirect-uri', 'The token request has a slash more in its redirect URI.'),
  'redeems-after-error': bug('client/oauth-error-redirect', 'The error of the redirect is not read.'),
  'ends-quietly-when-denied': bug('client/oauth-error-redirect', 'A denied authorization is no error.'),
  'asks-for-more-scope': bug('client/oauth-scope', 'A further scope is asked for.', { scenario: 'sign-in' }),
  'stops-quietly-with-less-scope': bug('client/oauth-scope', 'With less scope than asked for, nothing happens.', {
    scenario: 'less-scope',
  }),
  'authenticates-twice': bug('client/oauth-client-authentication', 'The secret is in the body and in Basic.'),
  'authenticates-undocumented': bug('client/oauth-client-authentication', 'The secret is in Basic, whatever the document says.', {
    isBug: forbidsBasic,
  }),
  'joins-basic-unencoded': bug('client/oauth-client-authentication', 'Id and secret are joined without encoding.'),
  'never-refreshes': bug('client/oauth-refresh', 'An ended token is not refreshed.'),
  'keeps-first-refresh-token': bug('client/oauth-refresh', 'The new refresh token is not stored.'),
  'refreshes-per-call': bug('client/oauth-refresh-once', 'Each parallel call refreshes.'),
  'repeats-refused-refresh': bug('client/oauth-refresh-refused', 'A refused refresh is repeated.'),
  'forgets-expiry': bug('client/oauth-expiry', 'The lifetime of the token is not kept.', { scenario: 'early-expiry' }),
  'needs-expiry': bug('client/oauth-expiry', 'A token response without a lifetime is rejected.', { scenario: 'no-expiry' }),
  'polls-without-slowing': bug('client/oauth-device-poll', 'Polls do not slow down.', { scenario: 'device-poll' }),
  'polls-after-the-end': bug('client/oauth-device-poll', 'Polls go on after the final error.'),
  'sends-secret-to-authorize': bug('client/oauth-secret-kept', 'The client secret is in the authorization URL.', { scenario: 'sign-in' }),
  'follows-token-redirect': bug('client/oauth-secret-kept', 'Redirects of the token endpoint are followed.', {
    scenario: 'token-redirect',
  }),
  'trusts-any-metadata': bug('client/oauth-secret-kept', 'The issuer of the metadata is not compared.', {
    scenario: 'other-issuer-metadata',
  }),
} as const satisfies { readonly [name: string]: BugEntry };

export type ClientBug = keyof typeof clientBugs;

export const clientBugNames: readonly ClientBug[] = Object.keys(clientBugs).filter(isClientBug);

/** Whether a name is one of a bug of a client. */
export function isClientBug(name: string): name is ClientBug {
  return Object.hasOwn(clientBugs, name);
}
