import type { Faults } from '../fault.ts';
import { grantsAuthorization } from './authorization.ts';
import { grantsClients } from './clients.ts';
import { grantsCodes } from './codes.ts';
import { grantsFlow } from './flow.ts';
import { grantsManagement } from './management.ts';
import { grantsPkce } from './pkce.ts';
import { grantsRedirects } from './redirects.ts';
import { grantsRefresh } from './refresh.ts';
import { grantsToken } from './token.ts';

/** What an authorization server can do wrong, in the order of a flow. */
export const grants = {
  ...grantsFlow,
  ...grantsRedirects,
  ...grantsAuthorization,
  ...grantsToken,
  ...grantsClients,
  ...grantsCodes,
  ...grantsRefresh,
  ...grantsPkce,
  ...grantsManagement,
} as const satisfies Faults;
