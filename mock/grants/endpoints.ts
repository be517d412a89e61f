import { authorize } from './authorize.ts';
import { decide } from './decide.ts';
import type { Endpoints } from './exchange.ts';
import { token } from './token.ts';

/** Every endpoint of an authorization server. */
export const endpoints: Endpoints = {
  authorize,
  decide,
  token,
  refresh: token,
  device: [],
  activate: [],
  revoke: [],
  introspect: [],
  metadata: [],
  resource: [],
};
