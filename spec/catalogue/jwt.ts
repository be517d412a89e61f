import { standard } from './requirement.ts';

export const jwt = {
  'jwt/unsigned-token-is-refused': standard('jwt', 'MUST', {
    says: 'A token whose signature was taken away is refused.',
    critical: true,
    reference: 'RFC 8725 §3.2; ASVS 5.0 9.1.2',
    why: 'A token that needs no signature can be written by anybody, with any name and any right in it. The algorithm none has opened more servers than any stolen key.',
    checked:
      'A live token with its claims as they are is answered with 401 when its header names the algorithm none, the same in other letters, when its signature is empty, and when its third part is missing.',
    fair: '400, for a token that the server calls malformed.',
    failure:
      'The variant tells: none where the token chooses its own algorithm; other letters where that was mended by a comparison; an empty signature where the verification is skipped for want of one.',
    fix: 'Give the library the one algorithm that you sign with, and let it refuse whatever is not of three whole parts.',
    references: ['RFC 7519 §6', 'OWASP API2:2023'],
  }),
  'jwt/changed-token-is-refused': standard('jwt', 'MUST', {
    says: 'A token that was changed after it was signed is refused.',
    critical: true,
    reference: 'RFC 8725 §3.3; ASVS 5.0 9.1.1',
    why: 'The claims of a token are plain to read and easy to write. All that keeps a holder from giving itself other rights, a longer life or another name is the signature over them.',
    checked:
      'A live token is answered with 401 when a claim was added, when it is made out to another audience, when its end is a year later, and when its signature has another letter in the middle.',
    fair: '400, for a token that the server calls malformed.',
    failure:
      'The claims are decoded and believed without being verified: behind a gateway that was meant to do so, or by a library’s function for looking into tokens.',
    fix: 'Verify every token where it is used, and take claims from the result of the verification alone.',
    references: ['RFC 7515 §5.2', 'OWASP API2:2023'],
  }),
  'jwt/foreign-signature-is-refused': standard('jwt', 'MUST', {
    says: 'A token that is signed with a key of the sender’s own is refused, also where it brings the key along.',
    critical: true,
    reference: 'RFC 8725 §3.5; ASVS 5.0 9.1.3',
    why: 'A signature proves nothing but that somebody had the key. A key that can be guessed, or that the token itself names, is anybody’s.',
    checked:
      'The claims of a live token are answered with 401 when they are signed with words that samples have for a secret, and when they are signed with a new key that stands in the header.',
    fair: '400, for a token that the server calls malformed.',
    failure: 'A secret from a tutorial was never replaced, or the library looks for its key in the token (`jwk`, `jku`, `x5c`).',
    fix: 'Sign with a key of full length that was made at random, and take keys for verification from your own configuration alone.',
    references: ['RFC 8725 §3.10', 'OWASP API2:2023'],
  }),
  'jwt/expired-token-is-refused': standard('jwt', 'MUST', {
    says: 'A token is refused once the end that it tells has passed.',
    critical: true,
    reference: 'RFC 7519 §4.1.4; ASVS 5.0 9.2.1',
    why: 'Nobody can take back a token that is verified without being looked up. Its end is all that limits what a stolen one is worth.',
    checked:
      'A token of a principal that the configuration calls expired, whose claim exp lies before the Date of the answer, is answered with 401. No token with such an end is served anywhere it was tried.',
    fair: 'Some minutes of grace. Tokens whose exp has yet to come are judged as expired credentials, not here.',
    failure: 'The claim is compared in another unit, only when a token is refreshed, or by a library that was told to ignore it.',
    fix: 'Let the library that verifies the signature compare exp as well, in seconds, with a minute of grace at most.',
    references: ['OWASP API2:2023'],
  }),
} as const;
