import { defined } from '../../spec/defined.ts';
import type { MockOptions } from '../../mock/create.ts';
import type { Mock } from '../../mock/mock.ts';
import { createLog } from '../mock/log.ts';
import type { Listening, ListenOptions } from '../../mock/listeners/listening.ts';
import { printProblem } from '../../spec/loading/problem.ts';
import { type DocumentArguments, openDocument } from '../document.ts';
import { usage } from '../failure.ts';
import { announce } from '../mock/announcement.ts';
import { createServed } from '../mock/served.ts';
import { addedLines, addressesOf, reloadedText } from '../mock/reloading.ts';
import { writeMockFiles } from '../mock/files.ts';
import { parseClients, parseCredentials } from '../mock/own-credentials.ts';
import { errorText } from '../output/errors.ts';
import { watchFiles } from '../output/watch.ts';

export interface MockCommand extends DocumentArguments {
  readonly port: number;
  readonly httpPort: number;
  readonly controlPort: number;
  readonly control: boolean;
  readonly controlHost: string;
  /** The URL of the store that replicas share. */
  readonly store?: string | undefined;
  /** How many processes serve requests. */
  readonly workers: number;
  readonly log: 'text' | 'json';
  readonly host: string;
  readonly fault: readonly string[];
  readonly explain: boolean;
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  readonly tlsDir?: string | undefined;
  readonly name: readonly string[];
  readonly plain: boolean;
  readonly controlToken?: string | undefined;
  readonly seed?: string | undefined;
  readonly consent: 'automatic' | 'page';
  readonly origin: readonly string[];
  readonly credential: readonly string[];
  readonly client: readonly string[];
  readonly accept: 'known' | 'any';
  /** A folder for the CA certificate and the secrets. */
  readonly files?: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  /** Whether to serve each change of the document. */
  readonly watch: boolean;
}

/** How long requests that have arrived are answered after a signal, in milliseconds. */
const graceMs = 5000;

/** Serves the mock until SIGINT or SIGTERM; with `watch`, each change of the document from then on. */
export async function mock(command: MockCommand): Promise<number> {
  const several = command.store !== undefined ? '--store' : command.workers > 1 ? '--workers' : undefined;
  if (command.watch && several !== undefined)
    throw usage(`--watch: replicas serve the document that they were started with; leave out --watch or ${several}`);
  if (!command.watch) {
    // Processes of its own must not outlive it: it ends them, even if the signal comes early.
    const early = command.workers > 1 ? stopped() : undefined;
    const { close, lost } = await serve(command);
    try {
      await Promise.race([early ?? stopped(), lost]);
    } finally {
      await close();
    }
    return 0;
  }
  let running: Running | undefined;
  try {
    await watchFiles(command, async (onFile) => {
      if (running) await running.reload(onFile);
      else running = await serve({ ...command, onFile });
    });
  } finally {
    await running?.close();
  }
  return 0;
}

/** A mock with its listeners. */
interface Running {
  /** Serves the document as it is now; a broken one is reported, and the one before stays. */
  reload(onFile: (path: string) => void): Promise<void>;
  /** Rejects when nothing can be served any more. */
  readonly lost: Promise<never>;
  close(): Promise<void>;
}

/** Starts the mock and announces it. */
async function serve(command: MockCommand): Promise<Running> {
  const { fault, explain, seed, consent, origin, accept } = command;
  const contract = await openDocument(command);
  const [credentials, ownClients] = [parseCredentials(command.credential), parseClients(command.client)];
  const log = command.log === 'json' ? createLog(process.stderr) : undefined;
  const options: MockOptions = {
    faults: fault,
    explain,
    consent,
    origins: origin,
    accept,
    plain: command.plain ? 'served' : 'as-documented',
    credentials,
    clients: ownClients,
    ...(seed !== undefined && { seed }),
  };
  const { served, mock: reloading, listen: start, lost, close: closeStore } = await createServed(contract, options, command, log);
  const scenarios = command.control ? (await import('../../client/process/control-hooks.ts')).scenarioHooks(served) : undefined;
  const listening = await listen();
  const close = async () => {
    await scenarios?.close();
    await listening.close();
    await closeStore();
  };
  let text = await announced().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  process.stdout.write(text);
  log?.('listening', {
    url: listening.url,
    httpUrl: listening.httpUrl,
    controlUrl: listening.control?.url,
    ready: served.ready?.() ?? true,
  });
  return {
    lost,
    async reload(onFile) {
      try {
        const { forgottenKeys } = reloading!.reload(await openDocument({ ...command, onFile }));
        const [before, now] = [text, await announced()];
        text = now;
        process.stderr.write(reloadedText(reloading!, listening, forgottenKeys));
        process.stdout.write(command.json ? now : addedLines(before, now));
      } catch (error) {
        const problem = errorText(error instanceof RangeError ? usage(error.message) : error);
        process.stderr.write(`${problem}\nNot reloaded: the mock serves the document as it was\n`);
      }
    },
    async close() {
      log?.('stopping', {});
      await listening.drain(graceMs);
      await close();
      log?.('stopped', {});
    },
  };

  /** What is printed at the start: addresses, principals and clients. */
  async function announced(): Promise<string> {
    const { principals, clients, people, contract: current } = served;
    const { drain: _drain, close: _, ...addresses } = addressesOf(listening, current);
    if (command.files !== undefined) await writeMockFiles(command.files, served, listening);
    const limits = { unsupported: current.unsupported, ignored: current.mistakes.map(printProblem) };
    if (command.json) return `${JSON.stringify({ ...addresses, principals, clients: shown(clients), people, ...limits })}\n`;
    if (log !== undefined) return '';
    const { quiet, plain } = command;
    return announce({
      contract: current,
      listening: { ...listening, ...addresses },
      principals,
      clients,
      people,
      faults: fault,
      quiet,
      plain,
    });
  }
  async function listen(): Promise<Listening> {
    const { port, httpPort, controlPort, controlHost, control, host, tlsCert, tlsKey, tlsDir, controlToken, name: names } = command;
    try {
      const { listen: open } = await import('../../mock/listeners/listen.ts');
      const where: ListenOptions = {
        port,
        httpPort,
        controlPort: control && controlPort,
        controlHost,
        host,
        log: log && ((entry) => log('response', entry)),
        names,
        hooks: scenarios?.hooks,
        ...defined({ tlsCert, tlsKey, tlsDir, controlToken }),
      };
      return await open(served, where, undefined, start);
    } catch (error) {
      await closeStore();
      throw usage(error instanceof Error ? error.message : String(error), 'mock/listen');
    }
  }
}

/** The clients in the form for `--json`. */
function shown(clients: Mock['clients']): object {
  return Object.fromEntries(
    Object.entries(clients).map(([name, { clientId, clientSecret, redirectUris }]) => [
      name,
      { clientId, clientSecret, redirectUri: redirectUris[0] },
    ]),
  );
}

/** The signal that ends the mock. */
function stopped(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}
