import { standard } from '../requirement.ts';

export const oauthManagementRequirements = {
  'oauth/metadata-format': standard('oauth', 'MUST', {
    title: 'Server metadata is well formed',
    demand:
      'The authorization server’s metadata MUST be JSON with its issuer, its endpoints and its response types, and without empty lists.',
    reference: 'RFC 8414 §2, §3.2, §3.3',
    why: 'Libraries configure themselves from it and trust it completely. With a wrong issuer, one server could impersonate another.',
    checked:
      'The response is 200 and `application/json`, with absolute HTTPS endpoints, `response_types_supported` and no empty list. The `issuer` is an HTTPS URL without query and fragment that leads to this very document.',
    fair: 'Further members pass, as does OpenID Connect’s document if OAuth’s own is missing. So does the documented issuer if the tests use another host name; a server without metadata is not checked.',
    failure:
      'The issuer has an extra slash, is of another environment, or is taken from the `Host` of the request. A list is empty because nothing is configured.',
    fix: 'Serve one prepared document for each issuer, and leave out members without values.',
    references: ['RFC 8414 §6.2'],
  }),
  'oauth/metadata-consistency': standard('oauth', 'MUST', {
    title: 'Metadata agrees with the document',
    demand: 'The metadata MUST name the endpoints, grants and scopes that the document declares.',
    reference: 'RFC 8414 §2',
    why: 'One client is configured from the document and another from the metadata. Both should get the same endpoints and abilities.',
    checked:
      'Each endpoint that both name has the same URL. Each declared grant is in `grant_types_supported` and each declared scope in `scopes_supported`, if those lists exist.',
    fair: 'More grants and scopes pass, as does the origin of the tests instead of the documented one. Lists may be missing; for grants, that means code and implicit.',
    failure: 'The metadata belongs to another environment or version, or a disabled flow is still documented.',
    fix: 'Generate the metadata from the running configuration, and the document’s flows from the metadata.',
    references: ['OWASP API9:2023'],
  }),
  'oauth/resource-metadata': standard('oauth', 'MUST', {
    title: 'Resource metadata names the API',
    demand: 'The API’s protected resource metadata MUST name exactly the API that it was requested for.',
    reference: 'RFC 9728 §2, §3.1, §3.3',
    why: 'A client requests tokens for the name in this metadata. With another name, it requests tokens for another API.',
    checked: 'The response is 200 and a JSON object whose `resource` equals the API address that the location of the metadata stands for.',
    fair: 'The documented server URL passes if the tests reach the API under another name. An API without such metadata is not checked.',
    failure: '`resource` is only the origin although the API has a path, has an extra slash, or is the address behind the proxy.',
    fix: 'Build `resource` and the location of the metadata from the public base URL of the API.',
  }),
  'oauth/revoked-token': standard('oauth', 'MUST', {
    title: 'Revoked tokens are rejected',
    demand: 'The server MUST NOT accept a token that its client has revoked.',
    critical: true,
    reference: 'RFC 7009 §2.1',
    why: 'Clients revoke tokens when a user signs out or suspects a theft. If the token keeps working, signing out has no effect.',
    checked:
      'After revocation, the API answers the access token with 401, and a revoked refresh token gets no token. A wrong type hint changes nothing.',
    fair: 'Revoking one token may end the others of its grant or not. `unsupported_token_type` passes for a type that the server cannot revoke.',
    failure:
      'The API verifies tokens by itself and does not learn of the revocation, or a cache outlives it. If it fails only with the wrong hint, the server does not search the other type.',
    fix: 'Look up tokens at each request, let the API check a list of revoked ones, or issue tokens that expire within minutes.',
    references: ['RFC 7009 §2.2.1', 'ASVS 5.0 10.4.9', 'OWASP API2:2023'],
  }),
  'oauth/unknown-token-revocation': standard('oauth', 'MUST', {
    title: 'Revoking an unknown token succeeds',
    demand: 'The revocation endpoint MUST return a success for a token that does not exist, or no longer exists.',
    reference: 'RFC 7009 §2.2',
    why: 'The client wants the token gone, and it is gone. An error would cause retries or reveal which tokens exist.',
    checked: 'The revocation of a made-up token by a known client returns 200.',
    fair: 'Any response body passes, or none.',
    failure: '400 or 404 means that a failed lookup makes the request fail. `invalid_token` is not an error code of this endpoint.',
    fix: 'Return 200 whether or not a token was found.',
  }),
  'oauth/revocation-authentication': standard('oauth', 'MUST', {
    title: 'Only the token’s client can revoke it',
    demand: 'The revocation endpoint MUST NOT revoke a token unless the client that it was issued to has authenticated.',
    critical: true,
    reference: 'RFC 7009 §2.1',
    why: 'Otherwise anyone who finds a token can sign out its user, and anyone who guesses tokens can sign out many users.',
    checked: 'A revocation without authentication is rejected, and the token still works after it.',
    fair: '401 or 400 passes, as does 200 without effect.',
    failure: 'The token itself is used as the credential and the client is not authenticated, or is not compared with the token’s client.',
    fix: 'Authenticate with the token endpoint’s own function, then compare the client with the token’s client.',
    references: ['RFC 7009 §5', 'ASVS 5.0 10.4.10', 'OWASP API2:2023'],
  }),
  'oauth/introspection-authentication': standard('oauth', 'MUST', {
    title: 'Introspection requires authentication',
    demand: 'The introspection endpoint MUST NOT describe a token to an unauthenticated caller.',
    critical: true,
    reference: 'RFC 7662 §2.1',
    why: 'An open endpoint lets strangers try tokens. For each valid one it reveals the owner and the access that it gives.',
    checked: 'A live token, sent without authentication, gets a response that reveals nothing about it.',
    fair: '401, 400 and 403 pass. `{"active": false}` reveals nothing, and passes too.',
    failure: 'The endpoint was built for an internal network and is reachable from outside, or accepts the token itself as the credential.',
    fix: 'Require a client secret or a separate token from the caller.',
    references: ['RFC 7662 §4', 'OWASP API2:2023'],
  }),
  'oauth/introspection-active-token': standard('oauth', 'MUST', {
    title: 'Introspection reports live tokens as active',
    demand: 'The introspection endpoint MUST report a live token as active to an authenticated caller.',
    reference: 'RFC 7662 §2.2',
    why: 'APIs grant access by this response. A wrong `false` locks the user out; a wrong scope grants too much.',
    checked:
      'The response is 200 and a JSON object whose `active` is `true`, and not a string. A `scope` beside it names the granted scopes.',
    fair: 'Every member except `active` may be missing.',
    failure:
      '`false` for a live token means that it is looked up among tokens of another type or issuer. A string means that the library writes every value as text.',
    fix: 'Use the same store as the API itself.',
  }),
  'oauth/introspection-inactive-token': standard('oauth', 'MUST', {
    title: 'Introspection reveals nothing about inactive tokens',
    demand: 'The introspection endpoint MUST report an unknown, expired or revoked token as not active, and return nothing else.',
    reference: 'RFC 7662 §2.2',
    why: 'The owner of the token, and the reason why it no longer works, are useful only to an attacker.',
    checked: 'A made-up token and a revoked one get 200 and `{"active": false}`, without any further member.',
    failure:
      'An error status makes callers mistake an inactive token for a broken server. Further members show that the record was found and only one of them set.',
    fix: 'First decide whether the token is active. If it is not, return a constant.',
    references: ['RFC 7662 §4'],
  }),
} as const;
