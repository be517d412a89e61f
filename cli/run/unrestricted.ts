import type { Settings } from '../../suites/engine/settings.ts';

/** The settings of a run that may do everything, without principals and clients. */
export const unrestrictedSettings = (target: string): Settings => ({
  target,
  httpTarget: target.replace(/^https:/, 'http:'),
  httpTargetGiven: true,
  oauthTarget: target,
  tls: { insecure: false },
  principals: [],
  clients: [],
  allow: { writes: true, burn: true, destructive: true },
  budget: { requests: Number.MAX_SAFE_INTEGER, seconds: Number.MAX_SAFE_INTEGER },
  profile: 'full',
  slow: false,
  only: [],
  skip: [],
  timeout: 10_000,
  userAgent: '',
});
