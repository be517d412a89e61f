import type { Contract } from '../spec/contract.ts';
import type { MockResponse, MockRequest, IncomingRequest } from './engine/request.ts';
import type { Cause } from './engine/cause.ts';
import { createClock } from './state/clock.ts';
import { lookUp } from './state/credential.ts';
import { createEngine, isResponse, type Engine, type Pending } from './engine/engine.ts';
import { applyFaults, applyVariants } from './faults/apply.ts';
import { createRequestReader, webResponse } from './listeners/front.ts';
import { denyNext } from './oauth/authorization/authorize.ts';
import { clientOf, clientsByName, createRegister } from './oauth/management/register.ts';
import { quotaKeyOf } from './gates/limits.ts';
import { createJournal } from './state/journal.ts';
import { isJwt, signingOf } from './state/jwt.ts';
import { contractKeys, keyOf } from './state/key.ts';
import { createMemory } from './state/memory.ts';
import { defaultParts } from './engine/parts.ts';
import { createRenderer } from './render/prism.ts';
import { mintedShape, readShape } from './state/shape.ts';
import { createVerifier } from './state/verifier.ts';
import type { Mock, MockOptions } from './mock.ts';

function internalError(error: unknown): Cause {
  return { code: 'internal-error', message: error instanceof Error ? error.message : String(error) };
}

/**
 * Assembles a mock. It loads no faults: names in the options refer to `options.table`.
 *
 * @throws RangeError if a name is not in the table.
 */
export function assembleMock(contract: Contract, options: MockOptions = {}): Mock {
  const { table = {}, seed = 'mock', explain = false, now = Date.now, peer = '127.0.0.1', consent = 'automatic' } = options;
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
  const plain = applyVariants(defaultParts(contract), options.variants ?? [], table.variants);
  let parts = applyFaults(plain, armed, table.faults);
  let engine = createEngine(parts, memory);

  const arm = (names: readonly string[]) => {
    parts = applyFaults(plain, names, table.faults);
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
      if (key === undefined) throw new RangeError('credential: this mock does not know it');
      return store.resetQuota(quotaKeyOf(parts.contract, key, namespace, peer));
    },
    deny(clientId) {
      if (clientOf(register, clientId) === undefined) throw new RangeError('clientId: this mock does not know it');
      denyNext(store, clientId);
    },
    journal: () => journal.read(),
    faults: { armed: () => armed, arm },
    traits: () => parts.listener,
  };
  return mock;
}
