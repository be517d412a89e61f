import { standard } from '../requirement.ts';

export const oauthTokenRequirements = {
  'oauth/plain-http': standard('oauth', 'MUST', {
    title: 'Plain HTTP token requests are rejected',
    demand: 'The server MUST reject a token request over plain HTTP before it authenticates the client.',
    critical: true,
    reference: 'RFC 6749 §1.6, §3.1, §3.2',
    why: 'The request carries the client secret and the code, and the response carries tokens. Anyone on the network path can read them.',
    checked:
      'Responses over plain HTTP have a 4xx status, contain no token, and do not reveal whether the client is known. The authorization endpoint issues no code.',
    fair: 'Any 4xx status or a redirect to HTTPS passes; a separate requirement warns about the redirect. A closed port passes if the configuration names the plain HTTP address or the server is on port 443.',
    failure:
      'The listener on port 80 of the authorization server forwards requests. It is often another host than the API’s, with its own configuration.',
    fix: 'Close the port for that host, or let the outermost layer return a fixed error. Replace secrets that were sent this way.',
    references: ['RFC 9700 §2.6', 'ASVS 5.0 4.1.2', 'ASVS 5.0 12.2.1', 'OWASP API2:2023'],
  }),
  'oauth/redirect-to-https': standard('oauth', 'SHOULD', {
    title: 'Plain HTTP token requests are not redirected',
    demand: 'The token endpoint SHOULD NOT redirect a request over plain HTTP to HTTPS.',
    reference: 'ASVS 5.0 4.1.2',
    why: 'The secret and code are already exposed when the redirect arrives. A client that follows it gets its tokens, so the wrong address in its settings goes unnoticed.',
    checked: 'The response of the token endpoint over plain HTTP is not a redirect to an HTTPS address.',
    fair: 'Any error response passes, as does a closed port. The authorization endpoint may redirect a browser to its own HTTPS address, because nothing secret has been sent yet.',
    failure: 'The server in front redirects all paths, those of pages and those of API clients alike.',
    fix: 'Return a fixed error for the token endpoint over plain HTTP, or close the port of that host. Replace secrets that were sent this way.',
    references: ['RFC 6749 §3.2', 'RFC 9110 §15.4'],
  }),
  'oauth/token-endpoint-method': standard('oauth', 'MUST', {
    title: 'The token endpoint accepts only POST',
    demand: 'The token endpoint MUST reject a request with any method other than POST.',
    reference: 'RFC 6749 §3.2',
    why: 'A GET carries the code and the secret in the URL, so they end up in the logs of every server on the way. Its response may also be cached.',
    checked:
      'GET and PUT get a status in the 4xx range and no token. GET is sent with the client id alone, and with the secret by HTTP Basic and in the query.',
    fair: '405, 404 and 400 all pass. OPTIONS is allowed for pages of other origins.',
    failure:
      'A token means that the framework merges query and form into one set of parameters. A success without a token means that a page for users is served at this address.',
    fix: 'Register the endpoint for POST only, and answer every other method with 405 and `Allow: POST`.',
    references: ['RFC 9110 §15.5.6', 'ASVS 5.0 14.2.1'],
  }),
  'oauth/token-error-format': standard('oauth', 'MUST', {
    title: 'Token errors are flat JSON',
    demand:
      'The token endpoint MUST return errors with 400 or 401 and a JSON object whose `error` is a string, one of the registered codes.',
    reference: 'RFC 6749 §5.2',
    why: 'Every OAuth library reads this member as a string. If it is an object, or the body is a page, the reason is lost and the user sees "unknown error".',
    checked:
      'Error responses have status 400 or 401 and type `application/json`. Their `error` is a string of the allowed printable characters and one of the standard’s codes.',
    fair: '`error_description`, `error_uri`, further members, codes of registered extensions and a parameter after the media type pass. A 429 passes with any body.',
    failure:
      'The API’s own error format means that both share one error handler; a page means that a framework rejected the request first. Clients read a 200 with an error as a success.',
    fix: 'Give this endpoint its own error handler; OAuth server libraries include one.',
    references: ['RFC 8628 §3.5', 'RFC 8259 §2'],
  }),
  'oauth/undeclared-grants': standard('oauth', 'MUST', {
    title: 'Undeclared grants are rejected',
    demand: 'The token endpoint MUST reject a made-up or undeclared grant with `unsupported_grant_type` or `unauthorized_client`.',
    reference: 'RFC 6749 §5.2',
    why: 'Each grant is a way in. An undocumented one is not monitored and is usually left over from the library’s defaults.',
    checked: 'A made-up grant type, and each grant type that no flow of the document declares, get no token and one of the two codes.',
    fair: 'The client credentials grant is only observed, served or not. The password grant has its own requirement, and refreshing belongs to the code flow.',
    failure:
      '`invalid_request` or `invalid_grant` means that the server knows the grant and only missed something in the request. A token means that the grant is open.',
    fix: 'Enable grants one by one and per client, and reject everything else in one place.',
    references: ['ASVS 5.0 10.4.4', 'OWASP API9:2023'],
  }),
  'oauth/missing-grant-type': standard('oauth', 'MUST', {
    title: 'A grant type is required',
    demand: 'The token endpoint MUST reject a request without a grant type with `invalid_request`.',
    reference: 'RFC 6749 §3.2, §5.2',
    why: 'A server that guesses the grant can be manipulated. An error that names the mistake saves the developer time.',
    checked: 'Requests of a known client without `grant_type`, and with an empty one, get `invalid_request` and no token.',
    fair: 'Any description of what is missing passes.',
    failure:
      'A token or `invalid_grant` means that the server assumes the code grant. A server error means that the value is used before it is checked.',
    fix: 'Treat an empty parameter as a missing one, and reject the request before reading anything else in it.',
    references: ['RFC 6749 §3.1'],
  }),
  'oauth/undeclared-password-grant': standard('oauth', 'SHOULD', {
    title: 'The password grant is not served',
    demand: 'The token endpoint SHOULD NOT serve the password grant.',
    reference: 'RFC 9700 §2.4',
    why: 'It makes users enter their password in third-party programs and bypasses every second factor. It also allows automated password guessing.',
    checked:
      'The grant with a made-up user gets `unsupported_grant_type` or `unauthorized_client`, or is rejected before the user is looked up.',
    fair: 'The requirement does not apply if the document declares the flow; `lint` reports it instead.',
    failure:
      '`invalid_grant` means that the name and password were checked, so the right ones would get a token. Libraries often enable this grant by default.',
    fix: 'Disable it for every client. Move its users to the code flow, or to client credentials if no person is involved.',
    references: ['ASVS 5.0 10.4.4', 'ASVS 5.0 6.3.1', 'OWASP API2:2023'],
  }),
  'oauth/token-cache-control': standard('oauth', 'MUST', {
    title: 'Token responses forbid caching',
    demand: 'Every response with a token MUST forbid storage in caches with `Cache-Control: no-store`.',
    reference: 'RFC 6749 §5.1',
    why: 'A token in a cache is available to anyone who reads the cache, such as the next user of the machine or of the proxy.',
    checked: 'The `Cache-Control` header of each response with a token contains `no-store`.',
    fair: 'Further directives pass, in any case and order.',
    failure:
      '`no-cache` still allows storage, and `private` allows it in the browser. If the header is missing, a layer in front may have replaced it.',
    fix: 'Set the header at the endpoint itself, also for errors, and let proxies pass it on.',
    references: ['RFC 9111 §5.2.2.5', 'ASVS 5.0 14.3.2'],
  }),
  'oauth/token-pragma': standard('oauth', 'SHOULD', {
    title: 'Token responses have Pragma: no-cache',
    demand: 'Every response with a token SHOULD have the header `Pragma: no-cache`.',
    reference: 'RFC 6749 §5.1',
    why: 'RFC 6749 from 2012 asks for it. HTTP has since deprecated the header, so it helps only with very old caches, but it costs nothing.',
    checked: 'The `Pragma` header of each response with a token contains `no-cache`.',
    failure: 'Servers written to later standards leave it out. No client breaks, so this is a warning.',
    fix: 'Set it next to `Cache-Control: no-store`.',
    references: ['RFC 9111 §5.4'],
  }),
  'oauth/token-type': standard('oauth', 'MUST', {
    title: 'Token responses state the token type',
    demand: 'Every response with a token MUST state its type, which for a bearer token is `Bearer` in any case.',
    reference: 'RFC 6749 §5.1, §7.1',
    why: 'A client must not use a token whose type it does not know. Good libraries reject a response without a type.',
    checked: 'The `token_type` of each response with a token is a string and names the scheme under which the API accepts the token.',
    fair: 'Any letter case passes. `DPoP` passes for tokens that are bound to a key.',
    failure:
      'If the type is missing, the response was probably built by hand. A word such as `access` or `jwt` is the format of the token instead of its type.',
    fix: 'Return `"token_type": "Bearer"`.',
    references: ['RFC 6750 §4'],
  }),
  'oauth/expires-in': standard('oauth', 'SHOULD', {
    title: 'Token responses state the token lifetime',
    demand: 'Every response with a token SHOULD state the token’s lifetime in whole seconds.',
    reference: 'RFC 6749 §5.1',
    why: 'A client that knows the lifetime refreshes in time. Otherwise it gets a 401 in the middle of its work.',
    checked: 'The `expires_in` of each response with a token is a whole number above zero, and not a string.',
    fair: 'Any lifetime passes. Tokens that never expire have no lifetime to state, and the warning is about exactly that.',
    failure:
      'If it is missing, check whether tokens expire at all. A string breaks libraries that calculate with it; a number of thirteen digits is a date in milliseconds.',
    fix: 'Return the remaining lifetime as a number.',
  }),
  'oauth/token-expiry': standard('oauth', 'MUST', {
    title: 'Access tokens expire after their lifetime',
    demand: 'The API MUST accept an access token until its stated lifetime is over, and reject it with 401 after that.',
    reference: 'RFC 6749 §5.1; RFC 6750 §3.1',
    why: 'The lifetime limits the value of a stolen token. A lifetime that only the client respects does not stop a thief.',
    checked: 'The fresh token is accepted, and gets 401 shortly after its lifetime is over. Waiting needs the `clock` hook or `--slow`.',
    failure:
      'If it is accepted after its expiry, the API ignores the date, a cache outlives it, or the stated lifetime differs from the stored one. If it is rejected earlier, the two clocks differ.',
    fix: 'Compute the expiry once, store it with the token, and compare it at every request.',
    references: ['ASVS 5.0 9.2.1', 'OWASP API2:2023'],
  }),
  'oauth/granted-scope': standard('oauth', 'MUST', {
    title: 'Token responses name changed scopes',
    demand: 'The token response MUST name the granted scopes if they differ from the requested ones.',
    reference: 'RFC 6749 §3.3, §5.1',
    why: 'A client that does not know that it got fewer scopes learns it from a later rejection. It then looks for a bug of its own.',
    checked:
      'If a flow requested no scope, or was granted fewer than requested, the token response has a `scope` that names the granted ones.',
    fair: '`scope` may always be present, and may be missing if exactly the requested scopes were granted. `invalid_scope` instead of a token also passes.',
    failure: 'The member is missing, or repeats the request. Check what is stored with the token.',
    fix: 'Always return the granted scopes.',
  }),
  'oauth/token-entropy': standard('oauth', 'MUST', {
    title: 'Codes and tokens are unguessable',
    demand: 'Codes and tokens MUST have room for at least 128 random bits, and each one MUST be unique.',
    reference: 'RFC 6749 §10.10',
    why: 'Short or patterned values can be found by guessing. An attacker with a token needs no password.',
    checked:
      'For every code, access token and refresh token of the run, the length times the bits of its character set is at least 128. No value occurs twice.',
    fair: 'Any form passes, because randomness is not visible and only the room for it is counted. A refresh token may repeat if it is not rotated, and device user codes are not checked.',
    failure: 'The value is built from a counter, a time or a row id, or a random number was truncated to fit a column.',
    fix: 'Take 32 bytes from the system’s cryptographic random source, and encode them unchanged.',
    references: ['RFC 6749 §10.3', 'RFC 6749 §10.5', 'ASVS 5.0 11.5.1', 'OWASP API2:2023'],
  }),
  'oauth/certified-client': standard('oauth', 'MUST', {
    title: 'A certified client completes the flow',
    demand: 'Every response of the flow MUST be acceptable to a certified client library.',
    reference: 'RFC 6749 §4.1, §5.1',
    why: 'Most clients leave the responses to a library. If a strict library rejects one, all its users fail, usually with an obscure error.',
    checked:
      'A certified OAuth library reads the redirect of a flow with state and PKCE, exchanges the code and reads the token response, without an error.',
    fair: 'Anything that the library accepts passes.',
    failure:
      'The report names the step and the error of the library. Other requirements usually name the same cause more precisely, so read those first.',
    fix: 'Fix what the library reports, and try the flow with it before each release.',
    references: ['RFC 7636 §4', 'RFC 9207 §2.4'],
  }),
} as const;
