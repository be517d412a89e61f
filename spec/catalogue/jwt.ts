import { standard } from './requirement.ts';

export const jwtRequirements = {
  'jwt/unsigned': standard('jwt', 'MUST', {
    title: 'Unsigned tokens are rejected',
    demand: 'The server MUST reject a token whose signature has been removed.',
    critical: true,
    reference: 'RFC 8725 §3.2; ASVS 5.0 9.1.2',
    why: 'Anyone can write a token that needs no signature, with any name and any permission. The algorithm `none` has opened more servers than any stolen key.',
    checked:
      'A live token with unchanged claims gets 401 in each form: algorithm `none`, `none` in another letter case, an empty signature, a missing third part.',
    fair: '400 passes, for a token that the server considers malformed.',
    failure:
      '`none` passes where the token chooses its own algorithm, and another letter case where the fix was a plain comparison. An empty signature passes where verification is skipped when there is none.',
    fix: 'Configure the library with the one algorithm that you sign with. Reject every token that does not have three complete parts.',
    references: ['RFC 7519 §6', 'OWASP API2:2023'],
  }),
  'jwt/tampered': standard('jwt', 'MUST', {
    title: 'Tampered tokens are rejected',
    demand: 'The server MUST reject a token that was changed after it was signed.',
    critical: true,
    reference: 'RFC 8725 §3.3; ASVS 5.0 9.1.1',
    why: 'The claims of a token are easy to read and to write. Only the signature stops a holder from granting itself other permissions, a longer lifetime or another name.',
    checked:
      'A live token gets 401 with an added claim, with a different audience, and with an expiry one year later. It also gets 401 with a different letter in the middle of its signature.',
    fair: '400 passes, for a token that the server considers malformed.',
    failure:
      'The claims are decoded and trusted without verification. A gateway was meant to verify them, or the code calls a library function that only decodes tokens.',
    fix: 'Verify every token where it is used, and take claims only from the verification result.',
    references: ['RFC 7515 §5.2', 'OWASP API2:2023'],
  }),
  'jwt/foreign-key': standard('jwt', 'MUST', {
    title: 'Tokens signed with foreign keys are rejected',
    demand: 'The server MUST reject a token signed with the sender’s own key, even if the token includes that key.',
    critical: true,
    reference: 'RFC 8725 §3.5; ASVS 5.0 9.1.3',
    why: 'A signature proves only that the signer had the key. A key that can be guessed, or that the token itself names, belongs to everyone.',
    checked:
      'The claims of a live token get 401 when signed with common sample secrets, and when signed with a new key in the token’s header.',
    fair: '400 passes, for a token that the server considers malformed.',
    failure: 'A secret from a tutorial was never replaced, or the library takes the key from the token (`jwk`, `jku`, `x5c`).',
    fix: 'Sign with a random key of full length, and take verification keys only from your own configuration.',
    references: ['RFC 8725 §3.10', 'OWASP API2:2023'],
  }),
  'jwt/expired': standard('jwt', 'MUST', {
    title: 'Tokens are rejected after their exp claim',
    demand: 'The server MUST reject a token after the expiry time in its exp claim.',
    critical: true,
    reference: 'RFC 7519 §4.1.4; ASVS 5.0 9.2.1',
    why: 'A token that is verified without a lookup cannot be revoked. Only its expiry limits the value of a stolen one.',
    checked:
      'A token of a principal configured as expired, whose exp lies before the Date of the response, gets 401. No token with such an exp is accepted anywhere in the run.',
    fair: 'A few minutes of grace pass. A token whose exp is in the future is covered by the requirement on expired credentials.',
    failure: 'The claim is compared in the wrong unit or only when a token is refreshed, or the library is configured to ignore it.',
    fix: 'Let the library that verifies the signature also compare exp, in seconds, with at most one minute of grace.',
    references: ['OWASP API2:2023'],
  }),
} as const;
