import type { CheckContext } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';

/**
 * Whether a response came over plain HTTP from an API that is served over HTTPS. The layer that ends TLS sends it, and the topic
 * transport checks it.
 */
export function isOverPlainHttp({ connection }: Evidence, { settings }: CheckContext): boolean {
  return connection.scheme === 'http' && new URL(settings.target).protocol === 'https:';
}
