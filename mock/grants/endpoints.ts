import { activate } from './activate.ts';
import { authorize } from './authorize.ts';
import { decide } from './decide.ts';
import { deviceAuthorization } from './device.ts';
import type { Endpoints } from './exchange.ts';
import { introspect } from './introspect.ts';
import { metadata, resource } from './metadata.ts';
import { revoke } from './revoke.ts';
import { token } from './token.ts';

/** Every endpoint of an authorization server. */
export const endpoints: Endpoints = {
  authorize,
  decide,
  token,
  refresh: token,
  device: deviceAuthorization,
  activate,
  revoke,
  introspect,
  metadata,
  resource,
};
