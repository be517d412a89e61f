import { AsyncLocalStorage } from 'node:async_hooks';
import { createCommits, stampedOf, textsOf } from './commit.ts';
import type { StoreConnection } from './connection.ts';
import { StoreUnavailable } from './errors.ts';
import { createGroups, onlyPlace } from './groups.ts';
import { createLoader } from './loader.ts';
import { nowScript } from './lua.ts';
import { worldPlace, type Names } from './names.ts';
import { beginTransaction, isOutdated, isWanting, restart, type Known, type Transaction } from './transaction.ts';
import { worldIn, worldName, type WorldState } from './world.ts';

/** Runs what reads and writes shared state, so that it happens at once or not at all. */
export interface Transactor {
  readonly current: () => Transaction | undefined;
  /**
   * Runs an action, again and again until all that it read is as the store has it; then its writes are made.
   *
   * @throws {StoreUnavailable} if the store does not answer
   */
  run<Result>(action: () => Result | Promise<Result>): Promise<Result>;
  /** Asks for the world as it is, and for the time of the store. */
  look(): Promise<void>;
}

interface TransactorParts {
  readonly connection: StoreConnection;
  readonly names: Names;
  readonly known: Known;
  /** The time of day in place of that of the store, in milliseconds. */
  readonly now: (() => number) | undefined;
  /** Called with what the world is when a request begins. */
  readonly seen: (at: number, world: WorldState) => void;
  readonly finished: (transaction: Transaction) => void;
}

/** The longest time that a request tries to be the first to write, in milliseconds. */
const patienceMs = 10_000;

export function createTransactor({ connection, names, known, now, seen, finished }: TransactorParts): Transactor {
  const storage = new AsyncLocalStorage<Transaction>();
  const commits = createCommits(connection, names, known);
  const groups = createGroups(commits, known);
  const load = createLoader(connection, names, known);
  const lane = createLane();
  const worldKey = names.entry(worldPlace, worldName);

  async function lookAtOnce() {
    const [seconds, microseconds, text] = textsOf(await connection.run(nowScript, [worldKey], []));
    const stamped = stampedOf(text);
    const at = now?.() ?? Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
    known.entries.set(worldKey, stamped);
    seen(at, worldIn(stamped.value));
    return { at, stamped };
  }
  // Requests that arrive together look once. None is given what was seen before it arrived.
  let looking: ReturnType<typeof lookAtOnce> | undefined;
  const look = () =>
    (looking ??= new Promise<void>((resolve) => void setImmediate(resolve)).then(() => {
      looking = undefined;
      return lookAtOnce();
    }));

  /** Writes place by place. Where one has changed, those before it stay written and are not written again. */
  async function commit(transaction: Transaction): Promise<boolean> {
    const { reads, writes, sealed } = transaction;
    const stampsOf = (place: string) =>
      new Map([...reads].flatMap(([key, read]) => (read.place === place ? [[key, read.stamp] as const] : [])));
    const written = new Set([...writes.values()].map(({ place }) => place).filter((place) => !sealed.has(place)));
    const others = [...reads.values()].filter(({ place, fresh }) => !fresh && !written.has(place) && !sealed.has(place));
    const checked = await Promise.all(
      [...new Set(others.map(({ place }) => place))].map((place) => commits.write(stampsOf(place), new Map())),
    );
    if (!checked.every(Boolean)) return false;
    await commits.record([transaction]);
    for (const place of written) {
      if (!(await commits.write(stampsOf(place), writes))) return false;
      sealed.add(place);
    }
    return true;
  }

  return {
    current: () => storage.getStore(),
    look: async () => void (await look()),
    async run<Result>(action: () => Result | Promise<Result>) {
      const { at, stamped } = await look();
      const transaction = beginTransaction(at);
      transaction.reads.set(worldKey, { ...stamped, place: worldPlace, fresh: true });
      const end = performance.now() + patienceMs;
      const last: { outcome: Outcome<Result> } = { outcome: { error: undefined } };
      let leave: (() => void) | undefined;
      const attempt = () => {
        last.outcome = outcomeOf(() => storage.run(transaction, action));
        return 'result' in last.outcome;
      };
      try {
        do {
          attempt();
          const isLater = 'later' in last.outcome;
          if ('later' in last.outcome) last.outcome = await settled(last.outcome.later);
          if (isWanting(transaction)) await load(transaction);
          else if ('error' in last.outcome) throw last.outcome.error;
          else {
            const place = isLater ? undefined : onlyPlace(transaction);
            // Requests at several places would be in each other's way.
            if (place === undefined && transaction.writes.size > 0) leave ??= await lane();
            const isCommitted =
              place === undefined
                ? !isOutdated(transaction, known) && (await commit(transaction))
                : await groups.join(place, { transaction, attempt });
            if (isCommitted && 'result' in last.outcome) {
              finished(transaction);
              return last.outcome.result;
            }
          }
          restart(transaction, known);
        } while (performance.now() < end);
      } finally {
        leave?.();
      }
      throw new StoreUnavailable('others write the same entries all the time');
    },
  };
}

/** Lets one in after the other. Returns what the one that is in has to call when it leaves. */
function createLane(): () => Promise<() => void> {
  let last: Promise<void> = Promise.resolve();
  return async () => {
    const before = last;
    let leave = () => {};
    last = new Promise((resolve) => void (leave = resolve));
    await before;
    return leave;
  };
}

type Outcome<Result> = { readonly result: Result } | { readonly error: unknown } | { readonly later: Promise<Result> };

function outcomeOf<Result>(action: () => Result | Promise<Result>): Outcome<Result> {
  try {
    const result = action();
    return result instanceof Promise ? { later: result } : { result };
  } catch (error) {
    return { error };
  }
}

const settled = <Result>(later: Promise<Result>): Promise<Outcome<Result>> =>
  later.then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
