import { standard } from '../requirement.ts';

export const oauthPkceRequirements = {
  'oauth/pkce': standard('oauth', 'MUST', {
    title: 'PKCE with S256 works',
    demand: 'The server MUST issue tokens for a request with an S256 challenge and an exchange with its verifier.',
    reference: 'RFC 9700 §2.1.1',
    why: 'PKCE makes a code useless to anyone but the client that started the flow. Current libraries always send it.',
    checked: 'The exchange with the right verifier returns an access token.',
    failure:
      'If the authorization is rejected, the parameters are unknown and unknown ones are not ignored. If the exchange is rejected, the challenge is computed differently, usually with padding, with the other base64 alphabet, or over the hexadecimal hash.',
    fix: 'Compare the stored challenge with the SHA-256 of the verifier’s characters in base64url without padding.',
    references: ['RFC 7636 §4.2', 'RFC 7636 §4.6', 'ASVS 5.0 10.4.6'],
  }),
  'oauth/pkce-wrong-verifier': standard('oauth', 'MUST', {
    title: 'Wrong code verifiers are rejected',
    demand: 'The token endpoint MUST reject a wrong or missing verifier for a code that was requested with a challenge.',
    critical: true,
    reference: 'RFC 9700 §2.1.1; RFC 7636 §4.6',
    why: 'An attacker who steals the code has no verifier. If it can be left out, PKCE protects nothing.',
    checked: 'Fresh codes requested with a challenge get `invalid_grant` and no token, with another verifier and without one.',
    fair: '`invalid_request` passes if the verifier is missing. The code may be spent or still valid after the attempt.',
    failure:
      'If a missing verifier is accepted, it is compared only when it is sent; if a wrong one is accepted, it is never compared. Both are common in servers that added PKCE later.',
    fix: 'Let the stored challenge decide whether a verifier is compared, and not the request.',
    references: ['RFC 9700 §4.5', 'ASVS 5.0 10.4.6', 'OWASP API2:2023'],
  }),
  'oauth/pkce-downgrade': standard('oauth', 'MUST', {
    title: 'PKCE cannot be downgraded',
    demand: 'The token endpoint MUST reject a verifier for a code that was requested without a challenge.',
    critical: true,
    reference: 'RFC 9700 §2.1.1, §4.8.2',
    why: 'An attacker who removes the challenge from a link turns the protection off. The client still sends its verifier and does not notice.',
    checked: 'A fresh code that was requested without a challenge gets no token in a request with a verifier.',
    fair: '`invalid_grant` or `invalid_request` passes, and the code may be spent or still valid. The requirement does not apply if the server issues no codes without a challenge.',
    failure: 'The verifier is ignored if no challenge is stored to compare it with.',
    fix: 'Reject a verifier without a stored challenge. Better, require a challenge from every client.',
    references: ['ASVS 5.0 10.4.6', 'OWASP API2:2023'],
  }),
  'oauth/pkce-unknown-method': standard('oauth', 'MUST', {
    title: 'Unknown challenge methods are rejected',
    demand: 'The authorization endpoint MUST reject a challenge with an unknown method with `invalid_request`.',
    reference: 'RFC 7636 §4.4.1',
    why: 'A server that continues without an error either protects nothing or rejects the last step, where the cause is hidden.',
    checked:
      'A request with a made-up `code_challenge_method` ends without a code. If the response has an error code, it is `invalid_request`.',
    fair: 'An error page may replace the redirect.',
    failure: 'A code means that the method is stored without a check, or replaced by `plain`, the default for a missing method.',
    fix: 'Compare the method with the list in the metadata, and send the error to the client.',
    references: ['RFC 7636 §4.3'],
  }),
  'oauth/pkce-plain-method': standard('oauth', 'SHOULD', {
    title: 'Plain challenges are rejected',
    demand: 'The authorization endpoint SHOULD reject a challenge with the method `plain`.',
    reference: 'RFC 9700 §2.1.1',
    why: 'A plain challenge is the verifier itself, in a URL. Anyone who reads the request can exchange the code.',
    checked: 'A request with `code_challenge_method=plain` ends without a code.',
    fair: '`invalid_request` or an error page passes. The standard has the method for clients that cannot hash, so this is a warning.',
    failure:
      'The library knows both methods and enables both. A request with a challenge and no method also means `plain`, so check that as well.',
    fix: 'Leave S256 as the only method, and list it in `code_challenge_methods_supported`.',
    references: ['RFC 7636 §7.2', 'ASVS 5.0 10.4.6'],
  }),
} as const;
