import { standard } from './requirement.ts';

export const bearer = {
  'bearer/challenge-has-parameters': standard('bearer', 'MUST', {
    says: 'A Bearer challenge has at least one parameter.',
    reference: 'RFC 6750 §3',
    why: 'RFC 6750 wants a realm, a scope or an error behind the name of the scheme, and clients written by its grammar do not read a bare one.',
    checked: 'Each Bearer challenge of a 401 has a parameter behind the name of the scheme.',
    fair: 'Any parameter, also one that no standard knows. Answers without a Bearer challenge are left to the requirement about them.',
    failure: 'The field is written by hand as the one word `Bearer`, as plain HTTP would allow for other schemes.',
    fix: 'Send `WWW-Authenticate: Bearer realm="…"`, with the name of the API between the quotes.',
    references: ['RFC 9110 §11.6.1'],
  }),
  'bearer/challenge-is-well-formed': standard('bearer', 'MUST', {
    says: 'The parameters of a Bearer challenge stand once each and are of the characters that RFC 6750 allows.',
    reference: 'RFC 6750 §3',
    why: 'A challenge is parsed by clients that were written by a grammar. A message with a quote or a line of another alphabet in it breaks off in the middle, or reads as something else.',
    checked:
      'The WWW-Authenticate fields of each 401 and 403 can be read as challenges; in those of Bearer no parameter stands twice; scope, error, error_description and error_uri have no characters but those that they may.',
    fair: 'Any further parameters, challenges of other schemes in the same field, values with and without quotes, names in any case.',
    failure:
      'A message is put between the quotes as it is, quotes and letters of other alphabets included, or two components add their realm each. The observed value shows which.',
    fix: 'Build the challenge in one place, keep its description in ASCII without quotes and backslashes, and put the details into the body.',
    references: ['RFC 9110 §11.2', 'RFC 9110 §5.5'],
  }),
  'bearer/no-error-without-a-credential': standard('bearer', 'SHOULD', {
    says: 'A request without any credential is challenged without an error code.',
    reference: 'RFC 6750 §3.1',
    why: 'A client that has not yet tried is not in error. One that reads invalid_token throws away a token that it never sent, or asks its user to sign in once more.',
    checked: 'No Bearer challenge of a 401 to a request without a credential has the parameter error.',
    failure: 'One challenge is sent for all refusals, whatever went wrong.',
    fix: 'Leave error and its companions away where the request has no credential.',
    references: [],
  }),
  'bearer/invalid-token-is-told': standard('bearer', 'SHOULD', {
    says: 'The challenge to a bad bearer token has the error code invalid_token.',
    reference: 'RFC 6750 §3.1',
    why: 'Client libraries fetch a new token when they read invalid_token, and give up where they do not.',
    checked: 'The Bearer challenge of a 401 to an unknown, revoked or expired token has `error="invalid_token"`.',
    fair: '400 with invalid_request belongs to tokens that are malformed, none of which is sent here. Whether the token was never known, revoked or expired must not be told.',
    failure:
      'The challenge is the same as to a request without a token, so that no client can tell its own stale token from a forgotten one.',
    fix: 'Add `error="invalid_token"` wherever a token was sent and is not accepted.',
    references: [],
  }),
  'bearer/insufficient-scope-is-told': standard('bearer', 'SHOULD', {
    says: 'The refusal of a bearer token for want of a scope is challenged with the error code insufficient_scope.',
    reference: 'RFC 6750 §3.1',
    why: 'A bare 403 leaves a client with nothing to do. With the code it knows that another token would help, and can ask its user for it.',
    checked: 'Each 403 for want of a scope has a Bearer challenge with `error="insufficient_scope"`.',
    fair: '404 for an object that is hidden from this caller.',
    failure: 'Challenges are only sent with 401. A framework often has no place for one in its 403.',
    fix: 'Send `WWW-Authenticate: Bearer error="insufficient_scope"` with the 403, best together with the scope that is wanting.',
    references: [],
  }),
  'bearer/named-scopes-are-those-asked-for': standard('bearer', 'SHOULD', {
    says: 'The scopes that a refusal names are those that the operation asks for.',
    reference: 'RFC 6750 §3',
    why: 'Clients ask for exactly the scopes that they are told. A wrong name sends them around in circles, and a broader one hands out more than is needed.',
    checked:
      'The scope parameter of a 403 for want of a scope names all scopes of one of the alternatives that the document gives the operation, and no others.',
    fair: 'No scope parameter at all; scopes that the caller holds already beside those that are wanting; any order.',
    failure:
      'The names are written by hand beside each route and were not changed with the document, or the scope of the whole API is named.',
    fix: 'Write the parameter from the same table that the decision is made by.',
    references: ['RFC 6749 §3.3'],
  }),
} as const;
