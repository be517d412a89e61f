import { createHash } from 'node:crypto';
import { errorMessage, StoreClientMissing, StoreUnavailable } from './errors.ts';
import type { StoreAddress } from './store-url.ts';

/** A connection to the store. Every method fails with `StoreUnavailable` if the store does not answer in time. */
export interface StoreConnection {
  /** Texts by key, null where there is none. All keys are of one slot. */
  read(keys: readonly string[]): Promise<readonly (string | null)[]>;
  /** Sets a text if there is none. */
  record(key: string, text: string, lifetimeMs: number): Promise<void>;
  /** Runs a Lua script on keys of one slot. */
  run(script: string, keys: readonly string[], values: readonly string[]): Promise<unknown>;
  /** The members of a sorted set from a score on. */
  listed(key: string, from: number): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** The part of the client that is used. The same for one server, a cluster and sentinels. */
interface Client {
  mGet(keys: string[]): Promise<readonly (string | null)[]>;
  set(
    key: string,
    value: string,
    options: { readonly condition: 'NX'; readonly expiration: { readonly type: 'PX'; readonly value: number } },
  ): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  evalSha(digest: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  zRangeByScore(key: string, from: number, to: string): Promise<readonly string[]>;
  connect(): Promise<unknown>;
  destroy(): unknown;
  on(event: 'error', listener: (cause: unknown) => void): unknown;
}

/** The longest time that a request waits for the store, and for a connection to it. */
const patienceMs = 5000;

/** How long after a failed attempt the next one connects. */
const retryMs = (attempts: number) => Math.min(50 * 2 ** attempts, 1000);

async function clientOf({ kind, nodes, socket: path, secure, username, password, database, group }: StoreAddress): Promise<Client> {
  const { createClient, createCluster, createSentinel } = await redisPackage();
  const [first] = nodes;
  const socket = { connectTimeout: patienceMs, reconnectStrategy: retryMs, ...(secure && { tls: true as const }) };
  const login = { ...(username !== undefined && { username }), ...(password !== undefined && { password }) };
  const defaults = { ...login, socket, disableOfflineQueue: true, disableClientInfo: true, maintNotifications: 'disabled' as const };
  if (path !== undefined) return createClient({ ...defaults, socket: { path, connectTimeout: patienceMs, reconnectStrategy: retryMs } });
  if (kind === 'single') return createClient({ ...defaults, database, socket: { ...socket, ...first! } });
  if (kind === 'cluster')
    return createCluster({ rootNodes: nodes.map((node) => ({ socket: { ...socket, ...node } })), defaults, minimizeConnections: false });
  return createSentinel({
    name: group!,
    sentinelRootNodes: [...nodes],
    nodeClientOptions: defaults,
    sentinelClientOptions: { socket },
    scanInterval: 1000,
  });
}

async function redisPackage() {
  try {
    return await import('redis');
  } catch (cause) {
    throw new StoreClientMissing({ cause });
  }
}

/** Connects to a store, and waits for it a moment. Until it is there, every method fails; the client goes on trying by itself. */
export async function connect(address: StoreAddress): Promise<StoreConnection> {
  let client = await clientOf(address);
  let closed = false;
  let connecting: Promise<unknown> | undefined;
  let last: unknown;
  const digests = new Map<string, string>();

  /** One server connects again by itself; a cluster and sentinels only once they have been reached. */
  const reach = () => {
    if (connecting !== undefined || closed) return;
    const current = client;
    current.on('error', (cause) => void (last = cause));
    connecting = current.connect().then(
      () => undefined,
      async (cause: unknown) => {
        last = cause;
        attempt(() => current.destroy());
        await pause(retryMs(2));
        if (closed) return;
        client = await clientOf(address);
        connecting = undefined;
        reach();
      },
    );
  };
  reach();
  await Promise.race([connecting, pause(patienceMs)]);

  async function ask<Reply>(command: () => Promise<Reply>): Promise<Reply> {
    if (closed) throw new StoreUnavailable('closed');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new StoreUnavailable(`no answer in ${patienceMs} ms`)), patienceMs);
    });
    try {
      return await Promise.race([command(), late]);
    } catch (cause) {
      throw cause instanceof StoreUnavailable ? cause : new StoreUnavailable(errorMessage(cause), { cause: last ?? cause });
    } finally {
      clearTimeout(timer);
    }
  }

  const digestOf = (script: string) => {
    const known = digests.get(script) ?? createHash('sha1').update(script).digest('hex');
    digests.set(script, known);
    return known;
  };

  return {
    read: (keys) => ask(() => client.mGet([...keys])),
    record: (key, text, lifetimeMs) =>
      ask(async () => void (await client.set(key, text, { condition: 'NX', expiration: { type: 'PX', value: lifetimeMs } }))),
    run: (script, keys, values) =>
      ask(async () => {
        const given = { keys: [...keys], arguments: [...values] };
        try {
          return await client.evalSha(digestOf(script), given);
        } catch (cause) {
          if (!errorMessage(cause).startsWith('NOSCRIPT')) throw cause;
          return client.eval(script, given);
        }
      }),
    listed: (key, from) => ask(() => client.zRangeByScore(key, from, '+inf')),
    async close() {
      closed = true;
      attempt(() => client.destroy());
    },
  };
}

/** Waits without keeping the process alive. */
const pause = (milliseconds: number) => new Promise<void>((resolve) => void setTimeout(resolve, milliseconds).unref());

/** A client that never connected has nothing to close, and says so. */
function attempt(action: () => unknown): void {
  try {
    action();
  } catch {
    // It was closed already.
  }
}
