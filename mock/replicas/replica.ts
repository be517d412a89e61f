/**
 * Replicas: several processes that are one mock, because they share what it remembers.
 *
 * A request passes the gates as always, synchronously, over the entries that are loaded for it. If one is missing, it is loaded, and the request passes
 * the gates again. Then all that it read is compared with the store, and its writes are made, at once. If something has changed, the request passes
 * the gates again. Gates have no effect but through the store, so that nobody notices how often they were passed.
 *
 * @module
 */
import { randomInt } from 'node:crypto';
import type { Contract } from '../../spec/contract.ts';
import { assembleMock } from '../assemble.ts';
import type { IncomingRequest } from '../engine/request.ts';
import type { Mock, MockOptions, ServedMock } from '../mock.ts';
import { createScript } from '../script/script.ts';
import { createClock } from '../state/clock.ts';
import { digest } from '../state/digest.ts';
import { createJournal, type JournalEntry } from '../state/journal.ts';
import { connect } from './connection.ts';
import { StoreUnavailable } from './errors.ts';
import { createNames } from './names.ts';
import { createSharedStore } from './shared-store.ts';
import { parseStoreUrl } from './store-url.ts';
import { createAccess, createKnown } from './transaction.ts';
import { createTransactor } from './transactor.ts';
import { createWorld, newWorld, type WorldState } from './world.ts';

/** A mock whose state is in a store. */
export interface Replica extends ServedMock {
  readonly unsupported: Mock['unsupported'];
  journal(): readonly JournalEntry[];
  ready(): boolean;
  watch(changed: () => void): void;
  /** Calls a function whenever it can serve requests again, or no longer. */
  watchReadiness(changed: (ready: boolean) => void): void;
  /** Looks at the store now: others may have changed faults. */
  refresh(): Promise<void>;
  /** Leaves the store. */
  close(): Promise<void>;
}

/** How often a replica asks whether the store is there, and whether others have changed faults. */
const heartbeatMs = 500;

/** Request ids of replicas begin far from one another. */
const idsOfReplica = 2 ** 32;

/**
 * Creates a replica. Those with the same document, seed and `?name=` share their state. If the store cannot be reached, the replica responds with 503
 * until it can.
 *
 * @param url - of the store: `redis://host:6379`
 * @throws RangeError if the URL is not one of a store, or as `createMock` does.
 * @throws Error if the package `redis` is missing.
 */
export async function createReplica(contract: Contract, url: string, options: MockOptions = {}): Promise<Replica> {
  const address = parseStoreUrl(url);
  const { seed = 'mock', now, faults = [], ...others } = options;
  const connection = await connect(address);
  const names = createNames(address.name ?? digest(JSON.stringify([contract.document, seed])));
  const known = createKnown();
  const journal = createJournal();
  const watchers: (() => void)[] = [];
  const readinessWatchers: ((ready: boolean) => void)[] = [];
  let last: WorldState = newWorld;
  let skewMs = (now ?? Date.now)() - performance.now();
  let isReady = false;
  let requests = randomInt(2 ** 20) * idsOfReplica;

  const transactor = createTransactor({
    connection,
    names,
    known,
    now,
    seen(at, world) {
      [last, skewMs] = [world, at - performance.now()];
      arm(world.faults);
    },
    finished: (transaction) => transaction.journal.forEach((entry) => journal.write(entry)),
  });
  const current = () => {
    const transaction = transactor.current();
    if (transaction === undefined) throw new Error('replica: the state was used outside a request');
    return transaction;
  };
  const access = createAccess(current, known, names);
  const world = createWorld(access);
  const inTransaction = () => transactor.current() !== undefined;
  const clock = createClock(() => transactor.current()?.at ?? performance.now() + skewMs, {
    read: () => (inTransaction() ? world.read().leadMs : last.leadMs),
    write: (leadMs) => world.change({ leadMs }),
  });
  const inner = assembleMock(contract, { ...others, seed }, undefined, {
    clock,
    journal: {
      read: journal.read,
      write: (entry) => void (transactor.current()?.journal.push(entry) ?? journal.write(entry)),
    },
    script: createScript({ read: () => world.read().answers, write: (answers) => world.change({ answers }) }),
    store: (fixtures) => createSharedStore({ access, current, fixtures, world, now: clock.now, own: () => (requests += 1) }),
  });

  function arm(wanted: readonly string[]) {
    const armed = inner.faults.armed();
    if (armed.length === wanted.length && armed.every((name, index) => name === wanted[index])) return;
    inner.faults.arm(wanted);
    for (const changed of watchers) changed();
  }

  const { run } = transactor;
  const away = (request: IncomingRequest) => inner.errorResponse(503, { code: 'store-unavailable' }, request);
  const armFor = (wanted: readonly string[]) =>
    run(() => {
      arm(wanted);
      world.change({ faults: wanted });
    });
  const check = async () => {
    const before = isReady;
    isReady = await transactor.look().then(
      () => true,
      () => false,
    );
    if (isReady !== before) for (const changed of readinessWatchers) changed(isReady);
    return isReady;
  };
  if (faults.length > 0) inner.faults.arm(faults);
  let begun = faults.length === 0;
  const beat = async () => {
    if (!(await check()) || begun) return;
    begun = await armFor(faults).then(
      () => true,
      () => false,
    );
  };
  await beat();
  const heart = setInterval(() => void beat(), heartbeatMs);
  heart.unref();

  return {
    contract,
    unsupported: inner.unsupported,
    principals: inner.principals,
    clients: inner.clients,
    people: inner.people,
    async respond(request) {
      if (!isReady) return away(request);
      try {
        return await run(() => inner.respond(request));
      } catch (cause) {
        if (cause instanceof StoreUnavailable) return away(request);
        throw cause;
      }
    },
    errorResponse: inner.errorResponse,
    traits: inner.traits,
    journal: inner.journal,
    clock: { now: () => run(clock.now), advance: (milliseconds) => run(() => clock.advance(milliseconds)) },
    mint: (shape) => run(() => inner.mint(shape)),
    keys: () => run(inner.keys),
    rotate: (key, rotation) => run(() => inner.rotate(key, rotation)),
    revoke: (key) => run(() => inner.revoke(key)),
    reset: (credential) => run(() => inner.reset(credential)),
    deny: (clientId) => run(() => inner.deny(clientId)),
    quotas: () => run(inner.quotas),
    script: { read: () => run(inner.script.read), write: (answers) => run(() => inner.script.write(answers)) },
    faults: { known: inner.faults.known, armed: () => run(() => world.read().faults), arm: armFor },
    ready: () => isReady,
    watch: (changed) => void watchers.push(changed),
    watchReadiness: (changed) => void readinessWatchers.push(changed),
    refresh: transactor.look,
    async close() {
      clearInterval(heart);
      isReady = false;
      await connection.close();
    },
  };
}
