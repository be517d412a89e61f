import type { grants as rows } from '../../../spec/catalogue/oauth/oauth.ts';
import type { Check } from '../../engine/check.ts';
import { grantsAuthorization } from './checks/authorization.ts';
import { grantsClients } from './checks/clients.ts';
import { grantsCodes } from './checks/codes.ts';
import { grantsFlow } from './checks/flow.ts';
import { grantsManagement } from './checks/management.ts';
import { grantsPkce } from './checks/pkce.ts';
import { grantsRefresh } from './checks/refresh.ts';
import { grantsToken } from './checks/token.ts';

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
