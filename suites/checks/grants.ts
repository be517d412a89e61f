import type { grants as rows } from '../../spec/catalogue/grants.ts';
import type { Check } from './check.ts';
import { grantsAuthorization } from './grants-authorization.ts';
import { grantsClients } from './grants-clients.ts';
import { grantsCodes } from './grants-codes.ts';
import { grantsFlow } from './grants-flow.ts';
import { grantsManagement } from './grants-management.ts';
import { grantsPkce } from './grants-pkce.ts';
import { grantsRefresh } from './grants-refresh.ts';
import { grantsToken } from './grants-token.ts';

export const grants: { readonly [id in keyof typeof rows]: Check } = {
  ...grantsFlow,
  ...grantsAuthorization,
  ...grantsToken,
  ...grantsClients,
  ...grantsCodes,
  ...grantsRefresh,
  ...grantsPkce,
  ...grantsManagement,
};
