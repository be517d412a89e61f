/** @module */
import { testFieldServer } from '../../support/field-server.ts';

testFieldServer('hono', {
  'delete-with-read': ['scopes/granted', 'scopes/missing'],
  'early-limit': ['limits/early-rejection'],
  'expired-accepted': ['credentials/expired'],
  'no-retry-after': ['limits/retry-after-format'],
  'token-in-error': ['credentials/echoed', 'credentials/uniform-errors'],
});
