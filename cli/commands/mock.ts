import { defined } from '../../spec/defined.ts';
import { createMock, type Mock } from '../../mock/create.ts';
import type { Listening } from '../../mock/listeners/listening.ts';
import { bundledDocument, readContract } from '../../spec/loading/bundled.ts';
import { usage } from '../failure.ts';
import { announce } from '../mock/announcement.ts';

export interface MockCommand {
  readonly document?: string | undefined;
  readonly overlay: readonly string[];
  readonly port: number;
  readonly httpPort: number;
  readonly controlPort: number;
  readonly control: boolean;
  readonly host: string;
  readonly fault: readonly string[];
  readonly explain: boolean;
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  readonly seed?: string | undefined;
  readonly consent: 'automatic' | 'page';
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Serves the mock until SIGINT or SIGTERM. */
export async function mock(command: MockCommand): Promise<number> {
  const { document, overlay, fault, explain, seed, consent } = command;
  const contract = await readContract(document ?? bundledDocument, { overlays: overlay });
  const served = create();
  const listening = await listen();
  const { close, ...addresses } = listening;
  const { principals, clients, people } = served;
  if (command.json) process.stdout.write(`${JSON.stringify({ ...addresses, principals, clients: shown(clients), people })}\n`);
  else process.stdout.write(announce({ contract, listening, principals, clients, people, faults: fault, quiet: command.quiet }));
  await stopped();
  await close();
  return 0;

  function create() {
    try {
      return createMock(contract, { faults: fault, explain, consent, ...(seed !== undefined && { seed }) });
    } catch (error) {
      throw error instanceof RangeError ? usage(error.message) : error;
    }
  }
  async function listen(): Promise<Listening> {
    const { port, httpPort, controlPort, control, host, tlsCert, tlsKey } = command;
    try {
      return await served.listen({
        port,
        httpPort,
        controlPort: control && controlPort,
        host,
        ...defined({ tlsCert, tlsKey }),
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
