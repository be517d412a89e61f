/** @module */
import { testFieldServer } from '../../support/field-server.ts';

testFieldServer('gateway', {
  'add-with-read': ['scopes/granted', 'scopes/missing'],
  'early-limit': ['limits/early-rejection'],
  'no-challenge': ['http/401-challenge', 'credentials/challenge-scheme'],
  redirect: ['credentials/missing'],
  'revoked-accepted': ['credentials/revoked'],
});
