import type { Call, Sent, Trouble } from './target.ts';

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
  /** How long one exchange may take, in milliseconds. */
  readonly timeout: number;
  readonly now: () => number;
}

/** One level of the probe. Never throws: errors of the connection become trouble. */
export interface LevelSender {
  readonly send: (call: Call) => Promise<Sent>;
}

/** Bodies with more bytes than this are not read to their end. */
export const largestBody = 4 * 1024 * 1024;

export const tooLarge: Trouble = { kind: 'too-large', message: `the body is longer than ${largestBody / 1024 / 1024} MiB` };
