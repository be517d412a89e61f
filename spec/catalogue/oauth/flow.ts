import { flowPointer, pointers } from '../pointers.ts';
import { promised } from '../requirement.ts';

export const grantsFlow = {
  'grants/authorization-gives-a-code': promised('grants', 'MUST', {
    says: 'An authorization request with the documented parameters ends at the redirect URI that it names, with a code.',
    pointer: flowPointer('authorizationCode'),
    why: 'It is the first step, and every other one needs the code. A client whose user is sent anywhere else learns nothing, not even that something went wrong.',
    checked: 'Where the browser is sent after consent: to the redirect URI of the request, with one `code` that is not empty.',
    fair: '302 and 303. Any pages of sign-in and consent before it, where the configuration says who consents. Further parameters beside the code. A challenge that is demanded of everybody: the request is then made again with one.',
    failure:
      'The error of a redirect stands in the report: `unauthorized_client` and `invalid_scope` say that the client is registered otherwise than configured. A page of errors mostly means a redirect URI that is not registered letter by letter; a page of sign-in, that nobody consents.',
    fix: 'Compare client id, redirect URI and scopes of the configuration with the registration first. Then let consent end in a redirect to the URI of the request, the code in its query.',
    references: ['RFC 6749 §4.1.1', 'RFC 6749 §4.1.2'],
  }),
  'grants/scopes-are-separated-by-spaces': promised('grants', 'MUST', {
    says: 'An authorization request takes several scopes separated by spaces, each space written as `%20` or as `+`.',
    pointer: flowPointer('authorizationCode'),
    why: 'Libraries differ in how they write a space. Where only one of the two is understood, half of them ask for a single scope of a strange name.',
    checked:
      'An authorization whose scopes are joined by `+` grants exactly the scopes that were asked for, as one whose scopes are joined by `%20` does.',
    fair: 'Scopes told in any order. None told at all, where the token answer leaves them out because nothing differs from what was asked.',
    failure:
      '`invalid_scope` to one of the two means that the query is not decoded as a form is, or that scopes are split at commas. One scope of two granted: only the first word is read.',
    fix: 'Decode the query with a parser for forms, and split the decoded value at spaces, and at spaces alone.',
    references: ['RFC 6749 §3.3'],
  }),
  'grants/flow-needs-only-documented-parameters': promised('grants', 'MUST', {
    says: 'The documented parameters are enough for the whole flow: a client that sends nothing else gets its tokens.',
    pointer: flowPointer('authorizationCode'),
    why: 'People copy the documented request. If it lacks something that the server insists on, everybody’s first attempt fails, and the error seldom says why.',
    checked:
      'An authorization without `state` and an exchange of its code, both with the documented parameters alone, end in an access token.',
    fair: 'A server that demands PKCE of every client, as current practice has it, passes: the flow is then gone through with a challenge and nothing else in addition.',
    failure:
      'The error names what is missing, mostly `state`, `nonce`, `audience` or `resource`. Where it names none, compare the failed request with one from a client that works.',
    fix: 'Give the missing parameter a default, or write it into the document and its samples.',
    references: ['RFC 6749 §4.1.1', 'RFC 6749 §4.1.3'],
  }),
  'grants/code-gives-tokens': promised('grants', 'MUST', {
    says: 'A code that is posted to the token endpoint as a form, with the documented parameters, gives an access token in JSON.',
    pointer: flowPointer('authorizationCode'),
    why: 'It is what the flow is for. Clients parse this answer with a library that knows one shape of it.',
    checked: 'The exchange of a fresh code is answered with 200 and a JSON object whose `access_token` is a string that is not empty.',
    fair: 'Any further members. Bodies of JSON taken besides forms.',
    failure:
      'The error tells: `invalid_client`, that the secret of the configuration is another or travels otherwise; `invalid_grant`, that the code came too late, was used already or belongs to another redirect URI. A 200 with an error in it, or a form as answer, is read as a success by no library.',
    fix: 'Read a form, exchange the code once, and answer in JSON with `access_token` and `token_type` at the top level.',
    references: ['RFC 6749 §4.1.3', 'RFC 6749 §4.1.4', 'RFC 6749 §5.1'],
  }),
  'grants/refresh-token-comes-with-it': promised('grants', 'MUST', {
    says: 'Where the document tells how to refresh, the exchange of a code gives a refresh token too, another string than the access token.',
    pointer: flowPointer('authorizationCode'),
    why: 'Without one, every user has to sign in again whenever the access token ends, which nobody notices on the first day.',
    checked: 'The answer to the exchange has a `refresh_token` that is a string, not empty, and not the access token.',
    fair: 'Nothing is asked of documents without a `refreshUrl`.',
    failure:
      'Missing: many servers give one only for a scope such as `offline_access`, or to clients that are registered for refreshing. Equal: whoever sees a request to the API can then refresh for ever.',
    fix: 'Register the clients for refreshing, and give the token without an undocumented scope; or document what it takes.',
    references: ['RFC 6749 §1.5', 'RFC 6749 §5.1'],
  }),
  'grants/token-is-accepted': promised('grants', 'MUST', {
    says: 'The API takes the access token as a bearer token and answers with the documented success.',
    pointer: pointers.grants,
    why: 'Two systems have to agree here, the one that gives tokens and the one that takes them. Each of them can be right by itself while nothing works.',
    checked: 'Operations that the granted scopes allow, called with the fresh token, are answered with their documented success.',
    fair: '404 or 405 for an operation that the documentation only implies.',
    failure:
      '401: the API looks the token up elsewhere than where it was stored, expects another audience or issuer, or has other keys to verify it. 403: the scopes get lost on the way between the two.',
    fix: 'Let the API ask the authorization server, or share its store or its keys; compare issuer, audience and clock of the two.',
    references: ['RFC 6749 §7', 'RFC 6750 §2.1'],
  }),
  'grants/token-shows-the-granted-scopes': promised('grants', 'MUST', {
    says: 'The self-test lists for an access token exactly the scopes that were granted.',
    pointer: pointers.whoami,
    why: 'What the authorization server tells a client and what the API tells it should be the same. Where they are not, one of them is wrong about what the token may do.',
    checked: 'The scopes that the self-test lists, as a set, against those of the token answer, or those asked for where that names none.',
    fair: 'Implied scopes listed with the granted ones, or left out. Fewer scopes granted than asked for, if the token answer says so.',
    failure: 'The list is that of the client’s registration or of the account, or the scopes are stored as one string and never split.',
    fix: 'Store the granted scopes with the token, and fill both answers from there.',
    references: ['RFC 6749 §3.3', 'RFC 6749 §5.1'],
  }),
  'grants/token-is-limited-to-its-scopes': promised('grants', 'MUST', {
    says: 'An access token opens nothing beyond the scopes that it was granted.',
    critical: true,
    pointer: pointers.grants,
    why: 'The user was shown these scopes and agreed to no others. A token that opens more makes the page of consent a lie.',
    checked:
      'Operations that the granted scopes do not allow, called with a token for all scopes but theirs and with one for a single scope, are refused with the documented 403.',
    fair: '404 where the path names an object, for a server may hide what is not the caller’s.',
    failure:
      'Served: the API asks what the account or the client may do, not the token; or it checks scopes of keys and forgets those of tokens. Try a narrow key on the same operation: if that one is refused, it is the latter.',
    fix: 'Decide from the scopes that are stored with the token or signed into it, in the same place where those of other credentials are looked at.',
    references: ['RFC 6749 §3.3', 'RFC 6750 §3.1', 'ASVS 5.0 10.3.2', 'OWASP API5:2023'],
  }),
  'grants/refresh-gives-a-new-token': promised('grants', 'SHOULD', {
    says: 'Where the document tells how to refresh, a refresh token gives a new access token, and the API accepts it.',
    pointer: pointers.grants,
    why: 'It is tried for the first time when the first access token ends, mostly at night. A refresh token that cannot be used is discovered by everybody at once.',
    checked: 'A refresh is answered with another access token than before, which the API answers with a success.',
    fair: 'The same refresh token again, a new one, or none, in which case the old one stays. The first access token may end or live on.',
    failure:
      '`invalid_grant` at the first use: the refresh token was stored under another client, or ended with the code. `unauthorized_client` or `unsupported_grant_type`: a refresh token was given that the client may not use.',
    fix: 'Allow the grant to every client that is given refresh tokens, at the documented URL.',
    references: ['RFC 6749 §6'],
  }),
  'grants/documented-client-authentication-is-accepted': promised('grants', 'MUST', {
    says: 'A client with a secret can authenticate in each of the ways that the document names.',
    pointer: pointers.clientAuthentication,
    why: 'Body or header: libraries are set to one of them, and from the error nobody can guess that it is the wrong one.',
    checked:
      'The right secret with an invented code, in each documented way, is answered with an error about the code, and not with `invalid_client`, `unauthorized_client` or 401.',
    failure:
      '`invalid_client` in one way only: the server reads the secret from the other place, or the client is registered for the other. In all ways: the configured secret is wrong.',
    fix: 'Read the secret from the documented places, and register clients for them.',
    references: ['RFC 6749 §2.3.1'],
  }),
  'grants/only-plans-with-the-feature': promised('grants', 'MUST', {
    says: 'A client of an account whose plan does not include OAuth gets neither a code nor a token.',
    critical: true,
    pointer: pointers.plans,
    why: 'A feature that is sold is checked where the button is, and forgotten where the endpoint is. Whoever knows the URL then has it for nothing, and keeps it after a downgrade.',
    checked: 'The authorization request of such a client ends without a code and without a token.',
    fair: '`unauthorized_client` or any other error in a redirect, a page with 403 or another status, also that of a server that does not know such clients at all.',
    failure:
      'The plan is not looked at before consent, or only where clients are registered. Check first that the `plan` of the client in the configuration is the one that its account has.',
    fix: 'Look at the plan of the account at the authorization endpoint, at the token endpoint and at every refresh, with one rule for all three.',
    references: ['RFC 6749 §4.1.2.1', 'RFC 6749 §5.2', 'OWASP API5:2023'],
  }),
  'grants/token-uses-the-quota-of-its-account': promised('grants', 'MUST', {
    says: 'Requests with an access token are limited by the plan of the account behind it.',
    pointer: pointers.plans,
    why: 'Otherwise tokens are a way around the limits that keys have, or stand below what the account has paid for.',
    checked: 'The limit that answers to the token report is the number of one of the windows of the plan of the client’s account.',
    fair: 'Any window of that plan. A count of the token’s own or one shared with the keys of the account: the document seldom says which.',
    failure:
      'A limit of no plan: tokens fall under a default of their own. One of another plan: it was taken from the client, or from when the token was given.',
    fix: 'Let the token lead to its account, and take the plan from there at each request.',
    references: ['OWASP API4:2023'],
  }),
  'grants/client-credentials-give-a-token': promised('grants', 'MUST', {
    says: 'Where the document declares the client credentials flow, id and secret of a client give an access token that the API accepts.',
    pointer: flowPointer('clientCredentials'),
    why: 'Machines have nobody to sign in for them: if this grant does not work, they have nothing else.',
    checked: 'The grant with a documented scope is answered with an access token, and the API answers that token with a success.',
    fair: 'No refresh token, which this grant does not need. Further members.',
    failure: '`unauthorized_client`: the client is not registered for the grant. A token that the API refuses has no account behind it.',
    fix: 'Register the client for the grant, and attach its tokens to the account that owns the client.',
    references: ['RFC 6749 §4.4.2', 'RFC 6749 §4.4.3'],
  }),
  'grants/password-gives-a-token': promised('grants', 'MUST', {
    says: 'Where the document declares the password flow, name and password of a user give an access token that the API accepts.',
    pointer: flowPointer('password'),
    why: 'What is documented is used, even where it should not be: a client that was written for this grant has no other way in until it is rewritten.',
    checked: 'The grant with the configured user is answered with an access token, and the API answers that token with a success.',
    fair: 'A refresh token, or none.',
    failure:
      '`invalid_grant`: see whether the configured user can sign in by hand. `unsupported_grant_type`: the document promises what is gone.',
    fix: 'Best take the flow out of the document and point its clients to another; until then serve it as documented.',
    references: ['RFC 6749 §4.3.2', 'RFC 6749 §4.3.3'],
  }),
  'grants/implicit-gives-a-token': promised('grants', 'MUST', {
    says: 'Where the document declares the implicit flow, the redirect carries an access token in its fragment that the API accepts.',
    pointer: flowPointer('implicit'),
    why: 'A page that was written for this flow looks into the fragment and nowhere else, and stays empty if nothing is there.',
    checked:
      'The redirect after consent has `access_token` and `token_type` in its fragment, and the API answers that token with a success.',
    fair: 'Further parameters. No refresh token, which this flow forbids.',
    failure: '`unsupported_response_type`: the document promises what is gone. A token in the query instead ends up in logs.',
    fix: 'Best move the pages to the code flow with PKCE and take this one out of the document; until then serve it as documented.',
    references: ['RFC 6749 §4.2.1', 'RFC 6749 §4.2.2'],
  }),
  'grants/device-flow-gives-a-token': promised('grants', 'MUST', {
    says: 'Where the document declares the device flow, a device is given its codes, told to wait, and after approval given an access token that the API accepts.',
    pointer: flowPointer('deviceAuthorization'),
    why: 'A device without a browser shows a code and asks again and again. Each wrong word in these answers leaves it asking for ever, or not at all.',
    checked:
      'The first answer has device code, user code, address and lifetime; asking before approval is answered with `authorization_pending`, and after it with a token that the API accepts.',
    fair: '`slow_down` to somebody who asks too fast. An address that contains the user code, or none such.',
    failure:
      'An error other than these makes devices give up before the user has typed the code. No token after approval: the approval was stored under another code.',
    fix: 'Answer in the words of the standard until the device code expires, and give the token once.',
    references: ['RFC 8628 §3.2', 'RFC 8628 §3.4', 'RFC 8628 §3.5'],
  }),
} as const;
