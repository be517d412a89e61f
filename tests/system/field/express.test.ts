/** @module */
import { testFieldServer } from '../../support/field-server.ts';

testFieldServer('express', {
  'delete-without-scope': ['scopes/missing'],
  'double-limit': ['limits/reported-limit'],
  'no-challenge': ['http/401-challenge', 'credentials/challenge-scheme'],
  'revoked-accepted': ['credentials/revoked'],
  'token-in-query': ['credentials/in-query'],
});
