import { standard } from '../requirement.ts';

/** Other ways to an operation than the documented one. */
export const routes = {
  'http/detours-are-guarded': standard('http', 'MUST', {
    says: 'No other spelling of the path leads a stranger to what the documented one refuses.',
    critical: true,
    reference: 'RFC 9110 §4.2.3; RFC 3986 §6; OWASP API8:2023',
    why: 'A guard in front and a router behind it that spell a path differently leave a gap between them, and lists of such spellings are tried by machines.',
    checked:
      'No success of the media type of the operation comes to a path with doubled slashes, dots, encoded characters, other letters, an added ending or another version, without a credential.',
    fair: 'Any refusal, a redirect to the documented path, and a page for people.',
    failure: 'The variant names the spelling that the guard does not recognise and the router does.',
    fix: 'Normalise the path once, in the outermost layer, refuse what is not in its normal form, and guard by route and not by text.',
    references: ['ASVS 5.0 4.1.4', 'OWASP API9:2023'],
  }),
  'http/stored-answers-are-not-served-to-strangers': standard('http', 'MUST', {
    says: 'What was served to a credential is not served again to a request without one.',
    critical: true,
    reference: 'RFC 9111 §3.5',
    why: 'A cache in front of the guard answers in its place. Attackers lure a user to a URL that looks like a picture, and fetch the answer afterwards.',
    checked:
      'A URL is fetched with a good credential and then without: the second answer is no success of the media type of the operation.',
    fair: 'Any refusal the first time too, for a URL that the server does not have.',
    failure: 'A cache goes by the ending of the path, or by a rule for all of the host, while the router ignores what it does not know.',
    fix: 'Mark every answer of the API `no-store`, let caches obey it, and answer 404 to paths that are not the documented ones.',
    references: ['ASVS 5.0 14.2.5', 'ASVS 5.0 14.3.2', 'OWASP API8:2023'],
  }),
  'http/bad-credential-is-told-first': standard('http', 'SHOULD', {
    says: 'A request with a bad credential and another mistake is answered for the credential.',
    reference: 'RFC 9110 §11.4, §15.5.2',
    why: 'An answer about anything else is given to somebody unknown: it tells them what exists, and that their input was looked at.',
    checked:
      'The status is 401 to an unknown credential together with a body that is no JSON, a media type that is not accepted, or an object that does not exist.',
    fair: 'Any status for paths and methods that the document does not have, and 403 where the operation asks for API keys alone and describes no 401. Which of two other mistakes is told is an observation.',
    failure: 'Bodies are parsed, or objects looked up, before the caller is known.',
    fix: 'Put authentication in front of everything that reads more than the header.',
    references: ['OWASP API2:2023', 'ASVS 5.0 6.3.8'],
  }),
  'http/http2-is-guarded-as-http1': standard('http', 'MUST', {
    says: 'Over HTTP/2 a bad credential is refused as it is over HTTP/1.1.',
    critical: true,
    reference: 'RFC 9113 §8; RFC 9110 §11.4',
    why: 'Many servers end the two versions in different places. What guards one of them was configured years before the other.',
    checked: 'Status, media type and the presence of a challenge are the same over both, without a credential and with an unknown one.',
    fair: 'A server that does not negotiate HTTP/2 is not judged.',
    failure:
      'The two go through different listeners, or a rule that compares the names of fields with their case never matches the small letters of HTTP/2.',
    fix: 'End both versions in one place and guard behind it; compare names of fields without case.',
    references: ['RFC 9113 §8.2', 'OWASP API8:2023'],
  }),
  'http/request-in-pieces-is-read-whole': standard('http', 'MUST', {
    says: 'A request that arrives in pieces is answered as one that arrives at once.',
    reference: 'RFC 9112 §2.2, §6.3',
    why: 'Networks cut where they like. A server that reads what came first sees half a credential, and whatever inspects requests in front of it may see another half than the server.',
    checked: 'A good credential is served, and an unknown one refused, when the request is written in two pieces and byte by byte.',
    failure: 'Something on the way reads from the socket once: an old proxy, an inspection device, a parser of one’s own.',
    fix: 'Read until the empty line that ends the header, with a limit of time and of size.',
    references: ['RFC 9112 §2.1'],
  }),
} as const;
