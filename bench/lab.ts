import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAuthority } from '../mock/listeners/tls/certificate.ts';
import type { Mock } from '../mock/mock.ts';
import type { JsonObject } from '../spec/contract.ts';
import type { BareAnswer } from './bare.ts';
import type { Effort } from './duel.ts';
import { start, type Listening, type Running } from './processes.ts';

/** Where things are measured: a folder of its own, an identity for TLS, the servers that were started. */
export interface Lab {
  readonly effort: Effort;
  readonly folder: string;
  /** The compiled command line. */
  readonly program: string;
  /** Writes a file into the folder and answers its path. */
  write(name: string, content: string | JsonObject): Promise<string>;
  /** Starts the mock with the folder's identity, or for no document as its users do: with the bundled one and an identity that it makes. */
  mock(document?: string, ...options: readonly string[]): Promise<MockServer>;
  /** Starts the mock of a document that puts 4 MB into every body. */
  padded(document: string): Promise<MockServer>;
  /** Starts the yardstick. */
  bare(answer: Omit<BareAnswer, 'tls'>, secure: boolean): Promise<Server>;
  /** Starts Prism's own server for a document. */
  prism(document: string, ...options: readonly string[]): Promise<Server>;
  /** Ends what was started since the last time. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** A server in a process of its own. */
export interface Server {
  readonly running: Running;
  readonly origin: string;
}

/** A mock and what it said of itself. */
export interface MockServer extends Server {
  readonly plain: string;
  readonly ca: string;
  readonly basePath: string;
  readonly principals: Mock['principals'];
  readonly clients: Mock['clients'];
  readonly control: { readonly url: string; readonly token: string };
}

/** What the mock prints with `--json`. */
interface Announced extends Pick<MockServer, 'ca' | 'principals' | 'clients' | 'control'> {
  readonly url: string;
  readonly httpUrl: string;
}

/** What a mock announced in one line of JSON. */
function announced(running: Running, authority?: string): MockServer {
  const { url, httpUrl, ca, ...rest }: Announced = JSON.parse(running.greeting);
  const { origin, pathname } = new URL(url);
  return { ...rest, running, origin, plain: new URL(httpUrl).origin, ca: authority ?? ca, basePath: pathname };
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** Arguments that make a mock listen wherever there is room, and say where. */
const anywhere = ['--port', '0', '--http-port', '0', '--control-port', '0', '--json'];

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

/** Opens a lab; `build` is the folder of the compiled package. */
export async function openLab(effort: Effort, build: string): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const program = join(build, 'cli/main.js');
  let started: Running[] = [];
  let answers = 0;
  const write = async (name: string, content: string | JsonObject) => {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const run = async (args: readonly string[], listens: Listening) => {
    const running = await start(args, listens);
    started.push(running);
    return running;
  };
  const clear = async () => {
    await Promise.all(started.map((running) => running.stop()));
    started = [];
  };
  const authority = await createAuthority(Date.now());
  const { cert, key } = await authority.identity('valid');
  const authorityFile = await write('ca.pem', authority.ca);
  const tls = { cert: await write('cert.pem', cert), key: await write('key.pem', key) };
  return {
    effort,
    folder,
    program,
    write,
    clear,
    async mock(document, ...options) {
      const given = document === undefined ? [] : [document, '--tls-cert', tls.cert, '--tls-key', tls.key];
      const running = await run([program, 'mock', ...given, ...options, ...anywhere], /^\{/);
      return announced(running, document === undefined ? undefined : authorityFile);
    },
    padded: async (document) => announced(await run(['--import', 'tsx', join(root, 'bench/padded.ts'), document], /^\{/)),
    async bare(answer, secure) {
      const told: BareAnswer = { ...answer, ...(secure && { tls }) };
      const file = await write(`answer-${(answers += 1)}.json`, JSON.stringify(told));
      const running = await run(['--import', 'tsx', join(root, 'bench/bare.ts'), file], /^listens at /);
      return { running, origin: running.greeting.replace('listens at ', '') };
    },
    async prism(document, ...options) {
      const port = await freePort();
      const cli = join(dirname(createRequire(import.meta.url).resolve('@stoplight/prism-cli/package.json')), 'dist/index.js');
      const running = await run([cli, 'mock', document, '--port', String(port), ...options], port);
      return { running, origin: `http://127.0.0.1:${port}` };
    },
    async close() {
      await clear();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
