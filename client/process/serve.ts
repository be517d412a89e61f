import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Contract } from '../../spec/contract.ts';
import { listen } from '../../mock/listeners/listen.ts';
import type { ClientScenario } from '../scenarios/scenario.ts';
import { settingOf, type Addresses, type ClientSetting } from '../stage/setting.ts';
import { openStage, type Stage } from '../stage/stage.ts';
import { realWorld } from '../world.ts';
import type { Certificates } from './certificates.ts';

/** A scenario that listens on sockets. */
export interface ServedScenario {
  readonly setting: ClientSetting;
  readonly stage: Stage;
  readonly addresses: Addresses;
  close(): Promise<void>;
}

/** A port of 127.0.0.1 that nothing uses at the moment. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on a port has such an address
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The URL of another name of the same machine. */
const asLocalhost = (url: string) => url.replace('//127.0.0.1:', '//localhost:');

/** Starts the listeners of a scenario, on ports of its own. */
export async function serveScenario(
  scenario: ClientScenario,
  contract: Contract,
  certificates: Certificates,
  clientName?: string,
): Promise<ServedScenario> {
  const setting = settingOf(contract, `http://127.0.0.1:${await freePort()}/callback`, clientName);
  const known: { addresses?: Addresses } = {};
  const stage = openStage(scenario, setting, realWorld, () => known.addresses!);
  const [own, valid] = await Promise.all([certificates.files(scenario.certificate ?? 'valid'), certificates.files('valid')]);
  const [api, host, port] = await Promise.all([
    listen(stage.fronts.api, { ...own, controlPort: false }),
    listen(stage.fronts['other-host'], { ...valid, controlPort: false }),
    listen(stage.fronts['other-port'], { ...valid, controlPort: false }),
  ]);
  const addresses = {
    url: api.url,
    httpUrl: api.httpUrl,
    otherHost: asLocalhost(host.url),
    otherPort: port.url,
    issuer: new URL(api.url).origin,
  };
  known.addresses = addresses;
  return {
    setting,
    stage,
    addresses,
    close: async () => void (await Promise.all([api, host, port].map((one) => one.close()))),
  };
}
