import { pointers } from './pointers.ts';
import { promised } from './requirement.ts';

export const selftest = {
  'selftest/live-credential-is-confirmed': promised('selftest', 'MUST', {
    says: 'The self-test answers a live credential with the documented success.',
    pointer: pointers.whoami,
    why: 'It is the first call that a new user makes. If it fails with a good key, they doubt the key, generate another, and write to support.',
    checked: 'The status, for every live principal, is that of the documented success.',
    fair: 'A 403 for want of a scope is left to selftest/no-scope-is-needed.',
    failure:
      'If every principal is refused, the path is wrong or the operation is missing at the target. If only some are, see what they share: plan, account, scopes.',
    fix: 'Serve the operation at the documented path behind the same authentication as all others, and nothing else in front of it.',
    references: [],
  }),
  'selftest/body-has-the-documented-shape': promised('selftest', 'MUST', {
    says: 'The self-test’s success has a body that its documented schema allows.',
    pointer: pointers.whoami,
    why: 'Dashboards and set-up scripts read this body to show who is logged in and what is left; a missing member breaks them on the first screen.',
    checked: 'Media type and body, for every live principal, against the documented media type and schema.',
    fair: 'Further members, where the schema does not forbid them.',
    failure:
      'The reported place names the member: missing, null, or of another type. Principals of one kind only? Then that kind has no user, no address or no plan behind it.',
    fix: 'Fill every required member for every kind of credential, or make it optional in the document where there is nothing to say.',
    references: [],
  }),
  'selftest/scopes-are-those-granted': promised('selftest', 'MUST', {
    says: 'The self-test lists exactly the scopes that the credential was granted, in any order, each once.',
    pointer: pointers.whoami,
    why: 'It is how a user finds out what a key may do before trying. A list that is longer than the truth invites calls that fail; a shorter one, broader keys than needed.',
    checked: 'The listed scopes, as a set, against those that the configuration gives the principal.',
    fair: 'Implied scopes listed with the granted ones, or left out.',
    failure:
      'The list is that of the account, of the newest key or of the plan. Or the configuration is wrong: compare it with where the key was made.',
    fix: 'List what is stored with the credential that authenticated this very request, and let the check of scopes use the same value.',
    references: [],
  }),
  'selftest/limits-match-the-headers': promised('selftest', 'MUST', {
    says: 'The limits in the self-test’s body equal those in its header.',
    pointer: pointers.whoami,
    why: 'Two numbers for one thing, and a client that paces itself by the wrong one runs into the limit.',
    checked: 'Limit, remainder and reset in the body against the fields of the same answer.',
    failure:
      'The body was filled before this request was counted, or describes another window. A difference of exactly one points to the order.',
    fix: 'Count first, then write body and fields from one and the same reading of the quota.',
    references: [],
  }),
  'selftest/bad-credential-is-401': promised('selftest', 'MUST', {
    says: 'The self-test answers a bad credential with 401, never with a success that says no.',
    critical: true,
    pointer: pointers.whoami,
    why: 'Clients and health checks take any success for a yes. One that carries a no in its body is read as a yes by everything that looks at the status.',
    checked: 'The status without a credential and with an unknown one is 401.',
    failure: 'The operation was taken out of authentication so that it can report failure itself. Look at the list of public routes.',
    fix: 'Put it behind the same authentication as all other operations: the 401 is the answer.',
    references: ['RFC 9110 §15.5.2', 'OWASP API2:2023'],
  }),
  'selftest/no-scope-is-needed': promised('selftest', 'SHOULD', {
    says: 'The self-test serves every live credential, whatever its scopes.',
    pointer: pointers.whoami,
    why: 'Testing a key is for finding out what it may do. If that takes a scope, the keys that most need testing cannot be tested.',
    checked: 'No live principal is refused with 403.',
    failure: 'A scope is demanded by default, or the operation sits below a path that demands one. The refused principals show which.',
    fix: 'Demand a live credential and nothing more of this operation; where a scope is intended, write it into the `security` of the operation.',
    references: [],
  }),
} as const;
