import { oauthAuthorizationRequirements } from './authorization.ts';
import { oauthClientsRequirements } from './clients.ts';
import { oauthCodesRequirements } from './codes.ts';
import { oauthFlowRequirements } from './flow.ts';
import { oauthManagementRequirements } from './management.ts';
import { oauthPkceRequirements } from './pkce.ts';
import { oauthRefreshRequirements } from './refresh.ts';
import { oauthTokenRequirements } from './token.ts';

/** Requirements for OAuth 2.0, in the order of a flow. */
export const oauthRequirements = {
  ...oauthFlowRequirements,
  ...oauthAuthorizationRequirements,
  ...oauthTokenRequirements,
  ...oauthClientsRequirements,
  ...oauthCodesRequirements,
  ...oauthRefreshRequirements,
  ...oauthPkceRequirements,
  ...oauthManagementRequirements,
} as const;
