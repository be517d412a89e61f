import type { Gate } from '../engine/request-context.ts';
import { addressGate } from './address.ts';
import { credentialsGate } from './credentials.ts';
import { existenceGate } from './existence.ts';
import { oauthGate } from './oauth.ts';
import { limitsGate } from './limits.ts';
import { routeGate } from './route.ts';
import { scopesGate } from './scopes.ts';
import { successGate } from './success.ts';
import { transportGate } from './transport.ts';
import { validationGate } from './validation.ts';

/** All gates, in order of precedence. */
export const gates: readonly Gate[] = [
  transportGate,
  oauthGate,
  routeGate,
  credentialsGate,
  addressGate,
  limitsGate,
  scopesGate,
  existenceGate,
  validationGate,
  successGate,
];
