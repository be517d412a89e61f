import type { Contract } from '../../../spec/contract.ts';
import { bundledDocument, loadContract } from '../../../spec/loading/load.ts';
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
  ['plain-http-refused-with-another-status', 'transport/plain-http-refusal-has-the-documented-status'],
  ['old-tls-is-spoken', 'transport/old-tls-is-refused'],
  ['any-authentication-scheme', 'credentials/only-the-documented-scheme'],
  ['removal-needs-no-credential', 'credentials/missing-credential-is-401'],
  ['beginning-of-a-credential-is-enough', 'credentials/unknown-credential-is-401'],
  ['first-of-two-credentials-wins', 'credentials/doubtful-credential-is-refused'],
  ['credential-is-echoed', 'credentials/credential-is-never-echoed'],
  ['leftmost-forwarded-address-is-believed', 'address/forwarding-fields-do-not-help'],
  ['reset-in-milliseconds', 'limits/reset-is-in-the-documented-form'],
  ['remaining-never-falls', 'limits/remaining-falls-by-one'],
  ['limited-with-another-code', 'limits/refusal-has-the-documented-body'],
  ['missing-scope-is-404', 'scopes/missing-scope-is-403'],
  ['refused-change-is-made', 'scopes/refused-write-changes-nothing'],
  ['code-works-again', 'grants/code-works-once'],
  ['failed-basic-is-400', 'grants/failed-basic-is-challenged'],
  ['self-test-lists-every-scope', 'selftest/scopes-are-those-granted'],
  ['malformed-body-is-a-server-error', 'envelope/nothing-is-a-server-error'],
  ['http2-needs-no-credential', 'http/http2-is-guarded-as-http1'],
  ['dots-lead-around-the-guard', 'http/detours-are-guarded'],
  ['method-not-allowed-without-allow', 'http/405-names-the-allowed-methods'],
  ['objects-are-deleted-by-id-alone', 'abuse/objects-of-others-are-refused'],
  ['challenge-is-one-word', 'bearer/challenge-has-parameters'],
  ['algorithm-none-is-believed', 'jwt/unsigned-token-is-refused', jwts],
];

/** At least one of each topic, and of each way in which a request is sent. */
export const failing: readonly Failing[] = rows.map(([fault, requirement, contract = bundled]) => ({ fault, requirement, contract }));
