import type { Contract } from '../spec/contract.ts';
import type { PrincipalState } from '../spec/principals.ts';
import type { Cause } from './engine/cause.ts';
import type { AcceptMode, ConsentMode, PlainMode } from './engine/environment.ts';
import type { ListenerTraits } from './engine/parts.ts';
import type { ProblemStatus } from './compile/problem.ts';
import type { IncomingRequest, MockResponse } from './engine/request.ts';
import type { FaultTable } from './faults/fault.ts';
import type { Listening, ListenOptions } from './listeners/listening.ts';
import type { MockClient, MockPerson } from './oauth/management/register.ts';
import type { Clock } from './state/clock.ts';
import type { JournalEntry } from './state/journal.ts';
import type { Signing } from './state/jwt.ts';
import type { OwnCredentials } from './state/own.ts';
import type { MintShape } from './state/shape.ts';
import type { ListedKey } from './keys.ts';
import type { QuotaStatus } from './quotas.ts';
import type { ScriptedAnswer } from './script/script.ts';

/** Options of a mock. */
export interface MockOptions {
  /** Secrets and ids are derived from the seed: the same seed gives the same mock. Default: `mock`. */
  readonly seed?: string;
  /** Names of faults that are on from the start. */
  readonly faults?: readonly string[];
  /** Names of variants: other correct behaviour. */
  readonly variants?: readonly string[];
  /** The faults and variants that names refer to. */
  readonly table?: FaultTable;
  /** Whether every response names the gate that decided, in `X-Mock-Decision`. Default: false. */
  readonly explain?: boolean;
  /** The current time in milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
  /** The client address of requests through `fetch` and MSW. Default: 127.0.0.1. */
  readonly peer?: string;
  /**
   * The client certificate of requests through `fetch` and MSW, which have no connection: the credential of a principal. Default: none, so that an
   * operation that requires one rejects them.
   */
  readonly certificate?: string;
  /** Whether the authorization endpoint redirects at once or shows a consent page first. Default: automatic. */
  readonly consent?: ConsentMode;
  /** Origins whose pages may send cookies: `https://app.example.com`. Those of localhost and of `.test` always may. Default: none. */
  readonly origins?: readonly string[];
  /** Credentials of your own by the name of their principals, in place of generated ones: `{ reader: 'my-key' }`. */
  readonly credentials?: OwnCredentials['credentials'];
  /** Ids and secrets of your own by the name of their OAuth clients, in place of generated ones. */
  readonly clients?: OwnCredentials['clients'];
  /**
   * `any`: a credential that the mock does not know counts as that of the active principal with the most scopes. Revoked and expired ones are
   * still rejected. Default: known.
   */
  readonly accept?: AcceptMode;
  /** `served`: plain HTTP is served like HTTPS, for tools that cannot trust a CA. Default: as documented. */
  readonly plain?: PlainMode;
}

/** A principal of the mock, including its secret. */
export interface MockPrincipal {
  readonly secret: string;
  readonly account: string;
  readonly plan?: string;
  readonly scheme: string;
  readonly scopes: readonly string[];
  readonly state: PrincipalState;
  readonly expendable: boolean;
  readonly from?: readonly string[];
}

