import type { ListenForRequests } from '../../mock/listeners/request-listeners.ts';
import type { Mock, MockOptions, ServedMock } from '../../mock/mock.ts';
import type { Replica } from '../../mock/replicas/replica.ts';
import type { Contract } from '../../spec/contract.ts';
import { harnessFailure, usage } from '../failure.ts';
import type { Log } from './log.ts';

/** What the command serves: a mock in memory, a replica, or several processes. */
export interface Served {
  readonly served: ServedMock;
  /** The mock, if it is in memory. */
  readonly mock?: Mock;
  /** Listens in other processes; undefined for this one. */
  readonly listen?: ListenForRequests;
  /** Rejects when nothing can be served any more. */
  readonly lost: Promise<never>;
  /** Leaves the store; ends it if it belongs to this command. */
  close(): Promise<void>;
}

interface ServedOptions {
  readonly store?: string | undefined;
  readonly workers: number;
}

const never = new Promise<never>(() => {});

/**
 * Creates what the command serves.
 *
 * @throws {CommandFailure} with exit code 2 for a name that is unknown, a wrong URL of a store, and where there is no store
 */
export async function createServed(
  contract: Contract,
  options: MockOptions,
  { store, workers }: ServedOptions,
  log: Log | undefined,
): Promise<Served> {
  try {
    if (workers > 1) return await createProcesses(contract, options, { store, workers }, log);
    if (store !== undefined) {
      const replica = await replicaOf(contract, store, options, log);
      return { served: replica, lost: never, close: () => replica.close() };
    }
    const { createMock } = await import('../../mock/create.ts');
    const mock = createMock(contract, options);
    return { served: mock, mock, lost: never, close: async () => {} };
  } catch (error) {
    if (error instanceof RangeError) throw usage(error.message);
    throw error instanceof Error && 'code' in error && error.code === 'store/client' ? usage(error.message, 'mock/store') : error;
  }
}

async function replicaOf(contract: Contract, store: string, options: MockOptions, log: Log | undefined): Promise<Replica> {
  const [{ createReplica }, { faults }, { variants }] = await Promise.all([
    import('../../mock/replicas/replica.ts'),
    import('../../mock/faults/faults.ts'),
    import('../../mock/variants/variants.ts'),
  ]);
  const replica = await createReplica(contract, store, { ...options, table: { faults, variants } });
  replica.watchReadiness((ready) =>
    log?.(ready ? 'ready' : 'not-ready', { why: ready ? 'the store answers' : 'the store does not answer' }),
  );
  return replica;
}

/** Workers that serve requests, and a replica in this process for the control API. */
async function createProcesses(
  contract: Contract,
  options: MockOptions,
  { store, workers: count }: ServedOptions,
  log: Log | undefined,
): Promise<Served> {
  const [{ startPrivateStore }, { createWorkers }] = await Promise.all([
    import('../workers/private-store.ts'),
    import('../workers/workers.ts'),
  ]);
  const own = store === undefined ? await startPrivateStore() : undefined;
  const url = store ?? own!.url;
  let lose: (why: string) => void = () => {};
  const lost = new Promise<never>((_, reject) => {
    lose = (why) => reject(harnessFailure(`--workers: ${why}`, 'mock/store'));
  });
  // A rejection before the command waits for it is no error of its own.
  lost.catch(() => {});
  void own?.ended.then((how) => lose(`the store has ended ${how}`));
  try {
    const replica = await replicaOf(contract, url, options, log);
    const { faults: _, ...others } = options;
    const workers = createWorkers({
      count,
      contract,
      store: url,
      options: others,
      log: log !== undefined,
      left: own && { pid: own.pid, folder: own.folder },
      onReplaced(how) {
        if (log) log('worker-replaced', { how });
        else process.stderr.write(`A worker has ended ${how}; another one takes its place\n`);
      },
      onLost: lose,
    });
    return {
      served: { ...replica, journal: workers.journal },
      listen: workers.listen,
      lost,
      async close() {
        await replica.close();
        await own?.close();
      },
    };
  } catch (error) {
    await own?.close();
    throw error;
  }
}
