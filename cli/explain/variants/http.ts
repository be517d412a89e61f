import type { Words } from './calls.ts';

const unlisted = 'a principal at an address that its list does not hold';

const seconds: Words = {
  'no-such-path': 'a path that does not exist',
  'undeclared-method': 'a method that the path does not have',
  'no-such-object': 'an object that does not exist',
  'malformed-body': 'a body that is no JSON',
  'wrong-media-type': 'a body of a media type that is not accepted',
};

const firsts: Words = {
  'bad-credential': 'a credential that was never issued',
  'missing-scope': 'a principal without the scope',
  'blocked-address': unlisted,
  'spent-quota': 'a principal whose quota is used up',
};

/** What tells the observations of the scenes about HTTP apart. */
export const httpWords: { readonly [scenario: string]: Words } = {
  'head-requests': { missing: 'HEAD without a credential', live: 'HEAD with a good credential' },
  'trace-requests': { missing: 'TRACE without a credential', unknown: 'TRACE with a credential that was never issued' },
  'undeclared-methods': {
    put: 'the method PUT',
    patch: 'the method PATCH',
    delete: 'the method DELETE',
    invented: 'a method that no standard knows',
  },
  'method-overrides': {
    'x-http-method-override': 'DELETE in the field X-HTTP-Method-Override',
    'x-method-override': 'DELETE in the field X-Method-Override',
    'x-http-method': 'DELETE in the field X-HTTP-Method',
    'query-_method': 'DELETE as the parameter _method, in the query and in a form',
  },
  'path-spellings': {
    'double-slash': 'a path with two slashes before its last segment',
    'leading-double-slash': 'a path that begins with two slashes',
    'dot-segment': 'a path with a dot as a segment',
    'parent-segment': 'a path that goes down and up again',
    'encoded-parent-segment': 'a path that goes down and up again, the dots percent-encoded',
    'doubly-encoded-parent-segment': 'a path that goes down and up again, the dots percent-encoded twice',
    'encoded-slash': 'a path with its last slash percent-encoded',
    'encoded-letter': 'a path with the letters of its last segment percent-encoded',
    'doubly-encoded-letter': 'a path with the letters of its last segment percent-encoded twice',
    backslash: 'a path with a backslash for its last slash',
    'trailing-slash': 'a path with a slash at its end',
    'trailing-dot': 'a path with a dot at its end',
    'path-parameter': 'a path with a parameter behind a semicolon',
    'empty-path-parameter': 'a path with a semicolon before its last slash',
    'encoded-space': 'a path with an encoded space at its end',
    'encoded-nul': 'a path with an encoded NUL at its end',
    extension: 'a path that ends in .json',
    'upper-case': 'a path in capitals',
    'earlier-version': 'a path of the version before',
    'later-version': 'a path of the version to come',
    'no-version': 'a path without the version',
  },
  'cached-responses': {
    'same-url': 'the same URL, with and then without the credential',
    'below-as-a-file': 'a URL below the operation that looks like a style sheet',
    'ending-as-a-file': 'a URL that ends like that of a style sheet',
    'parameter-as-a-file': 'a URL with a parameter that looks like a style sheet',
  },
  'over-http2': { missing: 'no credential', unknown: 'a credential that was never issued' },
  'split-requests': {
    'two-pieces': 'a good credential, the request in two pieces',
    'single-bytes': 'a good credential, the request byte by byte',
    'unknown-in-two-pieces': 'a credential that was never issued, the request in two pieces',
  },
  'error-precedence': Object.fromEntries(
    Object.entries(firsts).flatMap(([first, who]) =>
      Object.entries(seconds).map(([second, what]): readonly [string, string] => [`${first}-and-${second}`, `${who}, and ${what}`]),
    ),
  ),
};
