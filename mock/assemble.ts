import { quotaStatuses } from './quotas.ts';
import { listedKeys, revokeKey, rotateKey } from './keys.ts';
import type { Contract } from '../spec/contract.ts';
import type { MockResponse, MockRequest, IncomingRequest } from './engine/request.ts';
import type { Cause } from './engine/cause.ts';
import { createClock, type Clock } from './state/clock.ts';
import { lookUp } from './state/credential.ts';
import { DroppedConnection, readRequest, webResponse } from './listeners/fetch.ts';
import { writeSafely } from './listeners/writing.ts';
import { denyNext } from './oauth/authorization/authorize.ts';
import { clientOf, clientsByName } from './oauth/management/register.ts';
import { quotaKeyOf } from './gates/limits.ts';
import { createJournal, type Journal } from './state/journal.ts';
import { isJwt, signingOf } from './state/jwt.ts';
import { contractKeys, keyOf, type Key } from './state/key.ts';
import { checkOwn, sendable } from './state/own.ts';
import { createMemory } from './state/memory/memory.ts';
import { mintedShape, readShape } from './state/shape.ts';
import { createScript, readScript, type Script, type ScriptedAnswer } from './script/script.ts';
import type { Listening, ListenOptions } from './listeners/listening.ts';
import type { Store } from './state/store.ts';
import type { Mock, MockOptions } from './mock.ts';
import { fixtureAfter, madeAfter, serve, withFaults, type Serving } from './serving.ts';

function internalError(error: unknown): Cause {
  return { code: 'internal-error', message: error instanceof Error ? error.message : String(error) };
}

/** In process there is no connection that could have a client certificate. */
function withoutCertificates({ schemes }: Contract): readonly string[] {
  const names = schemes.filter(({ kind }) => kind === 'certificate').map(({ name }) => name);
  return names.map(
    (name) => `Requests through fetch and Mock Service Worker have no certificate of ${name}, unless the option certificate names one.`,
  );
}

/** Starts the listeners of a mock. */
export type Listen = (mock: Mock, options: ListenOptions) => Promise<Listening>;

const withoutSockets: Listen = async () => {
  throw new Error('listen: there are no sockets in a browser; use fetch or Mock Service Worker');
};

/** The principals by name, as the document has them. */
function principalsByName(fixtures: readonly Key[]): Mock['principals'] {
  return Object.fromEntries(
    fixtures.map(({ name, secret, account, plan, scheme, scopes, state, expendable, from }) => [
      name,
      { secret, account, ...(plan !== undefined && { plan }), scheme, scopes, state, expendable, ...(from && { from }) },
    ]),
  );
}

/** What a mock remembers. By default it is kept in memory. */
export interface MockState {
  /** Creates the store with the keys of the document. */
  readonly store: (fixtures: readonly Key[]) => Store;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly script: Script;
}

/**
 * Assembles a mock, in Node.js and in browsers. It loads no faults: names in the options refer to `options.table`.
 *
 * @param listen - starts its listeners; without it the mock has none
 * @param state - where it keeps what it remembers; in memory by default
 * @throws RangeError if a name is not in the table, or if own credentials or clients do not fit the contract.
 */
