import { defined } from '../../spec/defined.ts';
import { createMock, type Mock } from '../../mock/create.ts';
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

/** Serves the mock until SIGINT or SIGTERM; with `watch`, each change of the document from then on. */
export async function mock(command: MockCommand): Promise<number> {
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
  const served = create();
  const scenarios = command.control ? (await import('../../client/process/control-hooks.ts')).scenarioHooks(served) : undefined;
  const listening = await listen();
  let text = await announced();
  process.stdout.write(text);
  return {
    async reload(onFile) {
      try {
        const { forgottenKeys } = served.reload(await openDocument({ ...command, onFile }));
        const [before, now] = [text, await announced()];
        text = now;
        process.stderr.write(reloadedText(served, listening, forgottenKeys));
        process.stdout.write(command.json ? now : addedLines(before, now));
      } catch (error) {
        const problem = errorText(error instanceof RangeError ? usage(error.message) : error);
        process.stderr.write(`${problem}\nNot reloaded: the mock serves the document as it was\n`);
      }
    },
    async close() {
      await scenarios?.close();
      await listening.close();
    },
  };

  /** What is printed at the start: addresses, principals and clients. */
  async function announced(): Promise<string> {
    const { principals, clients, people, contract: current } = served;
    const { close: _, ...addresses } = addressesOf(listening, current);
    if (command.files !== undefined) await writeMockFiles(command.files, served, listening);
    const limits = { unsupported: current.unsupported, ignored: current.mistakes.map(printProblem) };
    if (command.json) return `${JSON.stringify({ ...addresses, principals, clients: shown(clients), people, ...limits })}\n`;
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
  function create() {
    try {
      return createMock(contract, {
        faults: fault,
        explain,
        consent,
        origins: origin,
        accept,
        plain: command.plain ? 'served' : 'as-documented',
        credentials,
        clients: ownClients,
        ...(seed !== undefined && { seed }),
      });
    } catch (error) {
      throw error instanceof RangeError ? usage(error.message) : error;
    }
  }
  async function listen(): Promise<Listening> {
    const { port, httpPort, controlPort, control, host, tlsCert, tlsKey, tlsDir, controlToken, name: names } = command;
    try {
      return await served.listen({
        port,
        httpPort,
        controlPort: control && controlPort,
        host,
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

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
