import type { Contract } from '../../../spec/contract.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import type { RequirementId } from '../../../spec/catalogue/catalogue.ts';
import { weather } from '../../proof/standards/documents.ts';

/** A failure to reproduce: what is broken, what it turns red, and by which document. */
export interface Failing {
  readonly fault: string;
  readonly requirement: RequirementId;
  readonly contract: Contract;
}

const bundled = await loadContract(bundledDocument);
const jwts = weather({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });

const rows: readonly (readonly [fault: string, requirement: RequirementId, contract?: Contract])[] = [
  ['sends-426-for-plain-http', 'transport/plain-http-status'],
  ['negotiates-old-tls', 'transport/old-tls'],
  ['accepts-any-scheme', 'credentials/undeclared-scheme'],
  ['deletes-objects-without-key', 'credentials/missing'],
  ['compares-key-prefix-only', 'credentials/unknown'],
  ['uses-first-of-two-keys', 'credentials/ambiguous'],
  ['leaks-key-in-header', 'credentials/echoed'],
  ['trusts-leftmost-x-forwarded-for', 'address/forwarding-headers'],
  ['reports-reset-in-milliseconds', 'limits/reset-format'],
  ['reports-constant-remaining', 'limits/remaining-decrement'],
  ['sends-undocumented-429-code', 'limits/429-body'],
  ['sends-404-for-missing-scope', 'scopes/missing'],
  ['applies-update-without-scope', 'scopes/forbidden-write'],
  ['accepts-used-code', 'oauth/code-reuse'],
  ['answers-failed-basic-with-400', 'oauth/basic-challenge'],
  ['whoami-lists-every-scope', 'whoami/scopes'],
  ['crashes-on-malformed-body', 'errors/server-error'],
  ['serves-http2-without-credential', 'http/http2-authentication'],
  ['serves-encoded-dots-without-credential', 'http/alternative-paths'],
  ['omits-allow-on-405', 'http/405-allow'],
  ['deletes-foreign-objects-by-id', 'abuse/foreign-object-access'],
  ['sends-bare-bearer-challenge', 'bearer/challenge-parameters'],
  ['accepts-alg-none', 'jwt/unsigned', jwts],
];

/** At least one of each topic, and of each way in which a request is sent. */
export const failing: readonly Failing[] = rows.map(([fault, requirement, contract = bundled]) => ({ fault, requirement, contract }));
