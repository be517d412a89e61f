import type { Contract } from '../../spec/contract.ts';
import { listen } from '../../mock/listeners/listen.ts';
import type { ClientScenario } from '../scenarios/scenario.ts';
import { settingOf, type Addresses, type ClientSetting } from '../stage/setting.ts';
import { openStage, type Stage } from '../stage/stage.ts';
import { realWorld } from '../world.ts';
import type { Certificates } from './certificates.ts';
import { portForClient, releasePort } from './ports.ts';

/** A scenario that listens on sockets. */
export interface ServedScenario {
  readonly setting: ClientSetting;
  readonly stage: Stage;
  readonly addresses: Addresses;
  close(): Promise<void>;
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
  const redirectPort = await portForClient();
  const setting = settingOf(contract, `http://127.0.0.1:${redirectPort}/callback`, clientName);
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
    async close() {
      releasePort(redirectPort);
      await Promise.all([api, host, port].map((one) => one.close()));
    },
  };
}
