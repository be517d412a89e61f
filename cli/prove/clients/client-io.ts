import type { Carrier } from '../../../spec/message.ts';

/** A request of a client; redirects are not followed. */
export interface ClientCall {
  readonly url: string;
  readonly method: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
  /** Whether the certificate is verified. Default: yes. */
  readonly verify?: boolean;
}

export interface ClientAnswer {
  readonly status: number;
  header(name: string): string | undefined;
  readonly body: string;
}

/** A call that the client knows from the documentation of the API. */
export interface KnownCall {
  readonly method: string;
  /** Below the base URL, with the query. */
  readonly path: string;
  readonly type?: string;
  readonly body?: string;
}

/** What a client of the proof has: the world around it, and what it knows about the API. */
export interface ClientIo {
  /** The variables of the scenario, without the prefix `AUTH_CONFORMANCE_`. */
  readonly given: { readonly [name: string]: string };
  readonly read: KnownCall;
  readonly create?: KnownCall;
  /** The documented wait in the body of a 429, in milliseconds. */
  waitInBody(response: ClientAnswer): number | undefined;
  /** The time until the documented reset, in milliseconds. */
  waitForReset(response: ClientAnswer): number | undefined;
  /** Puts a credential where the document wants it. */
  place(carrier: Carrier, credential: string): Carrier;
  send(call: ClientCall): Promise<ClientAnswer>;
  /** Opens a URL as a browser does, and returns the URL that it is sent back to. */
  browse(url: string): Promise<URL>;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 to 1. */
  random(): number;
  /** A text that cannot be guessed. */
  token(): string;
  print(text: string): void;
}

/** The style of a sound client. */
export interface ClientStyle {
  /** How often a call is repeated at most. */
  readonly retries: number;
  readonly follows: boolean;
  /** Whether parallel calls wait for each other. */
  readonly queues: boolean;
  readonly oauth: boolean;
  readonly state: boolean;
  readonly metadata: boolean;
  readonly basic: boolean;
  /** Whether errors end the client with an exit code, or only with a message. */
  readonly exits: boolean;
}

/** Ends a client with an error. */
export class ClientFailure extends Error {
  override readonly name = 'ClientFailure';
}
