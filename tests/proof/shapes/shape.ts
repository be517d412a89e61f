/**
 * What a caller may send, and what it deserves.
 *
 * @module
 */

/** The ways into a mock. */
export type FrontName = 'HTTP/1.1' | 'HTTP/2' | 'Mock Service Worker' | 'fetch';

/** A request as a caller would write it down. */
export interface Sent {
  /** Default: GET. */
  readonly method?: string;
  /** Below the base path, query included. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Default: true. */
  readonly secure?: boolean;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

export interface Front {
  readonly name: FrontName;
  send(sent: Sent): Promise<Reply>;
}

/** Makes live credentials, and others. */
export interface Keys {
  /** The secret of a fixture. */
  of(principal: string): string;
  /** A new credential of an account of its own on this plan. */
  fresh(plan: string): string;
}

/** Where a front finds itself, for what no front can send. */
export interface Stage {
  /** `http://127.0.0.1:40001`, where plain HTTP is answered. */
  readonly plainOrigin: string;
  readonly keys: Keys;
  readonly front: Front;
  readonly http1: Front;
}

/** Why a front cannot express a shape, and a proof that it is so. */
export interface Exception {
  readonly reason: string;
  /** Fails where the reason is none. */
  holds(context: Stage): Promise<void>;
}

export interface Shape {
  readonly title: string;
  request(keys: Keys): Sent;
  /** How many of these were sent before. */
  readonly after?: number;
  readonly status: number;
  /** The documented error code; a success has none. */
  readonly code?: string;
  /** What the `WWW-Authenticate` field looks like; without it there is none. */
  readonly challenge?: RegExp;
  /** For each front that cannot express it, why. */
  readonly except?: { readonly [Name in FrontName]?: Exception };
}