export function assembleMock(
  first: Contract,
  options: MockOptions = {},
  listen: Listen = withoutSockets,
  state: Partial<MockState> = {},
): Mock {
  const { table = {}, seed = 'mock', explain = false, now = Date.now, peer = '127.0.0.1', consent = 'automatic', origins = [] } = options;
  const { credentials = {}, clients: ownClients = {}, accept = 'known', plain: plainMode = 'as-documented', certificate } = options;
  const { variants = [] } = options;
  checkOwn(first, { credentials, clients: ownClients });
  const { clock = createClock(now), journal = createJournal(), script = createScript(), store: storeOf = createMemory } = state;
  const store = storeOf(contractKeys(first, seed, credentials));
  const memory = { store, journal, seed, explain, consent, origins, accept, plain: plainMode, ownClients };
  const lasting = { memory, table, variants, credentials };
  let armed: readonly string[] = options.faults ?? [];
  let served: Serving = serve(first, armed, lasting);

  const stamped = ({
    method,
    target,
    headers,
    body,
    oversized,
    secure,
    version,
    peer: from,
    certificate: presented,
  }: IncomingRequest): MockRequest => ({
    method,
    target,
    headers,
    body,
    oversized,
    secure,
    version,
    peer: from,
    certificate: presented,
    at: clock.now(),
  });
  /** The accounts with their plans, of the document and of minted credentials. */
  const accountsNow = () => new Map([...served.accounts, ...store.keys().map(({ account, plan }) => [account, plan] as const)]);
  const decide = (request: MockRequest): MockResponse => {
    const { engine: current } = served;
    try {
      return current.respond(request);
    } catch (cause) {
      return current.errorResponse(500, internalError(cause), request);
    }
  };
  const respond = (incoming: IncomingRequest): MockResponse | Promise<MockResponse> => {
    if (served.parts.responseTimeMs !== undefined) clock.advance(served.parts.responseTimeMs);
    const request = stamped(incoming);
    const answer = script.take(request, () => served.engine.operationOf(request));
    if (answer !== undefined) return answered(incoming, answer);
    const learning = served.verify?.(request);
    return learning === undefined ? decide(request) : learning.then(() => decide(request));
  };
  /** A scripted answer, or the mock's own response after what the script does before it. */
  const answered = async (incoming: IncomingRequest, answer: ScriptedAnswer): Promise<MockResponse> => {
    if (answer.advanceMs !== undefined) clock.advance(answer.advanceMs);
    if (answer.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
    const request = stamped(incoming);
    if (answer.drop === true) return { ...served.engine.errorResponse(500, { code: 'scripted' }, request), dropped: true };
    await served.verify?.(request);
    return served.engine.scripted(request, answer) ?? decide(request);
  };
  const handle = async (request: IncomingRequest) => respond(request);

  const mock: Mock = {
    get contract() {
      return served.contract;
    },
    get unsupported() {
      return [...served.contract.unsupported, ...(certificate === undefined ? withoutCertificates(served.contract) : [])];
    },
    clock,
    get principals() {
      return principalsByName(served.fixtures);
    },
    get clients() {
      return clientsByName(served.register);
    },
    get people() {
      return served.register.people;
    },
    get signing() {
      return served.contract.schemes.some(isJwt) ? signingOf(served.contract, seed) : undefined;
    },
    handle,
    respond,
    errorResponse: (status, cause, request) => served.engine.errorResponse(status, cause, stamped(request)),
    async fetch(input, init) {
      const incoming = await readRequest(new Request(input, init), { peer, certificate });
      const response = await handle(incoming);
      if (response.dropped) throw new DroppedConnection();
      return writeSafely(mock, incoming, () => response, webResponse);
    },
    listen: (listening = {}) => listen(mock, listening),
    mint(shape = {}) {
      const { contract } = served;
      const accounts = shape.account === undefined ? served.accounts : accountsNow();
      const checked = readShape({ ...shape }, contract, accounts);
      const shaped = mintedShape(checked, store.next('minted'), contract, accounts);
      if (shaped.credential !== undefined) {
        const scheme = contract.schemes.find(({ name }) => name === shaped.scheme);
        if (store.key(sendable(shaped.credential, scheme, 'credential'))) throw new RangeError('credential: this mock knows it already');
      }
      const key = keyOf(contract, shaped, seed);
      store.addKey(key);
      return { credential: key.secret, account: key.account };
    },
    keys: () => listedKeys(store),
    rotate(key, { graceSeconds = 0 } = {}) {
      const { secret, account } = rotateKey({ store, contract: served.contract, seed, now: clock.now() }, key, graceSeconds);
      return { credential: secret, account };
    },
    revoke: (key) => revokeKey(store, key),
    reset(credential) {
      if (credential === undefined) {
        store.free(clock.now());
        return store.resetQuota();
      }
      const { key, namespace } = lookUp(store, credential);
      if (key === undefined) throw new RangeError('credential: this mock does not know it');
      return store.resetQuota(quotaKeyOf(served.parts.contract, key, namespace, peer));
    },
    deny(clientId) {
      if (clientOf(served.register, clientId) === undefined) throw new RangeError('clientId: this mock does not know it');
      denyNext(store, clientId);
    },
    script: {
      read: script.read,
      write: (answers) =>
        script.write(
          readScript(
            answers.map((answer) => ({ ...answer })),
            served.contract,
          ),
        ),
    },
    quotas() {
      const { contract, limiter = contract.rateLimit.window } = served.parts;
      return quotaStatuses({ store, contract, limiter, peer, now: clock.now() });
    },
    journal: () => journal.read(),
    faults: {
      known: () => Object.entries(table.faults ?? {}).map(([name, { description }]) => ({ name, description })),
      armed: () => armed,
      arm(names) {
        served = withFaults(served, names, lasting);
        armed = [...names];
      },
    },
    reload(next) {
      checkOwn(next, { credentials, clients: ownClients });
      const [before, after] = [served, serve(next, armed, lasting)];
      const made = store.keys().length - before.fixtures.length;
      store.replaceKeys(
        after.fixtures.map((fixture) => fixtureAfter(fixture, store.key(fixture.secret), before)),
        (key) => madeAfter(key, before, after, seed),
      );
      served = after;
      return { forgottenKeys: made - (store.keys().length - after.fixtures.length) };
    },
    traits: () => served.parts.listener,
  };
  return mock;
}
