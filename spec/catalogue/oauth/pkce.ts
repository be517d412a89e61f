import { standard } from '../requirement.ts';

export const grantsPkce = {
  'grants/pkce-is-supported': standard('grants', 'MUST', {
    says: 'A request with an S256 challenge, and an exchange with its verifier, ends in tokens.',
    reference: 'RFC 9700 §2.1.1',
    why: 'PKCE makes a code useless to everybody but the one who began the flow. Current libraries always send it.',
    checked: 'The exchange with the right verifier gives an access token.',
    failure:
      'A refused authorization: the parameters are not known, and unknown ones not ignored. A refused exchange: the challenge is computed otherwise, mostly with padding, with the other base64 alphabet, or over the hexadecimal form of the hash.',
    fix: 'Compare the stored challenge with the SHA-256 of the verifier’s characters in base64url without padding.',
    references: ['RFC 7636 §4.2', 'RFC 7636 §4.6', 'ASVS 5.0 10.4.6'],
  }),
  'grants/wrong-verifier-is-refused': standard('grants', 'MUST', {
    says: 'A code that was asked with a challenge is not exchanged with a wrong verifier, nor without one.',
    critical: true,
    reference: 'RFC 9700 §2.1.1; RFC 7636 §4.6',
    why: 'Whoever steals the code has no verifier. If leaving it out is enough, the protection exists only for those who need none.',
    checked:
      'Fresh codes that were asked with a challenge give no token for another verifier, and none without a verifier; the error is `invalid_grant`.',
    fair: '`invalid_request` where the verifier is missing. The code spent or alive after the attempt.',
    failure:
      'Missing accepted: the comparison is made only if a verifier is there. Wrong accepted: there is none. Both are common in servers that added PKCE later.',
    fix: 'Let the stored challenge, and not the request, decide whether a verifier is compared.',
    references: ['RFC 9700 §4.5', 'ASVS 5.0 10.4.6', 'OWASP API2:2023'],
  }),
  'grants/verifier-without-challenge-is-refused': standard('grants', 'MUST', {
    says: 'A verifier for a code that was asked without a challenge is refused.',
    critical: true,
    reference: 'RFC 9700 §2.1.1, §4.8.2',
    why: 'An attacker who takes the challenge out of a link turns the protection off, and the client, which sends its verifier as always, does not notice.',
    checked: 'A fresh code that was asked without a challenge gives no token to a request with a verifier.',
    fair: 'A server that gives no codes without a challenge has nothing to refuse: not judged. `invalid_grant` or `invalid_request`; the code spent or alive.',
    failure: 'The verifier is ignored where nothing is stored to compare it with.',
    fix: 'Refuse a verifier without a stored challenge; better, demand a challenge of every client.',
    references: ['ASVS 5.0 10.4.6', 'OWASP API2:2023'],
  }),
  'grants/unknown-challenge-method-is-refused': standard('grants', 'MUST', {
    says: 'A challenge with a method that the server does not know is refused with `invalid_request`.',
    reference: 'RFC 7636 §4.4.1',
    why: 'A server that goes on in silence either protects nothing or refuses at the last step, where nobody can tell why.',
    checked:
      'A request with an invented `code_challenge_method` ends without a code, and the error is `invalid_request` where one is told.',
    fair: 'A page of errors instead of a redirect.',
    failure: 'A code: the method is stored without being looked at, or replaced by `plain`, which it is when missing.',
    fix: 'Compare the method with the list that the metadata tells, and send the error to the client.',
    references: ['RFC 7636 §4.3'],
  }),
  'grants/plain-challenge-is-refused': standard('grants', 'SHOULD', {
    says: 'A challenge with the method `plain` is refused.',
    reference: 'RFC 9700 §2.1.1',
    why: 'The plain challenge is the verifier itself, in a URL: whoever reads the request can do what only its author should.',
    checked: 'A request with `code_challenge_method=plain` ends without a code.',
    fair: '`invalid_request`, or a page of errors. The method is in the standard, for clients that cannot hash, which is why this is a warning.',
    failure: 'The library knows both methods and has both on. So does a request with a challenge and no method: look at that as well.',
    fix: 'Leave S256 as the only method, and tell it in `code_challenge_methods_supported`.',
    references: ['RFC 7636 §7.2', 'ASVS 5.0 10.4.6'],
  }),
} as const;
