import { createMock } from '../../mock/create.ts';
import type { Listening } from '../../mock/listen.ts';
import { bundledDocument, readContract } from '../../spec/bundled.ts';
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
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Serves the mock until it is told to stop. */
export async function mock(command: MockCommand): Promise<number> {
  const { document, overlay, fault, explain, seed } = command;
  const contract = await readContract(document ?? bundledDocument, { overlays: overlay });
  const served = create();
  const listening = await listen();
  const clients = {};
  const { close, ...addresses } = listening;
  if (command.json) process.stdout.write(`${JSON.stringify({ ...addresses, principals: served.principals, clients })}\n`);
  else process.stdout.write(announce({ contract, listening, principals: served.principals, faults: fault, quiet: command.quiet }));
  await stopped();
  await close();
  return 0;

  function create() {
    try {
      return createMock(contract, { faults: fault, explain, ...(seed !== undefined && { seed }) });
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
        ...(tlsCert !== undefined && { tlsCert }),
        ...(tlsKey !== undefined && { tlsKey }),
      });
    } catch (error) {
      throw usage(error instanceof Error ? error.message : String(error));
    }
  }
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
