import { activate } from './authorization/activate.ts';
import { authorize } from './authorization/authorize.ts';
import { consentDecision } from './authorization/decide.ts';
import { deviceAuthorization } from './authorization/device.ts';
import type { Endpoints } from './endpoint-context.ts';
import { introspect } from './management/introspect.ts';
import { jwks, openid } from './management/openid.ts';
import { metadata, resource } from './management/metadata.ts';
import { revoke } from './management/revoke.ts';
import { userinfo } from './management/userinfo.ts';
import { token } from './token/token.ts';

/** Every endpoint of an authorization server. */
export const endpoints: Endpoints = {
  authorize,
  decide: consentDecision,
  token,
  refresh: token,
  device: deviceAuthorization,
  activate,
  revoke,
  introspect,
  metadata,
  resource,
  openid,
  jwks,
  userinfo,
};
