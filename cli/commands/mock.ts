import { defined } from '../../spec/defined.ts';
import { createMock, type Mock } from '../../mock/create.ts';
import type { Listening } from '../../mock/listeners/listening.ts';
import { printProblem } from '../../spec/loading/problem.ts';
import { type DocumentArguments, openDocument } from '../document.ts';
import { usage } from '../failure.ts';
import { announce } from '../mock/announcement.ts';
import { writeMockFiles } from '../mock/files.ts';
import { parseClients, parseCredentials } from '../mock/own-credentials.ts';

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
}

/** Serves the mock until SIGINT or SIGTERM. */
export async function mock(command: MockCommand): Promise<number> {
  const { fault, explain, seed, consent, origin, accept } = command;
  const contract = await openDocument(command);
  const [credentials, ownClients] = [parseCredentials(command.credential), parseClients(command.client)];
  const served = create();
  const scenarios = command.control ? (await import('../../client/process/control-hooks.ts')).scenarioHooks(contract) : undefined;
  const listening = await listen();
  const { close, ...addresses } = listening;
  const { principals, clients, people } = served;
  if (command.files !== undefined) await writeMockFiles(command.files, served, listening);
  const limits = { unsupported: contract.unsupported, ignored: contract.mistakes.map(printProblem) };
  if (command.json) process.stdout.write(`${JSON.stringify({ ...addresses, principals, clients: shown(clients), people, ...limits })}\n`);
  else
    process.stdout.write(
      announce({ contract, listening, principals, clients, people, faults: fault, quiet: command.quiet, plain: command.plain }),
    );
  await stopped();
  await scenarios?.close();
  await close();
  return 0;

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
