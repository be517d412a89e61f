import { standard } from '../requirement.ts';

export const oauthCodesRequirements = {
  'oauth/unknown-code': standard('oauth', 'MUST', {
    title: 'Unknown codes are rejected',
    demand: 'The token endpoint MUST reject a code that was never issued with `invalid_grant`.',
    critical: true,
    reference: 'RFC 6749 §4.1.3, §5.2',
    why: 'The code proves that a user agreed. If any string works, consent is not needed.',
    checked: 'A made-up code, and an issued one with another last character, get `invalid_grant` and no token.',
    fair: '`invalid_request` passes for a code in a form that the server never issues.',
    failure:
      'A token means that the endpoint is unfinished, or that a test mode is on. With another error, clients that start over on `invalid_grant` will not do so.',
    fix: 'Look up the code, and reject it if it is not found.',
    references: ['RFC 6749 §10.5', 'OWASP API2:2023'],
  }),
  'oauth/code-client-binding': standard('oauth', 'MUST', {
    title: 'Codes are bound to their client',
    demand: 'The token endpoint MUST reject a code that was issued to another client.',
    critical: true,
    reference: 'RFC 6749 §4.1.3',
    why: 'Otherwise the operator of any client can exchange a code that leaked from another client for tokens of its users.',
    checked: 'Another client, correctly authenticated, presents a fresh code with its redirect URI, and gets `invalid_grant` and no token.',
    fair: 'The code may be spent or still valid after the attempt.',
    failure: 'Code and client are both looked up, but never compared with each other.',
    fix: 'Store the client with the code, and compare the two in the lookup itself.',
    references: ['RFC 6749 §10.5', 'OWASP API2:2023'],
  }),
  'oauth/code-redirect-uri-binding': standard('oauth', 'MUST', {
    title: 'Codes are bound to their redirect URI',
    demand: 'The token endpoint MUST exchange a code only with the redirect URI of its authorization request.',
    critical: true,
    reference: 'RFC 6749 §4.1.3',
    why: 'The repeated URI shows that the client itself sent the user to the place where the code arrived. Without it, a code intercepted at one address can be injected into the client at another.',
    checked:
      'Fresh codes with another redirect URI, and without one, get no token. The error is `invalid_grant`, or `invalid_request` if it is missing.',
    fair: 'The code may be spent or still valid after the attempt.',
    failure:
      'If a missing URI is accepted, it is compared only when it is sent. If another one is accepted, it is compared with the registration instead of the request, or not at all.',
    fix: 'Store the redirect URI of the request with the code. If there was one, require the same string.',
    references: ['RFC 6749 §10.6', 'RFC 9700 §4.5', 'OWASP API2:2023'],
  }),
  'oauth/code-reuse': standard('oauth', 'MUST', {
    title: 'A code works only once',
    demand: 'The token endpoint MUST NOT issue tokens for a code a second time.',
    critical: true,
    reference: 'RFC 6749 §4.1.2',
    why: 'Codes travel through browsers and stay in histories and logs. A used code is worthless to anyone who finds it there.',
    checked: 'The same valid request, sent again, gets `invalid_grant` and no token.',
    fair: 'The first tokens may be revoked or stay valid.',
    failure:
      'The code is deleted only when it expires, or is marked as used after the tokens are issued, so that two parallel requests succeed. A signed code needs a list of the used ones.',
    fix: 'Remove the code from the store in one atomic operation that returns it, and issue tokens only to the caller that got it.',
    references: ['RFC 6749 §10.5', 'ASVS 5.0 10.4.2', 'ASVS 5.0 15.4.2', 'OWASP API2:2023'],
  }),
  'oauth/tokens-after-code-reuse': standard('oauth', 'SHOULD', {
    title: 'Code reuse revokes the issued tokens',
    demand: 'The server SHOULD revoke the tokens issued for a code when the code is used a second time.',
    reference: 'RFC 6749 §4.1.2, §10.5',
    why: 'Two parties have had the same code. The server cannot know which one got the tokens.',
    checked: 'After the reuse was rejected, the API answers the access token of the first exchange with 401.',
    fair: 'Self-contained tokens may stay valid for minutes, so this is a warning.',
    failure: 'The reuse is rejected, but nothing links the code to its tokens.',
    fix: 'Keep the used code with the id of its grant until it would have expired, and end that grant when the code is used again.',
    references: ['ASVS 5.0 10.4.2'],
  }),
  'oauth/code-expiry': standard('oauth', 'SHOULD', {
    title: 'Codes expire within ten minutes',
    demand: 'The token endpoint SHOULD reject a code that is older than ten minutes.',
    reference: 'RFC 6749 §4.1.2',
    why: 'A client needs its code within seconds. Every further minute helps only an attacker who finds it later.',
    checked:
      'A code first presented a little more than ten minutes after it was issued gets no token. Waiting needs the `clock` hook or `--slow`.',
    fair: 'Any shorter lifetime passes if a client that exchanges the code at once succeeds.',
    failure: 'Codes never expire, or have the lifetime of something else, such as the session.',
    fix: 'Store an expiry of one minute with the code, and compare it when the code is presented.',
    references: ['RFC 6749 §10.5', 'ASVS 5.0 10.4.3'],
  }),
} as const;
