import { readFile } from 'node:fs/promises';
import { createMock } from '../../mock/create.ts';
import type { Contract } from '../../spec/contract.ts';
import { defined } from '../../spec/defined.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import { budgetOf, type RunFlags } from '../configuration/settings.ts';
import { placeOnMock } from '../configuration/servers.ts';
import { usage } from '../failure.ts';
import { callingAddress } from './origin.ts';
import { mockClients } from './mock-clients.ts';
import { mockPrincipals } from './mock-principals.ts';
import { unrestrictedSettings } from './unrestricted.ts';

export interface MockTarget {
  readonly settings: Settings;
  close(): Promise<void>;
}

/** Starts the mock on free ports as the target of a run with all permissions. */
export async function startMockTarget(
  contract: Contract,
  flags: RunFlags,
  faults: readonly string[],
  userAgent: string,
): Promise<MockTarget> {
  const mock = mockWith(contract, faults);
  const listening = await mock.listen();
  const { url, httpUrl, ca, control, close } = listening;
  const origin = await callingAddress(new URL(url));
  const settings: Settings = {
    ...unrestrictedSettings(url),
    ...placeOnMock(contract, url),
    httpTarget: httpUrl,
    oauthTarget: new URL(url).origin,
    ...defined({
      origin,
      hooks: control,
      shard: flags.shard && { ...flags.shard, ownTarget: true },
      sample: flags.sample,
      otlp: flags.otlp,
    }),
    tls: { ca: await readFile(ca, 'utf8'), caFile: ca, insecure: false },
    principals: await mockPrincipals(mock, listening),
    clients: mockClients(mock),
    budget: budgetOf(flags.profile ?? 'full', flags.maxRequests ?? 1_000_000, flags.maxSeconds ?? 900),
    profile: flags.profile ?? 'full',
    slow: flags.slow,
    only: flags.only,
    skip: flags.skip,
    userAgent,
  };
  return { settings, close };
}

function mockWith(contract: Contract, faults: readonly string[]) {
  try {
    return createMock(contract, { faults });
  } catch (error) {
    if (error instanceof RangeError) throw usage(error.message);
    throw error;
  }
}
