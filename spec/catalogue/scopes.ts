import { pointers } from './pointers.ts';
import { promised } from './requirement.ts';

export const scopes = {
  'scopes/granted-scope-allows': promised('scopes', 'MUST', {
    says: 'A principal whose scopes meet what an operation asks for is not refused.',
    pointer: pointers.operations,
    why: 'A credential that may less than its scopes say makes people ask for broader ones until it works, which ends with everything holding every scope.',
    checked: 'Of every operation and every principal that holds the scope itself: the answer is neither 401 nor 403.',
    fair: '404 or 405 for an operation that the documentation only implies: the target is then taken not to have it.',
    failure:
      'The server demands another scope than documented, or more than one. Compare the `security` of the operation with the rule in the code; the principal beside it tells which combination fails.',
    fix: 'Read the demanded scopes from the document, or keep one table that both come from. Within one alternative all scopes are demanded, of several alternatives one is enough.',
    references: ['RFC 6750 §3.1'],
  }),
  'scopes/implied-scope-allows': promised('scopes', 'MUST', {
    says: 'A scope that is documented to imply others meets whatever those meet.',
    pointer: pointers.implies,
    why: 'Whoever is promised full access with one scope will not list the others, and stands before a locked door.',
    checked:
      'Of every operation and every principal that is allowed only through what its scopes imply: the answer is neither 401 nor 403.',
    fair: '404 or 405 for an operation that the documentation only implies.',
    failure: 'Scopes are compared literally: the broad one is not expanded, or not everywhere.',
    fix: 'Expand the scopes of a credential once, where it is recognised, following the implications to their end; compare only expanded sets after that.',
    references: [],
  }),
  'scopes/missing-scope-is-403': promised('scopes', 'MUST', {
    says: 'A principal whose scopes do not meet what an operation asks for is refused with 403; no scope implies another unless documented.',
    critical: true,
    pointer: pointers.forbidden,
    why: 'Narrow credentials limit what a leaked one can do. That holds only if the server refuses everything else, operation by operation, also in the corners that nobody tries by hand.',
    checked: 'Of every operation and every principal that lacks the scope: the status is that of the documented refusal.',
    fair: '404 where the path names an object, for a server may hide what is not the caller’s. Any order among the refusals.',
    failure:
      'Served: the operation is open to every credential, or a scope implies more than documented; that is a hole. Refused otherwise: clients take a missing permission for a bad key or an absent object. See whether one principal or one operation is concerned.',
    fix: 'Refuse by default and attach the demanded scopes to the route itself, so that a new operation without any is refused rather than open. Let no scope include another that the document does not list.',
    references: ['RFC 9110 §15.5.4', 'RFC 6750 §3.1', 'OWASP API5:2023', 'ASVS 5.0 8.2.1'],
  }),
  'scopes/refusal-has-the-documented-body': promised('scopes', 'MUST', {
    says: 'A 403 for want of a scope has the documented media type and a body that its schema allows.',
    pointer: pointers.forbidden,
    why: 'A client tells by the code whether another credential would help. Without it every 403 looks like every other, from a firewall’s to a suspended account’s.',
    checked: 'Media type and body of each 403, against the media type and schema that the operation documents for it.',
    fair: 'Further members, where the schema does not forbid them.',
    failure:
      'Another layer refuses first, or the code of the error differs between operations. Compare the body with the schema at the reported place.',
    fix: 'Make the refusal in one place for all operations, from the documented body.',
    references: [],
  }),
  'scopes/refusal-has-the-documented-message': promised('scopes', 'SHOULD', {
    says: 'A 403 for want of a scope is worded as the documented example.',
    pointer: pointers.forbidden,
    why: 'The message is what a developer pastes into a search. It should lead to the documentation, and it should not tell more than that.',
    checked: 'Every text of the documented example that the schema leaves open, against the text in the same place of the answer.',
    failure:
      'The wording has changed on one side, or names the missing scope. No client breaks that follows the code, which is why this is a warning.',
    fix: 'Take the words from the document, or bring the example in the document up to date. The scope that is missing can go into the challenge.',
    references: [],
  }),
  'scopes/refused-write-changes-nothing': promised('scopes', 'MUST', {
    says: 'A change or deletion that is refused for want of a scope leaves the object as it was.',
    critical: true,
    pointer: pointers.forbidden,
    why: 'A refusal that comes after the deed protects nothing, and whoever looks only at the status never finds out.',
    checked: 'Status and body of the object, read before and after the refused attempt by somebody who may, are the same.',
    fair: 'Members that change with every reading, such as a time of access: they differ between two readings before the attempt already.',
    failure:
      'The permission is looked at after the handler has run, or in a layer that only wraps the answer. Look for side effects before the check, also in middleware that validates or audits.',
    fix: 'Decide on the scope before the body is read, let alone applied; where a write is one of several, put them into a transaction that the refusal rolls back.',
    references: ['OWASP API5:2023', 'ASVS 5.0 8.2.1', 'ASVS 5.0 8.3.1'],
  }),
} as const;
