import type { Contract, PrincipalState } from '../spec/contract.ts';
import type { MockResponse, MockRequest, IncomingRequest } from './engine/request.ts';
import type { Cause } from './engine/cause.ts';
import { createClock, type Clock } from './state/clock.ts';
import { lookUp } from './state/credential.ts';
import { createEngine, isResponse, type Engine, type Pending } from './engine/engine.ts';
import { applyFaults } from './faults/faults.ts';
import { createRequestReader, webResponse } from './listeners/front.ts';
import { denyNext } from './oauth/authorization/authorize.ts';
import { clientOf, clientsByName, createRegister, type MockClient, type MockPerson } from './oauth/management/register.ts';
import { quotaKeyOf } from './gates/limits.ts';
import { createJournal, type JournalEntry } from './state/journal.ts';
import { isJwt, signingOf, type Signing } from './state/jwt.ts';
import { contractKeys, keyOf } from './state/key.ts';
import type { Listening, ListenOptions } from './listeners/listen.ts';
import { createMemory } from './state/memory.ts';
import { defaultParts, type ListenerTraits } from './engine/parts.ts';
import { createRenderer } from './render/prism.ts';
import type { ProblemStatus } from './engine/problem.ts';
import { mintedShape, readShape, type MintShape } from './state/shape.ts';
import { createVerifier } from './state/verifier.ts';
import { applyVariants } from './variants/variants.ts';
import type { ConsentMode } from './engine/environment.ts';

export interface MockOptions {
  /** What secrets, ids and request ids are derived from; the same seed, the same mock. Default: `mock`. */
  readonly seed?: string;
  /** Names of faults that are armed from the start. */
  readonly faults?: readonly string[];
  /** Names of the variants that it is: other ways to keep every promise. */
  readonly variants?: readonly string[];
  /** Whether every answer names the gate that decided, in `X-Mock-Decision`. */
  readonly explain?: boolean;
  /** Milliseconds since the epoch. Default: the time of day. */
  readonly now?: () => number;
  /** The caller's address where a front has none to tell: `fetch` and MSW. Default: 127.0.0.1. */
  readonly peer?: string;
  /** Whether the authorization endpoint sends the browser back at once, or asks on a page first. Default: automatic. */
  readonly consent?: ConsentMode;
}

/** A fixture of the mock, its secret included. */
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

/** One engine and its state behind every front. */
export interface Mock {
  readonly contract: Contract;
  readonly clock: Clock;
  readonly principals: { readonly [name: string]: MockPrincipal };
  /** The OAuth clients of the document. */
  readonly clients: { readonly [name: string]: MockClient };
  /** Who can sign in with a password, by account; nobody where no flow asks for one. */
  readonly people: { readonly [account: string]: MockPerson };
  /** What its JWTs are signed with, and say of themselves; undefined where no scheme of the document has JWTs. */
  readonly signing?: Signing;
  /** Answers a Web request without any network. */
  fetch(request: Request): Promise<Response>;
  /** Answers plain data; the clock stamps it. */
  handle(request: IncomingRequest): Promise<MockResponse>;
  /** As `handle`, but at once where the body is prepared, for listeners. */
  respond(request: IncomingRequest): MockResponse | Promise<MockResponse>;
  /** Answers what is no proper request in the shape of every other error. */
  errorResponse(status: ProblemStatus, cause: Cause, request: IncomingRequest): MockResponse;
  /** Serves it on sockets. */
  listen(options?: ListenOptions): Promise<Listening>;
  /**
   * Makes a new credential.
   *
   * @throws RangeError that names what the document does not have.
   */
  mint(shape?: MintShape): { readonly credential: string; readonly account: string };
  /**
   * Makes the quota that a credential spends unspent again, or every quota.
   *
   * @throws RangeError when the credential is unknown.
   */
  reset(credential?: string): void;
  /**
   * Makes the next authorization of a client end as if the person had denied it.
   *
   * @throws RangeError when no client has the id.
   */
  deny(clientId: string): void;
  journal(): readonly JournalEntry[];
  readonly faults: {
    /** The names of those that are armed. */
    armed(): readonly string[];
    /**
     * Arms these and no others.
     *
     * @throws RangeError on an unknown name.
     */
    arm(names: readonly string[]): void;
  };
  /** How a TLS listener presents itself while these faults are armed. */
  traits(): ListenerTraits;
}

function internalError(error: unknown): Cause {
  return { code: 'internal-error', message: error instanceof Error ? error.message : String(error) };
}

