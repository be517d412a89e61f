import { defined } from '../../spec/defined.ts';
import { createMock, type Mock, type MockOptions } from '../../mock/create.ts';
import { faults } from '../../mock/faults/faults.ts';
import type { Replica } from '../../mock/replicas/replica.ts';
import type { ServedMock } from '../../mock/mock.ts';
import { variants } from '../../mock/variants/variants.ts';
import { createLog } from '../mock/log.ts';
import type { Listening } from '../../mock/listeners/listening.ts';
import { printProblem } from '../../spec/loading/problem.ts';
import { type DocumentArguments, openDocument } from '../document.ts';
import { usage } from '../failure.ts';
import { announce } from '../mock/announcement.ts';
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
  if (command.watch && command.store !== undefined)
    throw usage('--watch: replicas serve the document that they were started with; leave out --watch or --store');
  if (!command.watch) {
    const { close } = await serve(command);
    await stopped();
    await close();
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
  close(): Promise<void>;
}

/** Starts the mock and announces it. */
async function serve(command: MockCommand): Promise<Running> {
  const { fault, explain, seed, consent, origin, accept } = command;
  const contract = await openDocument(command);
  const [credentials, ownClients] = [parseCredentials(command.credential), parseClients(command.client)];
  const log = command.log === 'json' ? createLog(process.stderr) : undefined;
  const { served, replica, mock: reloading } = await create();
  const scenarios = command.control ? (await import('../../client/process/control-hooks.ts')).scenarioHooks(served) : undefined;
  const listening = await listen();
  let text = await announced();
  process.stdout.write(text);
  log?.('listening', {
    url: listening.url,
    httpUrl: listening.httpUrl,
    controlUrl: listening.control?.url,
    ready: served.ready?.() ?? true,
  });
  return {
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
      await scenarios?.close();
      await listening.close();
      await replica?.close();
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
  async function create(): Promise<{ readonly served: ServedMock; readonly replica?: Replica; readonly mock?: Mock }> {
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
    try {
      if (command.store === undefined) {
        const made = createMock(contract, options);
        return { served: made, mock: made };
      }
      const { createReplica } = await import('../../mock/replicas/replica.ts');
      const shared = await createReplica(contract, command.store, { ...options, table: { faults, variants } });
      shared.watchReadiness((ready) =>
        log?.(ready ? 'ready' : 'not-ready', { why: ready ? 'the store answers' : 'the store does not answer' }),
      );
      return { served: shared, replica: shared };
    } catch (error) {
      throw error instanceof RangeError ? usage(error.message) : error;
    }
  }
  async function listen(): Promise<Listening> {
    const { port, httpPort, controlPort, controlHost, control, host, tlsCert, tlsKey, tlsDir, controlToken, name: names } = command;
    try {
      const { listen: start } = await import('../../mock/listeners/listen.ts');
      return await start(served, {
        port,
        httpPort,
        controlPort: control && controlPort,
        controlHost,
        host,
        log: log && ((entry) => log('response', entry)),
        names,
        hooks: scenarios?.hooks,
        ...defined({ tlsCert, tlsKey, tlsDir, controlToken }),
      });
    } catch (error) {
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
