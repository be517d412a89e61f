import { Pool } from 'undici';
import type { ReplicaProcess } from '../../support/replicas.ts';

/** How many connections to each replica there are, and how many requests each of them carries at the same time. */
const [connections, pipelining] = [8, 8];

export interface LoadRequest {
  readonly method?: 'GET' | 'POST';
  /** With the base path. */
  readonly path: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body: string;
}

/** Sends requests to replicas over plain HTTP, many at the same time. */
export interface Load {
  /** Undefined where the connection ended without a response. */
  send(replica: number, request: LoadRequest): Promise<Reply | undefined>;
  /** Sends `count` requests, in turn to each replica. `seen` is called with each reply. */
  all(count: number, request: (index: number) => LoadRequest, seen: (index: number, reply: Reply | undefined) => void): Promise<void>;
  close(): Promise<void>;
}

export function loadOn(replicas: readonly ReplicaProcess[]): Load {
  const pools = replicas.map(({ line }) => new Pool(new URL(line.httpUrl).origin, { connections, pipelining }));
  const send: Load['send'] = async (replica, { method = 'GET', path, headers = {}, body }) => {
    try {
      const reply = await pools[replica]!.request({ method, path, headers: { ...headers }, ...(body !== undefined && { body }) });
      return { status: reply.statusCode, headers: reply.headers, body: await reply.body.text() };
    } catch {
      return undefined;
    }
  };
  return {
    send,
    async all(count, request, seen) {
      let next = 0;
      const work = async () => {
        while (next < count) {
          const index = next;
          next += 1;
          seen(index, await send(index % pools.length, request(index)));
        }
      };
      await Promise.all(Array.from({ length: pools.length * connections * pipelining }, work));
    },
    close: async () => void (await Promise.all(pools.map((pool) => pool.destroy()))),
  };
}

/** How many replies had each status; 0 for those without a reply. */
export function createTally(): { count(reply: Reply | undefined): void; readonly counts: { readonly [status: number]: number } } {
  const counts: { [status: number]: number } = {};
  return {
    count(reply) {
      const status = reply?.status ?? 0;
      counts[status] = (counts[status] ?? 0) + 1;
    },
    counts,
  };
}