/**
 * Makes a mock that keeps every promise of a contract.
 *
 * @example
 * const mock = createMock(await loadContract('openapi.yaml'));
 * const response = await mock.fetch(new Request('https://api.example.com/v1/things'));
 */
export function createMock(contract: Contract, options: MockOptions = {}): Mock {
  const { seed = 'mock', explain = false, now = Date.now, peer = '127.0.0.1', consent = 'automatic' } = options;
  const clock = createClock(now);
  const journal = createJournal();
  const fixtures = contractKeys(contract, seed);
  const store = createMemory(fixtures);
  const register = createRegister(contract, seed);
  const memory = { store, journal, seed, explain, consent };
  const render = createRenderer(contract);
  const verify = createVerifier(contract, seed, store);
  const readRequest = createRequestReader(contract);
  let armed: readonly string[] = options.faults ?? [];
  const plain = applyVariants(defaultParts(contract), options.variants ?? []);
  let parts = applyFaults(plain, armed);
  let engine = createEngine(parts, memory);

  const arm = (names: readonly string[]) => {
    parts = applyFaults(plain, names);
    engine = createEngine(parts, memory);
    armed = [...names];
  };

  const stamped = ({ method, target, headers, body, oversized, secure, version, peer: from }: IncomingRequest): MockRequest => ({
    method,
    target,
    headers,
    body,
    oversized,
    secure,
    version,
    peer: from,
    at: clock.now(),
  });
  const accounts = new Map([
    ...contract.accounts.map(({ name, plan }) => [name, plan] as const),
    ...fixtures.map(({ account, plan }) => [account, plan] as const),
  ]);
  const finished = async (current: Engine, pending: Pending, request: MockRequest): Promise<MockResponse> => {
    try {
      return current.finish(pending, await render(pending.rendering));
    } catch (cause) {
      if (!pending.rendering.preferred) return current.errorResponse(500, internalError(cause), request);
      const declined = current.decline(pending);
      return isResponse(declined) ? declined : finished(current, declined, request);
    }
  };
  const decide = (request: MockRequest): MockResponse | Promise<MockResponse> => {
    const current = engine;
    try {
      const result = current.respond(request);
      return isResponse(result) ? result : finished(current, result, request);
    } catch (cause) {
      return current.errorResponse(500, internalError(cause), request);
    }
  };
  const respond = (incoming: IncomingRequest): MockResponse | Promise<MockResponse> => {
    if (parts.responseTimeMs !== undefined) clock.advance(parts.responseTimeMs);
    const request = stamped(incoming);
    const learning = verify?.(request);
    return learning === undefined ? decide(request) : learning.then(() => decide(request));
  };
  const handle = async (request: IncomingRequest) => respond(request);

  const mock: Mock = {
    contract,
    clock,
    principals: Object.fromEntries(
      fixtures.map(({ name, secret, account, plan, scheme, scopes, state, expendable, from }) => [
        name,
        { secret, account, ...(plan !== undefined && { plan }), scheme, scopes, state, expendable, ...(from && { from }) },
      ]),
    ),
    clients: clientsByName(register),
    people: register.people,
    ...(contract.schemes.some(isJwt) && { signing: signingOf(contract, seed) }),
    handle,
    respond,
    errorResponse: (status, cause, request) => engine.errorResponse(status, cause, stamped(request)),
    fetch: async (request) => webResponse(await handle(await readRequest(request, peer))),
    listen: async (listening = {}) => (await import('./listeners/listen.ts')).listen(mock, listening),
    mint(shape = {}) {
      const checked = readShape({ ...shape }, contract, accounts);
      const key = keyOf(contract, mintedShape(checked, store.next('minted'), contract, accounts), seed);
      store.addKey(key);
      accounts.set(key.account, key.plan);
      return { credential: key.secret, account: key.account };
    },
    reset(credential) {
      if (credential === undefined) return store.resetQuota();
      const { key, namespace } = lookUp(store, credential);
      if (key === undefined) throw new RangeError('credential: expected one that this mock knows, got another');
      return store.resetQuota(quotaKeyOf(parts.contract, key, namespace, peer));
    },
    deny(clientId) {
      if (clientOf(register, clientId) === undefined) throw new RangeError('clientId: expected one that this mock knows, got another');
      denyNext(store, clientId);
    },
    journal: () => journal.read(),
    faults: { armed: () => armed, arm },
    traits: () => parts.listener,
  };
  return mock;
}
