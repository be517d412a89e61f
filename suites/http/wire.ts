import net from 'node:net';
import type { ProxySettings } from '../engine/settings.ts';
import type { Call, Sent } from './target.ts';

/** The scheme of an origin. */
export function schemeOf(origin: string): 'https' | 'http' {
  return origin.startsWith('https:') ? 'https' : 'http';
}

/** Host and port of an origin, as `net.connect` takes them. */
export function endpointOf(origin: string): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(origin);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (protocol === 'https:' ? 443 : 80)) };
}

/** The settings that all levels of the probe share. */
export interface Wire {
  /** PEM of the certificate authority to trust besides the system's. */
  readonly ca?: string;
  readonly insecure: boolean;
  /** The certificate and key of this side, as PEM text. */
  readonly client?: { readonly cert: string; readonly key: string };
  readonly proxy?: ProxySettings;
  /** How long one exchange may take, in milliseconds. */
  readonly timeout: number;
  readonly now: () => number;
}

/** What this side trusts, and how it identifies itself. */
export function trustOptions({ ca, client, insecure }: Wire) {
  return { ...(ca !== undefined && { ca }), ...(client && { cert: client.cert, key: client.key }), rejectUnauthorized: !insecure };
}

/** The same for a connection to a host. */
export function tlsOptions(wire: Wire, host: string) {
  return { ...trustOptions(wire), ...(net.isIP(host) === 0 && { servername: host }) };
}

/** One level of the probe. Never throws: errors of the connection become trouble. */
export interface LevelSender {
  readonly send: (call: Call) => Promise<Sent>;
}
