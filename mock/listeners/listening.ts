import type { JsonObject } from '../../spec/contract.ts';
import type { AccessLogEntry } from './operating/access-log.ts';

/** A further request of the control API; a RangeError is answered with 400. */
export type ControlHook = (body: JsonObject) => Promise<{ readonly status: number; readonly body?: unknown }>;

/** Options of the listeners. */
export interface ListenOptions {
  /** The HTTPS port. The default of all ports is 0: any free port. */
  readonly port?: number;
  /** The port for plain HTTP. */
  readonly httpPort?: number;
  /** The port of the control listener; false for none. */
  readonly controlPort?: number | false;
  /** The address of the control listener. Default: 127.0.0.1. */
  readonly controlHost?: string;
  /** The bearer token of the control listener. Default: a random one. */
  readonly controlToken?: string;
  /** Further requests of the control listener, by method and path: `POST /scenarios`. */
  readonly hooks?: { readonly [request: string]: ControlHook } | undefined;
  /** Called with every response. */
  readonly log?: ((entry: AccessLogEntry) => void) | undefined;
  /** The address to bind. Default: 127.0.0.1. */
  readonly host?: string;
  /** Paths of PEM files to use instead of a generated certificate; both or neither. */
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  /** A folder for the test CA, which is made there once and used again: `ca.pem` and `ca-key.pem`. Default: a new CA each time. */
  readonly tlsDir?: string;
  /** Further host names and IP addresses for the generated certificate. */
  readonly names?: readonly string[];
}

/** PEM files for the clients of a mock. */
export interface ClientCertificates {
  /** Path of the certificate of the CA that issued them. */
  readonly ca: string;
  /** Paths of certificates, the key in front, by the name of their principals. */
  readonly certificates: { readonly [principal: string]: string };
}

/** The listeners of a mock. */
export interface Listening {
  /** With the base path of the document: `https://127.0.0.1:4010/v1`. */
  readonly url: string;
  readonly httpUrl: string;
  /** Path of a PEM file with the CA certificate that clients must trust. */
  readonly ca: string;
  /** Client certificates, if the document has a scheme of them. */
  readonly clientCertificates?: ClientCertificates;
  readonly control?: { readonly url: string; readonly token: string };
  /**
   * Answers the requests that have arrived, at most for a time in milliseconds. From now on the mock is not ready, and accepts no new connections.
   * `close` has to follow.
   */
  drain(mostMs: number): Promise<void>;
  /** Closes every connection and releases the ports. */
  close(): Promise<void>;
}
