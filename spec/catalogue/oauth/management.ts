import { standard } from '../requirement.ts';

export const grantsManagement = {
  'grants/metadata-is-well-formed': standard('grants', 'MUST', {
    says: 'The metadata of the authorization server is JSON with its issuer, its endpoints and its response types, and without empty lists.',
    reference: 'RFC 8414 §2, §3.2, §3.3',
    why: 'Libraries set themselves up from it and trust it blindly. By an issuer that is not the one asked for, one server could pass for another.',
    checked:
      '200 and `application/json`; an `issuer` under HTTPS, without query and fragment, that leads to this very document; the endpoints absolute and under HTTPS; `response_types_supported`; no list without elements.',
    fair: 'Further members. OpenID Connect’s document where there is none of OAuth’s own. The issuer as the document’s URLs have it, where the tests reach the server under another name. No metadata at all: nothing is asked then.',
    failure:
      'An issuer with a slash too many, of another environment, or taken from the `Host` of the request. A list that is empty because nothing is configured.',
    fix: 'Serve one prepared document for each issuer, and leave out what there is none of.',
    references: ['RFC 8414 §6.2'],
  }),
  'grants/metadata-agrees-with-the-document': standard('grants', 'MUST', {
    says: 'The metadata names the endpoints, grants and scopes that the document declares.',
    reference: 'RFC 8414 §2',
    why: 'One client is set up from the document and another from the metadata. They should end up at the same place, with the same abilities.',
    checked:
      'Each endpoint that both name is the same URL; each declared grant is among `grant_types_supported`; each declared scope among `scopes_supported`, where those lists exist.',
    fair: 'More grants and scopes than declared. Lists left out; for grants that means code and implicit. The origin under which the tests reach the server in place of the documented one.',
    failure: 'The metadata belongs to another environment or version, or a flow was switched off and is still documented.',
    fix: 'Make the metadata from the running configuration, and the document’s flows from the metadata.',
    references: ['OWASP API9:2023'],
  }),
  'grants/resource-metadata-names-the-resource': standard('grants', 'MUST', {
    says: 'The metadata of the API as a protected resource names the very API that it was asked for.',
    reference: 'RFC 9728 §2, §3.1, §3.3',
    why: 'A client that follows it to an authorization server and back asks there for tokens for this name. With another name it asks for tokens for somebody else.',
    checked: '200 and a JSON object whose `resource` equals the address of the API that the place of the metadata stands for.',
    fair: 'The documented server URL, where the tests reach the API under another name. No such metadata at all: nothing is asked then.',
    failure: 'The origin alone where the API has a path, a slash too many, or the address behind the proxy.',
    fix: 'Build `resource` from the public base URL of the API, and the place of the metadata from the same.',
    references: [],
  }),
  'grants/revoked-token-is-dead': standard('grants', 'MUST', {
    says: 'A token that its client has revoked is not accepted any more.',
    critical: true,
    reference: 'RFC 7009 §2.1',
    why: 'Clients revoke when a user signs out or suspects a theft. If the token goes on working, signing out was only a picture.',
    checked:
      'After its revocation the API answers the access token with 401, and a revoked refresh token gives no token. A hint of the wrong kind changes nothing of that.',
    fair: 'Whether revoking one token ends the others of its grant. `unsupported_token_type` for a kind that the server cannot revoke.',
    failure:
      'The API verifies tokens by itself and never hears of the revocation, or a cache outlives it. With the wrong hint only: the other kind is not looked for.',
    fix: 'Look tokens up at each request, keep a list of the revoked ones that the API asks, or give tokens that end within minutes.',
    references: ['RFC 7009 §2.2.1', 'ASVS 5.0 10.4.9', 'OWASP API2:2023'],
  }),
  'grants/revoking-an-unknown-token-succeeds': standard('grants', 'MUST', {
    says: 'Revoking a token that does not exist, or no longer does, is a success.',
    reference: 'RFC 7009 §2.2',
    why: 'The client wants it gone, and gone it is. An error would only make it try again, or tell a stranger which tokens exist.',
    checked: 'The revocation of an invented token by a known client is answered with 200.',
    fair: 'Any body, or none.',
    failure: '400 or 404: the look-up failed, and so did the request. `invalid_token` is no error of this endpoint.',
    fix: 'Answer 200 whether or not something was found.',
    references: [],
  }),
  'grants/revocation-needs-the-client': standard('grants', 'MUST', {
    says: 'Nobody revokes a token without authenticating as the client that it was given to.',
    critical: true,
    reference: 'RFC 7009 §2.1',
    why: 'Otherwise whoever finds a token can sign its user out, and whoever guesses can sign out many.',
    checked: 'A revocation without authentication is refused, and the token still works after it.',
    fair: '401 or 400. 200 without effect.',
    failure: 'The token is taken for the credential, and the client never asked for; or asked for and not compared with that of the token.',
    fix: 'Authenticate with the code of the token endpoint, then compare the client with the token’s.',
    references: ['RFC 7009 §5', 'ASVS 5.0 10.4.10', 'OWASP API2:2023'],
  }),
  'grants/introspection-needs-authentication': standard('grants', 'MUST', {
    says: 'Introspection answers nobody who has not authenticated.',
    critical: true,
    reference: 'RFC 7662 §2.1',
    why: 'An open endpoint lets strangers try tokens out at leisure, and tells them of each that they find whose it is and what it opens.',
    checked: 'A live token, sent without authentication, gets no answer that tells of it.',
    fair: '401, 400 or 403. `{"active": false}` tells nothing, and passes.',
    failure: 'The endpoint was built for an inner network and is reachable from outside, or takes the token itself for its credential.',
    fix: 'Demand a client secret or a token of its own from whoever asks.',
    references: ['RFC 7662 §4', 'OWASP API2:2023'],
  }),
  'grants/introspection-tells-active-tokens': standard('grants', 'MUST', {
    says: 'Introspection tells an authenticated caller that a live token is active.',
    reference: 'RFC 7662 §2.2',
    why: 'APIs open or close their doors by this answer. A "false" locks the user out; a wrong scope lets in too far.',
    checked: '200 and a JSON object whose `active` is true, and no string; a `scope` beside it names the granted ones.',
    fair: 'Every member but `active` left out.',
    failure:
      'False for a live token: it is looked for among tokens of another kind or issuer. A string: the library writes every value as text.',
    fix: 'Answer from the store that the API itself decides by.',
    references: [],
  }),
  'grants/inactive-token-tells-nothing-else': standard('grants', 'MUST', {
    says: 'Of a token that is unknown, ended or revoked, introspection says that it is not active, and nothing else.',
    reference: 'RFC 7662 §2.2',
    why: 'Whose token it was, and why it no longer works, is of use only to somebody who should not have it.',
    checked: 'An invented token and a revoked one are answered with 200 and `{"active": false}`, without any further member.',
    failure:
      'An error status makes callers take a dead token for a broken server. Further members show that the row was found and only one of them set.',
    fix: 'Decide first whether the token is active; if not, answer from a constant.',
    references: ['RFC 7662 §4'],
  }),
} as const;
