import type { Gate } from '../engine/visit.ts';
import { address } from './address.ts';
import { credentials } from './credentials.ts';
import { existence } from './existence.ts';
import { grants } from './oauth.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';
import { scopes } from './scopes.ts';
import { success } from './success.ts';
import { transport } from './transport.ts';
import { validation } from './validation.ts';

/** Every gate; their order is the precedence of refusals. */
export const gates: readonly Gate[] = [transport, grants, route, credentials, address, limits, scopes, existence, validation, success];
