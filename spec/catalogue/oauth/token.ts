import { standard } from '../requirement.ts';

export const grantsToken = {
  'grants/plain-http-is-refused': standard('grants', 'MUST', {
    says: 'A token request over plain HTTP is refused before the client is authenticated, and not served.',
    critical: true,
    reference: 'RFC 6749 §1.6, §3.1, §3.2',
    why: 'It carries the two things that nobody may read along, the secret of the client and the code, and its answer carries tokens.',
    checked:
      'The answers over plain HTTP are in the 400s, give no token, and do not tell whether the client was known. The authorization endpoint gives no code.',
    fair: 'Any such status. Nobody listening at all, where the configuration names the place or the server is on port 443. A redirect to an address under HTTPS: the endpoint then insists on TLS, as the standard wants. That a token request should rather be refused is the matter of a requirement of its own, and a warning.',
    failure:
      'Whatever answers port 80 of the authorization server passes requests on. It is often another host than the API’s, with a configuration of its own.',
    fix: 'Close the port for that host, or let the outermost layer answer it with a fixed refusal. Replace secrets that did arrive that way.',
    references: ['RFC 9700 §2.6', 'ASVS 5.0 4.1.2', 'ASVS 5.0 12.2.1', 'OWASP API2:2023'],
  }),
  'grants/plain-http-is-not-redirected': standard('grants', 'SHOULD', {
    says: 'A token request over plain HTTP is not redirected to HTTPS.',
    reference: 'ASVS 5.0 4.1.2',
    why: 'Secret and code have been read on the way when the redirect comes. A client that follows it gets its tokens, and nobody learns that the address in its settings is wrong.',
    checked: 'The answer of the token endpoint over plain HTTP is no redirect to an address under HTTPS.',
    fair: 'Any refusal, and nobody listening at all. The authorization endpoint may send a browser on to its own address under HTTPS, since nothing secret has travelled yet.',
    failure: 'The server in front redirects for all of its paths, those of pages and those of programs alike.',
    fix: 'Answer plain HTTP for the token endpoint with a fixed refusal, or close the port of that host. Replace secrets that did arrive that way.',
    references: ['RFC 6749 §3.2', 'RFC 9110 §15.4'],
  }),
  'grants/token-endpoint-takes-only-post': standard('grants', 'MUST', {
    says: 'The token endpoint gives nothing to a request by another method than POST.',
    reference: 'RFC 6749 §3.2',
    why: 'A GET carries its parameters in the URL: code and secret then stand in the logs of every server on the way, and the answer may be cached.',
    checked: 'GET and PUT are answered with a status in the 400s, and no token.',
    fair: '405, 404 or 400. OPTIONS for pages of other origins.',
    failure:
      'A token: the framework merges query and form into one set of parameters. A success without one: a page for people is served at this address.',
    fix: 'Register the endpoint for POST alone, and answer everything else with 405 and `Allow: POST`.',
    references: ['RFC 9110 §15.5.6', 'ASVS 5.0 14.2.1'],
  }),
  'grants/token-errors-are-flat-json': standard('grants', 'MUST', {
    says: 'The token endpoint refuses with 400 or 401 and a JSON object whose `error` is a string, one of the registered codes.',
    reference: 'RFC 6749 §5.2',
    why: 'Every OAuth library reads this member, as a string. Where an object stands there, as in the errors of many APIs, or a page, the reason is lost and the user reads "unknown error".',
    checked:
      'Status, media type and body of the refusals: 400 or 401, `application/json`, `error` a string out of the printable characters that the standard allows and one of its codes.',
    fair: '`error_description`, `error_uri` and further members. Codes that registered extensions add. A parameter after the media type. 429 and what comes with it.',
    failure:
      'The shape of the API’s own errors shows that both share one error handler. A 200 with an error in it is taken for a success. A page comes from a framework that refused before the endpoint did.',
    fix: 'Give this endpoint an error handler of its own; OAuth libraries for servers bring one.',
    references: ['RFC 8628 §3.5', 'RFC 8259 §2'],
  }),
  'grants/undeclared-grants-are-refused': standard('grants', 'MUST', {
    says: 'A grant that is invented, or that the document does not declare, is refused with `unsupported_grant_type` or `unauthorized_client`.',
    reference: 'RFC 6749 §5.2',
    why: 'Each grant is a way in. One that nobody documented is one that nobody watches, mostly a leftover of the library’s defaults.',
    checked:
      'The answers to an invented grant type and to those that no flow of the document declares: no token, and one of the two codes.',
    fair: 'The client credentials grant, served or not: which grants a server offers beside the documented ones is observed, and of this one nothing more is said. The password grant has a requirement of its own. Refreshing belongs to the code flow.',
    failure:
      '`invalid_request` or `invalid_grant` says that the server does know the grant and only missed something in the request. A token means that it is open.',
    fix: 'Switch grants on one by one, and per client; leave everything else to one last refusal.',
    references: ['ASVS 5.0 10.4.4', 'OWASP API9:2023'],
  }),
  'grants/grant-type-is-required': standard('grants', 'MUST', {
    says: 'A token request without a grant type is refused with `invalid_request`.',
    reference: 'RFC 6749 §3.2, §5.2',
    why: 'A server that guesses what was meant can be made to guess. And the error that names the slip saves its author an hour.',
    checked: 'The answer to a request of a known client without `grant_type`, and to one with an empty one: no token, `invalid_request`.',
    fair: 'Either description of what is missing.',
    failure:
      'A token or `invalid_grant`: the server takes the code grant for granted. A server error: the value is used before it is looked at.',
    fix: 'Treat an empty parameter as a missing one, and refuse before anything else of the request is looked at.',
    references: ['RFC 6749 §3.1'],
  }),
  'grants/password-grant-is-not-served': standard('grants', 'SHOULD', {
    says: 'The password grant is not served.',
    reference: 'RFC 9700 §2.4',
    why: 'It makes users type their password into programs of others, goes past every second factor, and lets passwords be tried out by machine.',
    checked:
      'The grant with an invented user is answered with `unsupported_grant_type` or `unauthorized_client`, or refused before the user is looked up.',
    fair: 'Not asked of a server whose document declares the flow: `lint` takes it up with the document.',
    failure:
      '`invalid_grant` means that name and password were looked at, so that the right ones would have given a token. Libraries often have this grant on by default.',
    fix: 'Switch it off for every client, and move its users to the code flow, or to client credentials where no person is involved.',
    references: ['ASVS 5.0 10.4.4', 'ASVS 5.0 6.3.1', 'OWASP API2:2023'],
  }),
  'grants/token-answers-are-not-stored': standard('grants', 'MUST', {
    says: 'Every answer with a token forbids caches to store it, by `Cache-Control: no-store`.',
    reference: 'RFC 6749 §5.1',
    why: 'A token in a cache is a token for whoever reads the cache: the next user of the machine, or of the proxy.',
    checked: 'The `Cache-Control` of each answer that gave a token names `no-store`.',
    fair: 'Further directives beside it, in any case and order.',
    failure:
      '`no-cache` alone still allows storing, and `private` allows it to the browser. Where the field is missing, a layer in front may have replaced it.',
    fix: 'Set the field at the endpoint itself, for errors as well, and let proxies pass it on.',
    references: ['RFC 9111 §5.2.2.5', 'ASVS 5.0 14.3.2'],
  }),
  'grants/token-answers-say-no-cache': standard('grants', 'SHOULD', {
    says: 'Every answer with a token also says `Pragma: no-cache`, for caches of the old kind.',
    reference: 'RFC 6749 §5.1',
    why: 'The standard of 2012 asks for it. HTTP has given the field up since, so that it helps only with very old caches; it costs nothing.',
    checked: 'The `Pragma` of each answer that gave a token names `no-cache`.',
    failure: 'A server written by the later standards leaves it out. No client breaks, which is why this is a warning.',
    fix: 'Set it next to `Cache-Control: no-store`.',
    references: ['RFC 9111 §5.4'],
  }),
  'grants/token-type-is-told': standard('grants', 'MUST', {
    says: 'Every answer with a token tells its type, which for a bearer token is `Bearer` in any case.',
    reference: 'RFC 6749 §5.1, §7.1',
    why: 'A client must not use a token whose type it does not know, and good libraries refuse an answer without one.',
    checked: 'The `token_type` of each answer that gave a token is a string, and names the scheme under which the API accepts it.',
    fair: 'Any case. `DPoP`, for tokens that are bound to a key.',
    failure:
      'Missing, the answer was put together by hand. Another word, such as `access` or `jwt`, is the format of the token in place of its type.',
    fix: 'Answer `"token_type": "Bearer"`.',
    references: ['RFC 6750 §4'],
  }),
  'grants/lifetime-is-told': standard('grants', 'SHOULD', {
    says: 'Every answer with a token tells its lifetime, in whole seconds.',
    reference: 'RFC 6749 §5.1',
    why: 'A client that knows the lifetime refreshes in time. One that does not finds out by a 401 in the middle of its work.',
    checked: 'The `expires_in` of each answer that gave a token is a whole number above zero, and not a string.',
    fair: 'Any lifetime. Tokens that do not end have none to tell; that they do not end is what the warning is for.',
    failure:
      'Missing: look whether tokens end at all. A string breaks libraries that calculate with it; a number of thirteen digits is a date in milliseconds.',
    fix: 'Write what is left of the lifetime at the moment of the answer, as a number.',
    references: [],
  }),
  'grants/token-expires-as-told': standard('grants', 'MUST', {
    says: 'An access token is accepted until the lifetime that was told for it is over, and refused with 401 after that.',
    reference: 'RFC 6749 §5.1; RFC 6750 §3.1',
    why: 'The lifetime bounds what a stolen token is worth. Where only the client keeps to it, the thief does not.',
    checked:
      'The fresh token is served, and answered with 401 a little after its lifetime is over. Waiting takes the hook `clock` or `--slow`.',
    failure:
      'Accepted after its end: the API never looks at the date, a cache outlives it, or it is told in one place and stored in another. Refused before it: the two clocks differ.',
    fix: 'Compute the end once, store it with the token, and compare it at every request.',
    references: ['ASVS 5.0 9.2.1', 'OWASP API2:2023'],
  }),
  'grants/narrowed-scope-is-told': standard('grants', 'MUST', {
    says: 'An answer whose token was granted other scopes than were asked for tells which.',
    reference: 'RFC 6749 §3.3, §5.1',
    why: 'A client that was given less and is not told finds out by a refusal, and takes it for a fault of its own.',
    checked:
      'Of a flow that asked for no scope, and of any that was granted less than it asked for: the token answer has a `scope` that names what was granted.',
    fair: 'A `scope` told always. Nothing told where exactly what was asked for was granted. `invalid_scope` in place of a token.',
    failure: 'The member is missing, or repeats the request. Look at what is stored with the token.',
    fix: 'Always answer with the granted scopes.',
    references: [],
  }),
  'grants/tokens-are-unguessable': standard('grants', 'MUST', {
    says: 'Codes and tokens have room for 128 random bits at least, and no two of them are alike.',
    reference: 'RFC 6749 §10.10',
    why: 'What is short or follows a pattern is found by trying. A stranger with a token needs no password.',
    checked:
      'Of every code, access token and refresh token that the run was given: its length times the bits of the kinds of characters in it is 128 or more, and none came twice.',
    fair: 'Any form: what is random in a value cannot be seen, so that only what could be is counted. A refresh token that comes again when it is not rotated. The codes that users of devices type are not judged.',
    failure: 'A counter, a time or a row’s id makes up the value, or a random number was cut to fit a column.',
    fix: 'Take 32 bytes from the cryptographic random source of the system, and encode them as they are.',
    references: ['RFC 6749 §10.3', 'RFC 6749 §10.5', 'ASVS 5.0 11.5.1', 'OWASP API2:2023'],
  }),
  'grants/certified-client-completes-the-flow': standard('grants', 'MUST', {
    says: 'A certified client library accepts every answer of the flow.',
    reference: 'RFC 6749 §4.1, §5.1',
    why: 'Most clients do not read the answers themselves, they leave it to a library. What a strict one refuses fails for all its users, mostly with an error that nobody can look up.',
    checked:
      'A certified OAuth library reads the redirect of a flow with state and PKCE, exchanges the code and reads the token answer; it objects to nothing.',
    fair: 'Whatever the library lets pass.',
    failure:
      'The report names the step and the objection of the library. Other requirements mostly name the same cause more closely: read those first.',
    fix: 'Put right what the library objects to, and try the flow with it before each release.',
    references: ['RFC 7636 §4', 'RFC 9207 §2.4'],
  }),
} as const;
