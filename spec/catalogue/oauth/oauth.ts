import { grantsAuthorization } from './authorization.ts';
import { grantsClients } from './clients.ts';
import { grantsCodes } from './codes.ts';
import { grantsFlow } from './flow.ts';
import { grantsManagement } from './management.ts';
import { grantsPkce } from './pkce.ts';
import { grantsRefresh } from './refresh.ts';
import { grantsToken } from './token.ts';

/** What is asked of OAuth 2.0, in the order of a flow. */
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
