import { ofOperation, type Words } from './word.ts';

/** Mismatches of the topic errors. */
export const errorsMismatches = {
  'media-type-missing': ofOperation('a response with content has no media type'),
  'error-as-success': ofOperation('an error response has the status of a success'),
  'error-shape-differs': ({ status = '' }) => `the ${status} does not have the shape of the documented error response`,
  'server-error': ofOperation('server error'),
  'problem-status-differs': ofOperation('the status in the body is not that of the response'),
  'problem-not-an-object': ofOperation('the problem details are not a JSON object'),
  'problem-member-malformed': ofOperation(({ member = '' }) => `the member ${member} of the problem details is malformed`),
} as const satisfies Words;

/** Causes of undecided checks in the topic errors. */
export const errorsCauses = {
  'not-an-error': ({ status = '' }) => `the status is ${status}, which is no error`,
  'error-described': ({ status = '' }) => `the document describes this ${status} itself`,
} as const satisfies Words;
