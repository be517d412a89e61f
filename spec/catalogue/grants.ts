import { grantsAuthorization } from './grants-authorization.ts';
import { grantsClients } from './grants-clients.ts';
import { grantsCodes } from './grants-codes.ts';
import { grantsFlow } from './grants-flow.ts';
import { grantsManagement } from './grants-management.ts';
import { grantsPkce } from './grants-pkce.ts';
import { grantsRefresh } from './grants-refresh.ts';
import { grantsToken } from './grants-token.ts';

/** Requirements on OAuth 2.0, in the order of a flow. */
export const grants = {
  ...grantsFlow,
  ...grantsAuthorization,
  ...grantsToken,
  ...grantsClients,
  ...grantsCodes,
  ...grantsRefresh,
  ...grantsPkce,
  ...grantsManagement,
} as const;
