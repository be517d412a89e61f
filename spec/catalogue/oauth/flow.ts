import { flowPointer, pointers } from '../pointers.ts';
import { promised, standard } from '../requirement.ts';

export const oauthFlowRequirements = {
  'oauth/authorization-code': promised('oauth', 'MUST', {
    title: 'Authorization requests end with a code',
    demand:
      'The server MUST redirect the browser with a code to the requested redirect URI after an authorization request with the documented parameters.',
    pointer: flowPointer('authorizationCode'),
    why: 'Every later step needs the code. A client whose user ends up elsewhere does not learn that something failed.',
    checked: 'After consent, the browser is redirected to the redirect URI of the request, with one `code` that is not empty.',
    fair: '302, 303, further parameters, and any sign-in or consent pages pass if the configuration says who consents. If the server requires a code challenge from every client, the request is repeated with one.',
    failure:
      '`unauthorized_client` or `invalid_scope` in the redirect means that the client’s registration differs from the configuration. An error page usually means that the redirect URI is not registered exactly; a sign-in page means that no user consents.',
    fix: 'Compare the client id, redirect URI and scopes in the configuration with the registration. After consent, redirect to the redirect URI of the request with the code in the query.',
    references: ['RFC 6749 §4.1.1', 'RFC 6749 §4.1.2'],
  }),
  'oauth/scope-separator': promised('oauth', 'MUST', {
    title: 'Scopes are separated by spaces',
    demand: 'The authorization endpoint MUST accept several scopes separated by spaces, with each space encoded as `%20` or as `+`.',
    pointer: flowPointer('authorizationCode'),
    why: 'Libraries encode a space in either way. A server that understands only one of them reads the scopes as a single unknown scope.',
    checked: 'An authorization with scopes joined by `+` grants exactly the requested scopes, as does one with scopes joined by `%20`.',
    fair: 'Scopes may be listed in any order. The token response may omit `scope` if exactly the requested scopes were granted.',
    failure:
      '`invalid_scope` for one of the two means that the query is not form-decoded or that scopes are split at commas. If only one of two scopes is granted, the server reads only the first word.',
    fix: 'Decode the query with a form parser, and split the decoded value at spaces only.',
    references: ['RFC 6749 §3.3'],
  }),
  'oauth/undocumented-required-parameters': promised('oauth', 'MUST', {
    title: 'Documented parameters are enough for the flow',
    demand: 'The server MUST issue tokens to a client that sends only the documented parameters in the whole flow.',
    pointer: flowPointer('authorizationCode'),
    why: 'Developers copy the documented request. If it lacks a required parameter, every first attempt fails, and the error seldom says why.',
    checked:
      'An authorization request without `state` and the exchange of its code, both with only the documented parameters, produce an access token.',
    fair: 'A server that requires PKCE from every client passes: the flow then runs with a challenge and nothing else in addition.',
    failure:
      'The error usually names the missing parameter, such as `state`, `nonce`, `audience` or `resource`. If it does not, compare the failed request with one from a working client.',
    fix: 'Give the missing parameter a default, or add it to the document and its examples.',
    references: ['RFC 6749 §4.1.1', 'RFC 6749 §4.1.3'],
  }),
  'oauth/code-exchange': promised('oauth', 'MUST', {
    title: 'A code is exchanged for tokens',
    demand: 'The token endpoint MUST return an access token in JSON when a code is posted as a form with the documented parameters.',
    pointer: flowPointer('authorizationCode'),
    why: 'This exchange is the purpose of the flow. Client libraries parse only this one response format.',
    checked: 'The exchange of a fresh code returns 200 and a JSON object whose `access_token` is a non-empty string.',
    fair: 'Further members pass. The server may also accept JSON request bodies.',
    failure:
      '`invalid_client` means a wrong secret or a secret sent in another way; `invalid_grant` means a late or used code, or another redirect URI. No library reads a 200 with an error, or a form-encoded response, as a success.',
    fix: 'Read a form, exchange the code once, and return JSON with `access_token` and `token_type` at the top level.',
    references: ['RFC 6749 §4.1.3', 'RFC 6749 §4.1.4', 'RFC 6749 §5.1'],
  }),
  'oauth/refresh-token': promised('oauth', 'MUST', {
    title: 'The code exchange returns a refresh token',
    demand: 'If the document declares a `refreshUrl`, the code exchange MUST return a refresh token that differs from the access token.',
    pointer: flowPointer('authorizationCode'),
    why: 'Without a refresh token, users have to sign in again whenever the access token expires. This often goes unnoticed on the first day.',
    checked: 'The response to the exchange has a `refresh_token` that is a non-empty string and not the access token.',
    fair: 'Documents without a `refreshUrl` are not checked.',
    failure:
      'Many servers issue a refresh token only for a scope such as `offline_access`, or only to clients registered for refreshing. If both tokens are equal, anyone who sees an API request can refresh indefinitely.',
    fix: 'Register the clients for refreshing and issue the token without an undocumented scope, or document what is required.',
    references: ['RFC 6749 §1.5', 'RFC 6749 §5.1'],
  }),
  'oauth/access-token': promised('oauth', 'MUST', {
    title: 'The API accepts issued access tokens',
    demand: 'The API MUST accept the access token as a bearer token and return the documented success.',
    pointer: pointers.grants,
    why: 'The authorization server and the API have to agree on the token. Each can be correct alone while the flow as a whole fails.',
    checked: 'Operations allowed by the granted scopes return their documented success when called with the fresh token.',
    fair: '404 or 405 passes for an operation that the documentation only implies.',
    failure:
      '401 means that the API uses another token store, expects another audience or issuer, or has the wrong verification keys. 403 means that the scopes are lost between the two systems.',
    fix: 'Let the API query the authorization server, or share its store or its keys. Compare the issuer, audience and clock of both.',
    references: ['RFC 6749 §7', 'RFC 6750 §2.1'],
  }),
  'oauth/whoami-scopes': promised('oauth', 'MUST', {
    title: 'The whoami operation lists the token’s scopes',
    demand: 'The whoami operation MUST list exactly the scopes that were granted to the access token.',
    pointer: pointers.whoami,
    why: 'The authorization server and the API should report the same scopes. If they differ, one of them is wrong about what the token may do.',
    checked:
      'The scopes listed by the whoami operation equal, as a set, those of the token response, or the requested scopes if it names none.',
    fair: 'Implied scopes may be listed or left out. Fewer scopes than requested may be granted if the token response says so.',
    failure: 'The list comes from the client’s registration or the account, or the scopes are stored as one string and never split.',
    fix: 'Store the granted scopes with the token, and fill both responses from there.',
    references: ['RFC 6749 §3.3', 'RFC 6749 §5.1'],
  }),
  'oauth/scope-enforcement': promised('oauth', 'MUST', {
    title: 'Access tokens are limited to their scopes',
    demand: 'The API MUST reject an access token on every operation that its granted scopes do not allow.',
    critical: true,
    pointer: pointers.grants,
    why: 'The user consented to these scopes only. A token that allows more makes the consent page false.',
    checked:
      'Tokens for a single scope, and for all scopes but the required ones, get the documented 403 on operations that they do not allow.',
    fair: '404 passes if the path names an object, because a server may hide objects of other callers.',
    failure:
      'The API checks the permissions of the account or client instead of the token, or checks scopes only for keys. If a key with narrow scopes is rejected on the same operation, it is the latter.',
    fix: 'Decide by the scopes stored with the token or signed into it, in the same place as for other credentials.',
    references: ['RFC 6749 §3.3', 'RFC 6750 §3.1', 'ASVS 5.0 10.3.2', 'OWASP API5:2023'],
  }),
  'oauth/refresh': promised('oauth', 'SHOULD', {
    title: 'Refreshing returns a new access token',
    demand:
      'If the document declares a `refreshUrl`, the server SHOULD exchange a refresh token for a new access token that the API accepts.',
    pointer: pointers.grants,
    why: 'The first refresh happens when the first access token expires, often at night. A broken refresh then affects every user at once.',
    checked: 'A refresh returns a different access token than before, and the API returns a success for it.',
    fair: 'The response may have the same refresh token, a new one, or none, in which case the old one stays valid. The first access token may end or stay valid.',
    failure:
      '`invalid_grant` at the first use means that the refresh token was stored under another client or ended with the code. `unauthorized_client` or `unsupported_grant_type` means that the client got a refresh token that it may not use.',
    fix: 'Allow the refresh grant at the documented URL for every client that gets refresh tokens.',
    references: ['RFC 6749 §6'],
  }),
  'oauth/client-authentication': promised('oauth', 'MUST', {
    title: 'Documented client authentication methods work',
    demand: 'The server MUST let a client with a secret authenticate in each of the ways that the document names.',
    pointer: pointers.clientAuthentication,
    why: 'Libraries send the secret either in the body or in the header. The error does not reveal that the chosen way is wrong.',
    checked:
      'The right secret with a made-up code, sent in each documented way, gets an error about the code. `invalid_client`, `unauthorized_client` or 401 fails.',
    failure:
      'If only one way gets `invalid_client`, the server reads the secret elsewhere or the client is registered for another way. If all ways fail, the configured secret is wrong.',
    fix: 'Read the secret from the documented places, and register clients for them.',
    references: ['RFC 6749 §2.3.1'],
  }),
  'oauth/plan-without-oauth': promised('oauth', 'MUST', {
    title: 'Plans without OAuth get no tokens',
    demand: 'The server MUST NOT issue a code or a token to a client of an account whose plan does not include OAuth.',
    critical: true,
    pointer: pointers.plans,
    why: 'Paid features are often checked in the user interface and not at the endpoint. Anyone who knows the URL then has the feature for free, even after a downgrade.',
    checked: 'The authorization request of such a client ends without a code and without a token.',
    fair: '`unauthorized_client` or any other error in a redirect passes, as does a page with 403 or another status. A server that does not know such clients at all also passes.',
    failure:
      'The plan is not checked before consent, or only when clients are registered. First check that the client’s configured `plan` is the plan of its account.',
    fix: 'Check the account’s plan at the authorization endpoint, at the token endpoint and at every refresh, with one rule for all three.',
    references: ['RFC 6749 §4.1.2.1', 'RFC 6749 §5.2', 'OWASP API5:2023'],
  }),
  'oauth/account-quota': promised('oauth', 'MUST', {
    title: 'Access tokens use their account’s quota',
    demand: 'The API MUST limit requests with an access token by the plan of the account behind it.',
    pointer: pointers.plans,
    why: 'Otherwise tokens bypass the limits of keys, or get less than the account has paid for.',
    checked: 'The limit in responses to the token equals the limit of one of the windows of the account’s plan.',
    fair: 'Any window of that plan passes. The token may have its own count or share one with the account’s keys, because the document seldom says which.',
    failure:
      'A limit that no plan has means that tokens use a default. A limit of another plan was taken from the client or from when the token was issued.',
    fix: 'Look up the token’s account and use its plan at each request.',
    references: ['OWASP API4:2023'],
  }),
  'oauth/client-credentials-flow': promised('oauth', 'MUST', {
    title: 'The client credentials flow returns a token',
    demand:
      'If the document declares the client credentials flow, the server MUST exchange a client’s id and secret for an access token that the API accepts.',
    pointer: flowPointer('clientCredentials'),
    why: 'Machine clients have no user who could sign in. Without this grant they have no access.',
    checked: 'The grant with a documented scope returns an access token, and the API returns a success for that token.',
    fair: 'A refresh token may be missing, because this grant does not need one. Further members pass.',
    failure:
      '`unauthorized_client` means that the client is not registered for the grant. A token that the API rejects has no account behind it.',
    fix: 'Register the client for the grant, and attach its tokens to the account that owns the client.',
    references: ['RFC 6749 §4.4.2', 'RFC 6749 §4.4.3'],
  }),
  'oauth/password-flow': promised('oauth', 'MUST', {
    title: 'The password flow returns a token',
    demand:
      'If the document declares the password flow, the server MUST exchange a user’s name and password for an access token that the API accepts.',
    pointer: flowPointer('password'),
    why: 'Clients use documented flows, even discouraged ones. A client written for this grant has no other way in until it is rewritten.',
    checked: 'The grant with the configured user returns an access token, and the API returns a success for that token.',
    fair: 'A refresh token is optional.',
    failure:
      'If the error is `invalid_grant`, check that the configured user can sign in manually. `unsupported_grant_type` means that the document declares a flow that no longer exists.',
    fix: 'Preferably remove the flow from the document and move its clients to another one. Until then, serve it as documented.',
    references: ['RFC 6749 §4.3.2', 'RFC 6749 §4.3.3'],
  }),
  'oauth/implicit-flow': promised('oauth', 'MUST', {
    title: 'The implicit flow returns a token',
    demand:
      'If the document declares the implicit flow, the server MUST return an access token that the API accepts in the fragment of the redirect.',
    pointer: flowPointer('implicit'),
    why: 'A page written for this flow reads the token only from the fragment.',
    checked:
      'The redirect after consent has `access_token` and `token_type` in its fragment, and the API returns a success for that token.',
    fair: 'Further parameters pass. A refresh token is not expected, because this flow forbids it.',
    failure:
      '`unsupported_response_type` means that the document declares a flow that no longer exists. A token in the query instead of the fragment ends up in logs.',
    fix: 'Preferably move the pages to the code flow with PKCE and remove this flow from the document. Until then, serve it as documented.',
    references: ['RFC 6749 §4.2.1', 'RFC 6749 §4.2.2'],
  }),
  'oauth/device-flow': promised('oauth', 'MUST', {
    title: 'The device flow returns a token',
    demand:
      'If the document declares the device flow, the server MUST issue codes and, after approval, an access token that the API accepts.',
    pointer: flowPointer('deviceAuthorization'),
    why: 'A device without a browser shows a code and polls. A wrong response makes it poll forever or not at all.',
    checked:
      'The first response has a device code, user code, address and lifetime. Polling gets `authorization_pending` before approval, and a token that the API accepts after it.',
    fair: '`slow_down` passes if the device polls too fast. The address that contains the user code is optional.',
    failure:
      'Any other error makes devices give up before the user has entered the code. If no token is issued after approval, the approval was stored under another code.',
    fix: 'Return the error codes of the standard until the device code expires, and issue the token once.',
    references: ['RFC 8628 §3.2', 'RFC 8628 §3.4', 'RFC 8628 §3.5'],
  }),
  'oauth/token-by-get': standard('oauth', 'MUST', {
    title: 'GET requests get no token',
    demand: 'The token endpoint MUST NOT issue a token for a request with GET.',
    reference: 'RFC 6749 §3.2',
    why: 'The client secret or the password of the user is then in the URL. Every proxy and server on the way writes it into its log.',
    checked:
      'The request of the client credentials flow and of the password flow, which gets a token with POST, is sent again with GET and its parameters in the query.',
    fair: 'Any response without a token passes. The code flow has its own requirement about methods.',
    failure: 'The framework merges query and form into one set of parameters, and the endpoint is registered for every method.',
    fix: 'Register the endpoint for POST only, and read its parameters from the body. Replace secrets that were sent in a URL.',
    references: ['RFC 6749 §2.3.1', 'RFC 9700 §4.3.2', 'ASVS 5.0 14.2.1'],
  }),
} as const;
