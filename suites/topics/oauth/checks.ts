import type { oauthRequirements as rows } from '../../../spec/catalogue/oauth/oauth.ts';
import type { AnyCheck } from '../../engine/check.ts';
import { oauthAuthorizationChecks } from './checks/authorization.ts';
import { oauthClientsChecks } from './checks/clients.ts';
import { oauthCodesChecks } from './checks/codes.ts';
import { oauthFlowChecks } from './checks/flow.ts';
import { oauthManagementChecks } from './checks/management.ts';
import { oauthPkceChecks } from './checks/pkce.ts';
import { oauthRefreshChecks } from './checks/refresh.ts';
import { oauthTokenChecks } from './checks/token.ts';

export const oauthChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  ...oauthFlowChecks,
  ...oauthAuthorizationChecks,
  ...oauthTokenChecks,
  ...oauthClientsChecks,
  ...oauthCodesChecks,
  ...oauthRefreshChecks,
  ...oauthPkceChecks,
  ...oauthManagementChecks,
};
