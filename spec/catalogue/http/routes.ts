import { standard } from '../requirement.ts';

/** Requirements for undocumented ways to reach an operation. */
export const httpRoutesRequirements = {
  'http/alternative-paths': standard('http', 'MUST', {
    title: 'Alternative paths require authentication',
    demand: 'The server MUST NOT serve a protected operation without a credential under another spelling of its path.',
    critical: true,
    reference: 'RFC 9110 §4.2.3; RFC 3986 §6; OWASP API8:2023',
    why: 'If authentication and the router behind it read a path differently, requests slip through. Scanners try lists of such spellings.',
    checked:
      'Requests without a credential use doubled slashes, dots, encoded characters, changed case, an added suffix or another version. None gets a successful response with the media type of the operation.',
    fair: 'Any rejection passes, and so do a redirect to the documented path and an HTML page.',
    failure: 'The variant names the spelling that authentication does not recognize but the router does.',
    fix: 'Normalize the path once, in the outermost layer, and reject paths that are not in normal form. Protect routes, not path texts.',
    references: ['ASVS 5.0 4.1.4', 'OWASP API9:2023'],
  }),
  'http/cached-responses': standard('http', 'MUST', {
    title: 'Cached responses require authentication',
    demand: 'The server MUST NOT reuse a response to an authenticated request for a request without a credential.',
    critical: true,
    reference: 'RFC 9111 §3.5',
    why: 'A cache in front of authentication bypasses it. Attackers lure a user to a URL that looks like an image, and fetch the stored response afterwards.',
    checked:
      'A URL is fetched with a valid credential and then without one. The second response is not a success with the media type of the operation.',
    fair: 'The first request may also be rejected, for a URL that the server does not have. If a URL that nobody fetched is served without a credential too, no cache is the reason.',
    failure: 'A cache goes by the suffix of the path, or by a rule for the whole host, while the router ignores what it does not know.',
    fix: 'Mark every API response `no-store`, make caches obey it, and return 404 for paths that are not documented.',
    references: ['ASVS 5.0 14.2.5', 'ASVS 5.0 14.3.2', 'OWASP API8:2023'],
  }),
  'http/authentication-first': standard('http', 'SHOULD', {
    title: 'Authentication errors come first',
    demand: 'The server SHOULD report the authentication error if a request has both an invalid credential and another error.',
    reference: 'RFC 9110 §11.4, §15.5.2',
    why: 'Any other error reveals to an unauthenticated client what exists, and that its input was processed.',
    checked: 'An unknown credential gets 401 even with a body that is not JSON, a media type that is not accepted, or a missing object.',
    fair: 'Any status passes for undocumented paths and methods, and 403 where the operation accepts only API keys and documents no 401. The order of two other errors is only noted.',
    failure: 'The server parses bodies or looks up objects before it authenticates the caller.',
    fix: 'Authenticate before anything that reads more than the headers.',
    references: ['OWASP API2:2023', 'ASVS 5.0 6.3.8'],
  }),
  'http/http2-authentication': standard('http', 'MUST', {
    title: 'HTTP/2 authenticates like HTTP/1.1',
    demand: 'The server MUST reject an invalid credential over HTTP/2 as it does over HTTP/1.1.',
    critical: true,
    reference: 'RFC 9113 §8; RFC 9110 §11.4',
    why: 'Many servers terminate the two versions in different places. The protection of one may have been configured years before that of the other.',
    checked:
      'Without a credential and with an unknown one, status, media type and the presence of a challenge are the same over both versions.',
    fair: 'A server that does not negotiate HTTP/2 is not judged.',
    failure: 'The two versions use different listeners, or a case-sensitive rule for header names never matches the lower case of HTTP/2.',
    fix: 'Terminate both versions in one place, and authenticate behind it. Compare header names case-insensitively.',
    references: ['RFC 9113 §8.2', 'OWASP API8:2023'],
  }),
  'http/split-request': standard('http', 'MUST', {
    title: 'Split requests are read completely',
    demand: 'The server MUST answer a request that arrives in pieces like one that arrives at once.',
    reference: 'RFC 9112 §2.2, §6.3',
    why: 'Networks may split a request anywhere. A server that reads only the first piece sees half a credential, and a firewall in front may see another half.',
    checked: 'A valid credential is accepted, and an unknown one rejected, when the request is written in two pieces and byte by byte.',
    failure: 'A component reads from the socket only once: an old proxy, an inspection device or a custom parser.',
    fix: 'Read until the empty line that ends the headers, with a limit on time and size.',
    references: ['RFC 9112 §2.1'],
  }),
} as const;
