import { standard } from '../requirement.ts';

export const grantsCodes = {
  'grants/invented-code-is-refused': standard('grants', 'MUST', {
    says: 'A code that was never given is refused with `invalid_grant`.',
    critical: true,
    reference: 'RFC 6749 §4.1.3, §5.2',
    why: 'The code is the proof that a user agreed. Where any string will do, nobody has to be asked.',
    checked: 'An invented code, and a given one with another last character, give no token; the error is `invalid_grant`.',
    fair: '`invalid_request` for a code in a form that the server never gives.',
    failure:
      'A token: the endpoint is a stand-in that was never finished, or a test mode is on. Another error: clients that start over at `invalid_grant` will not.',
    fix: 'Look the code up, and refuse whatever is not found.',
    references: ['RFC 6749 §10.5', 'OWASP API2:2023'],
  }),
  'grants/code-is-bound-to-its-client': standard('grants', 'MUST', {
    says: 'A code that was given to one client is worth nothing to another.',
    critical: true,
    reference: 'RFC 6749 §4.1.3',
    why: 'Otherwise whoever runs any client of the server can turn a code that leaked from another into tokens of that one’s users.',
    checked:
      'Another client, well authenticated, presents a fresh code with the redirect URI that it was given for: no token, `invalid_grant`.',
    fair: 'The code spent or alive after the attempt.',
    failure: 'Code and client are both looked up, and never compared with each other.',
    fix: 'Store the client with the code and compare the two in the look-up itself.',
    references: ['RFC 6749 §10.5', 'OWASP API2:2023'],
  }),
  'grants/code-is-bound-to-its-redirect-uri': standard('grants', 'MUST', {
    says: 'A code is exchanged only with the redirect URI that it was asked with.',
    critical: true,
    reference: 'RFC 6749 §4.1.3',
    why: 'The repetition shows that the client itself had the user sent to where the code came back. Without it, a code that was caught at one address can be fed to the client at another.',
    checked:
      'Fresh codes with another redirect URI, and with none, give no token; the error is `invalid_grant`, or `invalid_request` for none.',
    fair: 'The code spent or alive after the attempt.',
    failure:
      'None accepted: it is compared only where it is sent. Another accepted: it is compared with the registration and not with the request, or not at all.',
    fix: 'Store the redirect URI of the request with the code; where there was one, demand the same string.',
    references: ['RFC 6749 §10.6', 'RFC 9700 §4.5', 'OWASP API2:2023'],
  }),
  'grants/code-works-once': standard('grants', 'MUST', {
    says: 'A code that has given tokens gives none a second time.',
    critical: true,
    reference: 'RFC 6749 §4.1.2',
    why: 'Codes travel through browsers and stay in histories and logs. Used up within seconds, they are worth nothing to whoever finds them there.',
    checked: 'The same request again, with everything right, gives no token; the error is `invalid_grant`.',
    fair: 'Whatever becomes of the first tokens.',
    failure:
      'The code is only deleted when it expires, or it is marked as used after the tokens are given, in a store where both attempts can read first. A signed code without a list of the used ones cannot be single.',
    fix: 'Take the code out of the store in one atomic operation that returns it, and give tokens only to the caller who got it.',
    references: ['RFC 6749 §10.5', 'ASVS 5.0 10.4.2', 'ASVS 5.0 15.4.2', 'OWASP API2:2023'],
  }),
  'grants/replayed-code-ends-its-tokens': standard('grants', 'SHOULD', {
    says: 'A second use of a code ends the tokens that the first one gave.',
    reference: 'RFC 6749 §4.1.2, §10.5',
    why: 'Two parties have had the same code, and one of them was not meant to. Which one got the tokens the server cannot know.',
    checked: 'After the replay was refused, the API answers the access token of the first exchange with 401.',
    fair: 'Self-contained tokens that live on for minutes are why this is a warning.',
    failure: 'The replay is refused and forgotten: nothing leads from the code to its tokens.',
    fix: 'Keep the used code until it would have expired, with the id of the grant, and end that grant when it comes again.',
    references: ['ASVS 5.0 10.4.2'],
  }),
  'grants/code-expires': standard('grants', 'SHOULD', {
    says: 'A code is refused when it is older than ten minutes.',
    reference: 'RFC 6749 §4.1.2',
    why: 'A client needs its code within seconds. Every further minute serves only those who find it later.',
    checked:
      'A code first presented a little more than ten minutes after it was given gives no token. Waiting takes the hook `clock` or `--slow`.',
    fair: 'Any shorter lifetime that lets a client through which comes at once.',
    failure: 'Codes have the lifetime of something else, such as of the session, or none.',
    fix: 'Store the end with the code, a minute away, and compare it when the code is presented.',
    references: ['RFC 6749 §10.5', 'ASVS 5.0 10.4.3'],
  }),
} as const;
