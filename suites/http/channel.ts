import type { Settings } from '../engine/settings.ts';
import type { Call, Channel } from './target.ts';

/** Scheme, host and port of each channel: `https://127.0.0.1:4010`. */
export type Origins = { readonly [channel in Channel]: string };

/** Where the requests of each channel go. For an authorization server on its own host, plain HTTP is expected on port 80. */
export function originsOf({ target, httpTarget, oauthTarget }: Pick<Settings, 'target' | 'httpTarget' | 'oauthTarget'>): Origins {
  const [api, plain, oauth] = [new URL(target).origin, new URL(httpTarget).origin, new URL(oauthTarget).origin];
  return { target: api, plain, oauth, 'plain-oauth': oauth === api ? plain : `http://${new URL(oauth).hostname}` };
}

/** Where a request goes: scheme, host and port. For a server of its own, plain HTTP is expected on port 80. */
export function originFor(origins: Origins, { channel, origin }: Pick<Call, 'channel' | 'origin'>): string {
  if (origin === undefined) return origins[channel];
  return isPlain(channel) ? `http://${new URL(origin).hostname}` : origin;
}

/** Whether a channel is meant to be plain HTTP. */
export function isPlain(channel: Channel): boolean {
  return channel === 'plain' || channel === 'plain-oauth';
}
