/** @module */
import { testFieldServer } from '../../support/field-server.ts';

testFieldServer('fastify', {
  'forbidden-without-key': ['credentials/missing'],
  'key-prefix': ['credentials/unknown'],
  'open-route': ['credentials/missing'],
  'stack-in-error': ['abuse/error-details'],
  'trust-proxy': ['limits/forwarding-headers'],
});
