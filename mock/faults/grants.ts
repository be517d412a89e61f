import type { Faults } from './fault.ts';
import { grantsAuthorization } from './grants-authorization.ts';
import { grantsClients } from './grants-clients.ts';
import { grantsCodes } from './grants-codes.ts';
import { grantsFlow } from './grants-flow.ts';
import { grantsManagement } from './grants-management.ts';
import { grantsPkce } from './grants-pkce.ts';
import { grantsRedirects } from './grants-redirects.ts';
import { grantsRefresh } from './grants-refresh.ts';
import { grantsToken } from './grants-token.ts';

/** Faults of an authorization server, in the order of a flow. */
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
