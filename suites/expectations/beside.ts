import type { CheckContext } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';

/**
 * Whether an answer comes from beside the API: plain HTTP to one that is served over HTTPS is answered by whatever layer ends TLS, and what
 * that looks like is a matter of transport.
 */
export function isBeside({ connection }: Evidence, { settings }: CheckContext): boolean {
  return connection.scheme === 'http' && new URL(settings.target).protocol === 'https:';
}
