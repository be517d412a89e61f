import { pointers } from './pointers.ts';
import { promised, standard } from './requirement.ts';

export const envelope = {
  'envelope/bodies-are-of-their-media-type': promised(
    'envelope',
    'MUST',
    'Every answer with content names its media type, and what calls itself JSON is JSON.',
    pointers.operations,
  ),
  'envelope/errors-have-an-error-status': promised(
    'envelope',
    'MUST',
    'A body of the documented error shape never comes with a status below 400.',
    pointers.unauthorized,
  ),
  'envelope/other-errors-share-the-shape': promised(
    'envelope',
    'SHOULD',
    'Errors that the document does not describe have the shape of those that it does.',
    pointers.unauthorized,
  ),
  'envelope/nothing-is-a-server-error': standard(
    'envelope',
    'MUST',
    'No request of the run, however malformed, is answered with a server error.',
    'RFC 9110 §15.5, §15.6',
  ),
} as const;
