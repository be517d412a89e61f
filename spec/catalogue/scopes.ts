import { pointers } from './pointers.ts';
import { promised } from './requirement.ts';

export const scopes = {
  'scopes/granted-scope-allows': promised(
    'scopes',
    'MUST',
    'A principal whose scopes meet what an operation asks for is not refused.',
    pointers.operations,
  ),
  'scopes/implied-scope-allows': promised(
    'scopes',
    'MUST',
    'A scope that is documented to imply others meets whatever those meet.',
    pointers.implies,
  ),
  'scopes/missing-scope-is-403': promised(
    'scopes',
    'MUST',
    'A principal whose scopes do not meet what an operation asks for is refused with 403; no scope implies another unless documented.',
    pointers.forbidden,
    { critical: true },
  ),
  'scopes/refusal-has-the-documented-body': promised(
    'scopes',
    'MUST',
    'A 403 for want of a scope has the documented media type and a body that its schema allows.',
    pointers.forbidden,
  ),
  'scopes/refusal-has-the-documented-message': promised(
    'scopes',
    'SHOULD',
    'A 403 for want of a scope is worded as the documented example.',
    pointers.forbidden,
  ),
  'scopes/refused-write-changes-nothing': promised(
    'scopes',
    'MUST',
    'A change or deletion that is refused for want of a scope leaves the object as it was.',
    pointers.forbidden,
    { critical: true },
  ),
} as const;
