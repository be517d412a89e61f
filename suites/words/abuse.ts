import { ofOperation, type Words } from './word.ts';

/** Mismatches of the topic abuse. */
export const abuseMismatches = {
  'foreign-object-listed': 'the list shows an object of another account',
  'object-revealed': 'an object of another account gets another response than one that does not exist',
  'data-in-rejection': ofOperation(({ status = '' }) => `data of a success in a ${status}`),
  'foreign-origin-allowed': 'a foreign origin is allowed together with credentials',
  'stack-trace-leaked': ofOperation(({ status = '' }) => `a stack trace in a ${status}`),
  'database-message-leaked': ofOperation(({ status = '' }) => `a database message in a ${status}`),
  'query-leaked': ofOperation(({ status = '' }) => `a database query in a ${status}`),
  'file-path-leaked': ofOperation(({ status = '' }) => `a file path in a ${status}`),
  'version-leaked': ofOperation(({ status = '' }) => `a software version in a ${status}`),
} as const satisfies Words;

/** Causes of undecided checks in the topic abuse. */
export const abuseCauses = {
  'objects-shared':
    'another account sees the object in its list and can read it: either accounts share these objects, or nothing separates them',
  'unknown-id-served': 'an id that does not exist is served as well, with another response each time',
  'unknown-id-alike': 'an id that does not exist gets the same response: nothing is served',
  'unknown-id-malformed': 'the target rejects the made-up id as malformed',
  'unknown-id-unsteady': 'an id that does not exist gets another response each time',
  'request-rejected': ({ status = '' }) => `the request was rejected (${status}), not the caller`,
  'list-without-ids': 'the response has no list of objects with ids: nothing shows whose they are',
  'object-not-in-own-list': 'the object is not in the list of its owner either',
  'not-rejected': 'the request is not rejected',
  'spelling-not-served': ({ status = '' }) => `this spelling does not reach the operation (${status})`,
  'ordinary-call-not-served': 'an ordinary call was not served',
  'remaining-does-not-fall': 'the remaining count does not fall between two ordinary calls either',
} as const satisfies Words;
