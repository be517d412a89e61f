import { standard } from '../requirement.ts';

export const grantsAuthorization = {
  'grants/unregistered-redirect-uri-gets-no-redirect': standard('grants', 'MUST', {
    says: 'Nobody is sent to a redirect URI that is not registered for the client, nor to any for a client that is unknown or not named.',
    critical: true,
    reference: 'RFC 6749 §3.1.2.4, §4.1.2.1; RFC 9700 §4.11.2',
    why: 'A server that sends people wherever a link says gives codes to whoever wrote the link, and lends its good name to every page of a thief.',
    checked:
      'With a foreign redirect URI, with an unknown client and with none, the answer is no redirect to the URI of the request, neither with a code nor with an error.',
    fair: 'A page of errors with any status. A redirect to a page of the server itself, such as its sign-in.',
    failure:
      'With a code: the URI is not looked at, or registered as a pattern. With an error: it is looked at after the first thing went wrong, which still makes an open redirector.',
    fix: 'Look up the client, then its URI, before anything else of the request; where either fails, show a page and stop.',
    references: ['RFC 6749 §10.15', 'ASVS 5.0 10.4.1', 'ASVS 5.0 3.7.2', 'OWASP API2:2023'],
  }),
  'grants/redirect-uri-is-compared-exactly': standard('grants', 'MUST', {
    says: 'A redirect URI is compared with the registered one character by character.',
    critical: true,
    reference: 'RFC 9700 §2.1, §4.1.3',
    why: 'Between two addresses that look alike lies what an attacker needs: a directory that redirects further, a subdomain that anybody may have, a host that begins with the right letters.',
    checked:
      'Near misses of the registered URI (a slash or a segment more, a query, a fragment, other case, another port, a name before or behind the host, the host as the user of another one, dots that climb up, the other scheme, an encoded letter, the parameter twice): none of them is redirected to.',
    fair: 'A page of errors with any status. Another port of a loopback address, which programs on a user’s own machine may choose at each start (RFC 8252 §7.3).',
    failure:
      'The variant tells how it is compared: by beginning, by host alone, after decoding or normalising, without regard to case, or by a pattern in the registration.',
    fix: 'Compare the decoded parameter with the registered strings for equality, and do without patterns in registrations.',
    references: ['RFC 6749 §3.1.2.3', 'RFC 8252 §7.3', 'ASVS 5.0 10.4.1', 'OWASP API2:2023'],
  }),
  'grants/plain-http-redirect-uri-is-refused': standard('grants', 'MUST', {
    says: 'A redirect URI over plain HTTP is refused even to a client that has registered it, unless it leads to the user’s own machine.',
    critical: true,
    reference: 'RFC 9700 §2.6',
    why: 'The code would travel where everybody on the way can read it, and be used there before the client has it.',
    checked: 'With a client whose registered URI is `http:` on another machine, no redirect leads there.',
    fair: 'Loopback addresses. A server that refuses already to register such a URI has no such client: nothing is asked of it then.',
    failure: 'The scheme is not looked at, or only at registration, where older clients have kept theirs.',
    fix: 'Refuse `http:` at registration and at the endpoint, but for loopback addresses, and ask the owners of old registrations for another URI.',
    references: ['RFC 6749 §3.1.2.1', 'RFC 8252 §8.3', 'ASVS 5.0 12.2.1'],
  }),
  'grants/response-type-errors-are-told': standard('grants', 'MUST', {
    says: 'A request without a response type is sent back with `invalid_request`, one with an unknown response type with `unsupported_response_type`.',
    reference: 'RFC 6749 §3.1.1, §4.1.2.1',
    why: 'The client is what can be put right here, so that it has to be told; a page in the user’s browser never reaches it.',
    checked: 'The error in the redirect to the registered URI, for a missing and for an invented response type.',
    fair: '`unauthorized_client` for the unknown one. Any description.',
    failure:
      'A code: the server takes `code` for granted. A page: errors of the request are not told apart from those of client and redirect URI.',
    fix: 'Once client and redirect URI are known to be good, send every further error to the client.',
    references: [],
  }),
  'grants/unknown-scope-is-not-granted': standard('grants', 'MUST', {
    says: 'A scope that the server does not know is refused with `invalid_scope`, or left out of what is granted.',
    reference: 'RFC 6749 §3.3, §4.1.2.1',
    why: 'A scope that is granted today without a meaning gets one tomorrow, and old tokens have it then.',
    checked: 'The error in the redirect; or, where a code comes, that the scope is not among those told with its token.',
    fair: '`invalid_scope`, a page of errors, or a token without that scope whose answer says so.',
    failure: 'The token answer repeats the request: scopes are copied from it and never compared with a list.',
    fix: 'Grant what is in the request, in the registration of the client and in the list of scopes, all three.',
    references: ['ASVS 5.0 10.4.11'],
  }),
  'grants/state-comes-back-unchanged': standard('grants', 'MUST', {
    says: 'The `state` of a request comes back as it was sent, with a code and with an error.',
    reference: 'RFC 6749 §4.1.2, §4.1.2.1',
    why: 'By it a client recognises its own request. If it comes back changed, the client has to take its own user for an attacker.',
    checked:
      'The `state` of the redirect, decoded, equals the one that was sent: with a code one of all the characters that a URL has to encode, more than a hundred of them, with errors a plain one.',
    fair: 'Any encoding in the URL that decodes to the same.',
    failure:
      'Missing on errors only: the error branch builds its own URL. Changed: it is put into the URL without encoding, decoded twice, or cut to fit a column.',
    fix: 'Keep the decoded value with the request, and let one function build every redirect with a library for URLs.',
    references: ['RFC 9700 §4.7'],
  }),
  'grants/unknown-parameters-are-ignored': standard('grants', 'MUST', {
    says: 'A parameter that the server does not know changes nothing.',
    reference: 'RFC 6749 §3.1, §3.2',
    why: 'Clients send parameters of extensions without knowing who understands them. A server that refuses them keeps out every newer library.',
    checked:
      'With a parameter of an invented name, an authorization request still ends in a code, and a token request with an invented code still in `invalid_grant`.',
    failure: 'The parameters are validated against a closed list, mostly by a schema that allows no others, or by a firewall.',
    fix: 'Read what is known, and leave the rest alone.',
    references: [],
  }),
  'grants/repeated-parameters-are-refused': standard('grants', 'MUST', {
    says: 'A request that gives a parameter twice is refused.',
    reference: 'RFC 6749 §3.1, §3.2',
    why: 'Of two values one component takes the first and another the last. What was checked is then not what is used.',
    checked:
      'Authorization and token requests with a parameter twice give no code and no token, and the error is `invalid_request` where one is told.',
    fair: 'A page of errors instead of a redirect. Parameters of extensions that may repeat, such as `resource`, are not tried.',
    failure: 'The library for forms hands on the first or the last value, or a list that something later turns into text.',
    fix: 'Count the parameters before reading them, and refuse what stands twice.',
    references: ['ASVS 5.0 15.3.7'],
  }),
  'grants/denied-consent-is-access-denied': standard('grants', 'MUST', {
    says: 'When the user declines, the client is told `access_denied`, with its `state`, and given no code.',
    reference: 'RFC 6749 §4.1.2.1',
    why: 'No is an answer that a client has to be able to show. And a page of consent from which only a yes leads on is none.',
    checked:
      'The redirect after a denial has `error=access_denied` and the `state` of the request, and no code. Denying takes the hook `deny` or a browser.',
    fair: '`error_description` and further parameters.',
    failure:
      'The user stays on a page of the server: the button only closes something. Another error: clients take it for a fault. A code: the decision is not what the endpoint looks at.',
    fix: 'Let both buttons post to the same place, and end both in the redirect to the client.',
    references: [],
  }),
  'grants/redirect-is-not-307': standard('grants', 'MUST', {
    says: 'The redirect to the client is none that repeats the request with its body.',
    reference: 'RFC 9700 §4.12',
    why: 'After a form with a password, 307 tells the browser to post that same form to the client: it then has the password of its user.',
    checked:
      'The status of every redirect that leads to a client, with a code or an error, is not 307; 308, which does the same, is not either.',
    fair: '302 as well as 303, though only 303 is certain to become a GET.',
    failure: 'A framework chose the status: some take 307 for the correct form of a temporary redirect.',
    fix: 'Set 303 wherever the authorization endpoint redirects.',
    references: ['RFC 9110 §15.4.4', 'RFC 9110 §15.4.8'],
  }),
  'grants/authorization-endpoint-has-no-cors': standard('grants', 'MUST', {
    says: 'The authorization endpoint does not let pages of other origins read its answers.',
    reference: 'RFC 9700 §2.6',
    why: 'It is where a browser is sent, not what a script calls. A page that may read the answer can take a code for whoever happens to be signed in.',
    checked: 'The answer to a request with the `Origin` of a foreign page has no `Access-Control-Allow-Origin`.',
    fair: 'The field on the token endpoint, the metadata and the API.',
    failure: 'One rule for the whole host: a proxy or a middleware adds the field everywhere.',
    fix: 'Allow other origins for each route that scripts call, and leave this one out.',
    references: ['ASVS 5.0 3.4.2', 'OWASP API8:2023'],
  }),
  'grants/consent-page-is-not-frameable': standard('grants', 'MUST', {
    says: 'Pages of sign-in and consent cannot be shown within a page of another origin.',
    reference: 'RFC 9700 §4.16',
    why: 'In an invisible frame, a click on somebody’s game is a click on "allow".',
    checked:
      'Each page that the authorization endpoint shows has a `Content-Security-Policy` with `frame-ancestors` of no foreign origin, or `X-Frame-Options`.',
    fair: 'Either field, with `none` or with the server’s own origin. Where the endpoint redirects at once there is no page to judge.',
    failure: 'The field is set for the application and not for this page, which comes from another template, or from an identity service.',
    fix: "Send `Content-Security-Policy: frame-ancestors 'none'` and `X-Frame-Options: DENY` with every page.",
    references: ['RFC 6749 §10.13', 'ASVS 5.0 3.4.6', 'OWASP API8:2023'],
  }),
  'grants/issuer-is-told': standard('grants', 'MUST', {
    says: 'Where the metadata says so, the redirect to the client names the issuer, and names it right.',
    reference: 'RFC 9207 §2, §3',
    why: 'A client of several servers tells by it whose code it was given, and does not hand one server’s code to another.',
    checked: 'The `iss` that comes with the code equals the `issuer` of the metadata, character by character.',
    fair: 'Not asked of servers whose metadata does not announce it.',
    failure:
      'Missing: it is announced for one flow or version and not built into this one. A slash or a port too many: a strict client refuses the code.',
    fix: 'Take the value from the same setting as the metadata, and add it in the function that builds every redirect.',
    references: ['RFC 9700 §4.4.2'],
  }),
  'grants/implicit-grant-is-not-served': standard('grants', 'SHOULD', {
    says: 'The authorization endpoint gives no access token in the redirect.',
    reference: 'RFC 9700 §2.1.2',
    why: 'A token in a URL lies in the history of the browser, and nothing binds it to the client that asked: another page can take it, or push a stolen one in.',
    checked: 'A request for the response type `token` ends without an access token in the redirect.',
    fair: '`unsupported_response_type`, `unauthorized_client` or a page of errors. Not asked of a server whose document declares the flow: `lint` takes it up with the document.',
    failure: 'The response type is on for this client, often by default of the library or for a page from before 2019.',
    fix: 'Switch it off for every client, and move its pages to the code flow with PKCE.',
    references: ['RFC 9700 §4.3.2', 'ASVS 5.0 10.4.4'],
  }),
} as const;
