import { pointers } from './pointers.ts';
import { promised } from './requirement.ts';

export const whoamiRequirements = {
  'whoami/valid-credential': promised('whoami', 'MUST', {
    title: 'The whoami operation accepts every live credential',
    demand: 'The whoami operation MUST answer a live credential with the documented success response.',
    pointer: pointers.whoami,
    why: 'It is the first call of a new user. If it fails with a valid key, they doubt the key, generate a new one and contact support.',
    checked: 'For every live principal, the status is that of the documented success response.',
    fair: 'A 403 for a missing scope is covered by a separate requirement of this topic.',
    failure:
      'If every principal is rejected, the path is wrong or the target does not have the operation. If only some are, look for what they share: plan, account or scopes.',
    fix: 'Serve the operation at the documented path, behind the same authentication as all others and nothing else.',
  }),
  'whoami/body': promised('whoami', 'MUST', {
    title: 'The whoami body matches its schema',
    demand: 'The success response of the whoami operation MUST have a body that matches its documented schema.',
    pointer: pointers.whoami,
    why: 'Dashboards and setup scripts read this body to show the current user and remaining quota. A missing member breaks them on the first screen.',
    checked: 'For every live principal, media type and body are compared with the documented media type and schema.',
    fair: 'Additional members pass if the schema does not forbid them.',
    failure:
      'The reported location names the member that is missing, null or of the wrong type. If only one kind of principal fails, that kind has no user, address or plan.',
    fix: 'Fill every required member for every kind of credential. If there is no value for some, make the member optional in the document.',
  }),
  'whoami/scopes': promised('whoami', 'MUST', {
    title: 'The whoami operation lists the granted scopes',
    demand: 'The whoami operation MUST list exactly the scopes that the credential was granted, in any order and each once.',
    pointer: pointers.whoami,
    why: 'The list shows a user what a key can do before trying. A list that is too long invites failing calls, and a short one invites broader keys than needed.',
    checked: 'The listed scopes, as a set, are compared with those that the configuration gives the principal.',
    fair: 'Implied scopes may be listed with the granted ones or left out.',
    failure:
      'The list is that of the account, the newest key or the plan. Or the configuration is wrong: compare it with the place where the key was created.',
    fix: 'List the scopes stored with the credential that authenticated this request. Use the same value for the scope check.',
  }),
  'whoami/limits': promised('whoami', 'MUST', {
    title: 'The whoami limits match the headers',
    demand: 'The limits in the body of the whoami response MUST equal those in its headers.',
    pointer: pointers.whoami,
    why: 'If the two numbers differ, a client that paces itself by the wrong one runs into the limit.',
    checked: 'Limit, remaining quota and reset in the body are compared with the headers of the same response.',
    failure:
      'The body was filled before this request was counted, or describes a different window. A difference of exactly one points to the order.',
    fix: 'Count the request first. Then write body and headers from the same reading of the quota.',
  }),
  'whoami/invalid-credential': promised('whoami', 'MUST', {
    title: 'The whoami operation rejects invalid credentials',
    demand: 'The whoami operation MUST answer an invalid credential with 401, and MUST NOT report it in a success response.',
    critical: true,
    pointer: pointers.whoami,
    why: 'Clients and health checks read any success status as a yes. Code that looks only at the status misses a negative result in the body.',
    checked: 'The status is 401 without a credential and with an unknown one.',
    failure: 'The operation was excluded from authentication so that it can report failures itself. Check the list of public routes.',
    fix: 'Put it behind the same authentication as all other operations. The 401 is the result.',
    references: ['RFC 9110 §15.5.2', 'OWASP API2:2023'],
  }),
  'whoami/no-scope-required': promised('whoami', 'SHOULD', {
    title: 'The whoami operation requires no scope',
    demand: 'The whoami operation SHOULD accept every live credential, whatever its scopes.',
    pointer: pointers.whoami,
    why: 'Users test a key to find out what it can do. If the test requires a scope, the keys that most need testing cannot be tested.',
    checked: 'No live principal gets a 403.',
    failure: 'A scope is required by default, or the operation is below a path that requires one. The rejected principals show which.',
    fix: 'Require only a live credential for this operation. If a scope is intended, add it to the `security` of the operation.',
  }),
} as const;
