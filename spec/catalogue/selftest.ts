import { pointers } from './pointers.ts';
import { promised } from './requirement.ts';

export const selftest = {
  'selftest/live-credential-is-confirmed': promised(
    'selftest',
    'MUST',
    'The self-test answers a live credential with the documented success.',
    pointers.whoami,
  ),
  'selftest/body-has-the-documented-shape': promised(
    'selftest',
    'MUST',
    'The self-test’s success has a body that its documented schema allows.',
    pointers.whoami,
  ),
  'selftest/scopes-are-those-granted': promised(
    'selftest',
    'MUST',
    'The self-test lists exactly the scopes that the credential was granted, in any order, each once.',
    pointers.whoami,
  ),
  'selftest/limits-match-the-headers': promised(
    'selftest',
    'MUST',
    'The limits in the self-test’s body equal those in its header.',
    pointers.whoami,
  ),
  'selftest/bad-credential-is-401': promised(
    'selftest',
    'MUST',
    'The self-test answers a bad credential with 401, never with a success that says no.',
    pointers.whoami,
    { critical: true },
  ),
  'selftest/no-scope-is-needed': promised(
    'selftest',
    'SHOULD',
    'The self-test serves every live credential, whatever its scopes.',
    pointers.whoami,
  ),
} as const;
