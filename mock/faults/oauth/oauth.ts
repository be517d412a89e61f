import type { Faults } from '../fault.ts';
import { oauthAuthorizationFaults } from './authorization.ts';
import { oauthClientsFaults } from './clients.ts';
import { oauthCodesFaults } from './codes.ts';
import { oauthFlowFaults } from './flow.ts';
import { oauthManagementFaults } from './management.ts';
import { oauthPkceFaults } from './pkce.ts';
import { oauthRedirectsFaults } from './redirects.ts';
import { oauthRefreshFaults } from './refresh.ts';
import { oauthTokenFaults } from './token.ts';

/** Faults of an authorization server, in the order of a flow. */
export const oauthFaults = {
  ...oauthFlowFaults,
  ...oauthRedirectsFaults,
  ...oauthAuthorizationFaults,
  ...oauthTokenFaults,
  ...oauthClientsFaults,
  ...oauthCodesFaults,
  ...oauthRefreshFaults,
  ...oauthPkceFaults,
  ...oauthManagementFaults,
} as const satisfies Faults;
