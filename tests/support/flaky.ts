import { connect, createServer, type Socket } from 'node:net';

/** A stretch of bad network between a client and a server. */
export interface FlakyNetwork {
  readonly port: number;
  /** How many connections were dropped, and how many answers came late. */
  troubles(): { readonly dropped: number; readonly late: number };
  close(): Promise<void>;
}

/** A connection has another chance of bad luck after so many exchanges. */
const lifetime = 8;

/** What share of connections meets with what, and how late what is late comes, in milliseconds. */
export interface Weather {
  readonly seed: number;
  readonly drops: number;
  readonly delays: number;
  readonly lateness: number;
}

/**
 * Listens on loopback and passes everything on to a port there. So many connections are reset, half of them before the server has seen the request
 * and half in the middle of the answer; so many are held up once. One that lives on meets with its fate anew.
 */
export async function flakyNetwork(to: number, { seed, drops, delays, lateness }: Weather): Promise<FlakyNetwork> {
  const random = chance(seed);
  const sockets = new Set<Socket>();
  /** What becomes of a connection, and at which of its exchanges; the handshake is the first of them. */
  const drawn = () => {
    const luck = random();
    const what = luck < drops / 2 ? 'drop' : luck < drops ? 'cut' : luck < drops + delays ? 'delay' : 'pass';
    return { what, after: 1 + Math.floor(random() * 4) };
  };
  let dropped = 0;
  let late = 0;
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    let fate = drawn();
    let asked = false;
    let cut = false;
    let before: Promise<unknown> = Promise.resolve();
    const drop = () => {
      dropped += 1;
      near.resetAndDestroy();
      far.destroy();
    };
    for (const socket of [near, far]) sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => {}));
    near.on('data', (sent) => {
      if (!asked) {
        asked = true;
        fate.after -= 1;
        if (fate.after < -lifetime) fate = drawn();
        if (fate.after === 0) {
          if (fate.what === 'drop') return drop();
          if (fate.what === 'cut') cut = true;
          if (fate.what === 'delay') {
            late += 1;
            before = before.then(() => new Promise((resolve) => setTimeout(resolve, lateness)));
          }
        }
      }
      void before.then(() => far.write(sent));
    });
    far.on('data', (answer) => {
      asked = false;
      if (cut) near.write(answer.subarray(0, answer.length / 2), drop);
      else near.write(answer);
      cut = false;
    });
    near.on('end', () => void before.then(() => far.end()));
    far.on('end', () => near.end());
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  return {
    port: address.port,
    troubles: () => ({ dropped, late }),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Numbers from 0 up to 1 that look like chance and are the same for the same seed (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