/** A mock server: one engine with its state, reachable through `fetch`, MSW and sockets. */
export interface Mock {
  /** The one that it serves now. */
  readonly contract: Contract;
  /** What it does not simulate, in sentences; requests that depend on it are rejected. Some of it only in process: listeners have client certificates. */
  readonly unsupported: readonly string[];
  readonly clock: Clock;
  readonly principals: { readonly [name: string]: MockPrincipal };
  /** The OAuth clients of the document. */
  readonly clients: { readonly [name: string]: MockClient };
  /** Account owners for the password flow, by account; empty if the document has no such flow. */
  readonly people: { readonly [account: string]: MockPerson };
  /** The key and claims of its JWTs; undefined if the document has no JWT scheme. */
  readonly signing?: Signing | undefined;
  /** Responds to a Web request, without a network; takes what the global `fetch` takes, so that a client can be given it in its place. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Responds to a request given as plain data. */
  handle(request: IncomingRequest): Promise<MockResponse>;
  /** Like `handle`, but synchronous if the body is already prepared; for listeners. */
  respond(request: IncomingRequest): MockResponse | Promise<MockResponse>;
  /** The error response to input that is not a valid HTTP request. */
  errorResponse(status: ProblemStatus, cause: Cause, request: IncomingRequest): MockResponse;
  /** Starts the listeners. */
  listen(options?: ListenOptions): Promise<Listening>;
  /**
   * Creates a credential.
   *
   * @throws RangeError if the document does not have a named scope, plan, account or scheme, or if the credential is known or cannot be sent.
   */
  mint(shape?: MintShape): { readonly credential: string; readonly account: string };
  /** The keys, without their secrets. */
  keys(): readonly ListedKey[];
  /**
   * Replaces a key by a new one of the same principal. The old one is accepted for a grace period on the mock's clock. Default: none.
   *
   * @param key - its id or its secret
   * @throws RangeError if the mock has no such key, or it is not active.
   */
  rotate(key: string, options?: { readonly graceSeconds?: number }): { readonly credential: string; readonly account: string };
  /**
   * Revokes a key, by its id or its secret.
   *
   * @throws RangeError if the mock has no such key.
   */
  revoke(key: string): void;
  /**
   * Resets the quota of a credential, or all quotas.
   *
   * @throws RangeError if the credential is unknown.
   */
  reset(credential?: string): void;
  /**
   * Denies the next authorization request of a client.
   *
   * @throws RangeError if no client has the id.
   */
  deny(clientId: string): void;
  /** Given answers to the next requests, in order. The first that matches a request answers it; without one, the mock does. */
  readonly script: {
    /** The answers that are left. */
    read(): readonly ScriptedAnswer[];
    /**
     * Replaces them.
     *
     * @throws RangeError if an answer has a member that is unknown or not valid.
     * @example
     * mock.script.write([{ operation: 'listThings', status: 429, headers: { 'Retry-After': '2' }, times: 2 }]);
     */
    write(answers: readonly ScriptedAnswer[]): void;
  };
  /** The quota of each account, or of each key or address if the document counts by them. */
  quotas(): readonly QuotaStatus[];
  /** The latest requests, oldest first. */
  journal(): readonly JournalEntry[];
  readonly faults: {
    /** All faults that the mock has; none if it was created without them. */
    known(): readonly { readonly name: string; readonly description: string }[];
    /** The names of the faults that are on. */
    armed(): readonly string[];
    /**
     * Turns on exactly these faults.
     *
     * @throws RangeError if a name is unknown.
     */
    arm(names: readonly string[]): void;
  };
  /**
   * Serves another contract from now on, such as a changed document. Keys, quotas, objects, tokens, faults, script, clock and journal stay, as far as
   * the new document still has their principal, account, scheme and plan; a window goes on if the plan has one of the same length.
   *
   * @returns how many keys that were made at run time are forgotten
   * @throws RangeError if own credentials or clients of the options do not fit the contract; the old one is served then.
   */
  reload(contract: Contract): { readonly forgottenKeys: number };
  /** The traits of the listeners with the current faults. */
  traits(): ListenerTraits;
}

/** A method that may take its time. */
type Later<Method> = Method extends (...given: infer Given) => infer Result ? (...given: Given) => Result | Promise<Result> : never;

/** What listeners serve: a mock, or a replica that shares its state with others and has to ask for it. */
export interface ServedMock extends Pick<Mock, 'contract' | 'principals' | 'clients' | 'people' | 'respond' | 'errorResponse' | 'traits'> {
  readonly clock: { readonly [method in keyof Clock]: Later<Clock[method]> };
  readonly mint: Later<Mock['mint']>;
  readonly keys: Later<Mock['keys']>;
  readonly rotate: Later<Mock['rotate']>;
  readonly revoke: Later<Mock['revoke']>;
  readonly reset: Later<Mock['reset']>;
  readonly deny: Later<Mock['deny']>;
  readonly quotas: Later<Mock['quotas']>;
  readonly journal: Later<Mock['journal']>;
  readonly script: { readonly [method in keyof Mock['script']]: Later<Mock['script'][method]> };
  readonly faults: Pick<Mock['faults'], 'known'> & { readonly [method in 'armed' | 'arm']: Later<Mock['faults'][method]> };
  /** Whether it can serve requests; absent if it always can. */
  ready?(): boolean;
  /** Calls a function whenever others have changed the traits of the listeners. */
  watch?(changed: () => void): void;
}
