import { readFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMock } from '../../../../mock/create.ts';
import { needsSockets } from '../../../../cli/prove/trial.ts';
import { faultNames, faults } from '../../../../mock/faults/faults.ts';
import { bundledDocument, loadContract } from '../../../../spec/load.ts';
import { settingsFor } from '../../../support/in-process.ts';
import { realRun } from '../../../support/real-run.ts';

const contract = await loadContract(bundledDocument);
const socketFaults = faultNames.filter(needsSockets);

/** Requirements outside the transport topic that can only be checked over sockets. */
const overSockets = ['http/http2-authentication', 'http/split-request'];

/** The ids of requirements that failed, that are undecided, and that passed, over sockets. */
async function transportOf(armed: readonly string[]) {
  const mock = createMock(contract);
  const { url, httpUrl, ca, control, close } = await mock.listen();
  onTestFinished(close);
  const settings = settingsFor(mock, {
    target: url,
    httpTarget: httpUrl,
    hooks: control!,
    tls: { ca: await readFile(ca, 'utf8'), insecure: false },
    only: ['transport', ...overSockets],
  });
  const result = await realRun(contract, settings, () => arm(control!, armed));
  const having = (wanted: readonly string[]) => result.requirements.filter(({ outcome }) => wanted.includes(outcome)).map(({ id }) => id);
  return { failed: having(['fail']), open: having(['inconclusive', 'blocked', 'error', 'not-applicable']), passed: having(['pass']) };
}

/** Arms faults while the listener is up, after the preflight passed. */
async function arm({ url, token }: { readonly url: string; readonly token: string }, armed: readonly string[]): Promise<void> {
  await fetch(`${url}/faults`, { method: 'PUT', headers: { authorization: `Bearer ${token}` }, body: JSON.stringify({ armed }) });
}

test('a correct listener passes all checks of transport, over HTTP/2 and in pieces', async () => {
  const { failed, open, passed } = await transportOf([]);
  // The bundled document states how plain HTTP is rejected: a redirect breaks the contract.
  expect({ failed, open }).toEqual({ failed: [], open: ['transport/plain-http-redirect'] });
  expect(passed).toEqual(expect.arrayContaining(['transport/certificate', 'transport/old-tls', ...overSockets]));
});

describe('a fault of the listener fails what it breaks and nothing else', () => {
  test.for(socketFaults)('%s', async (name) => {
    const { failed } = await transportOf([name]);
    expect(failed).toEqual(faults[name]!.breaks);
  });

  test('there are faults for the TLS version and for each kind of wrong certificate', () => {
    expect(socketFaults.length).toBeGreaterThanOrEqual(4);
  });
});

describe('a certificate that is wrong from the start fails the preflight', () => {
  const keys: { readonly [fault: string]: string } = {
    'serves-expired-certificate': 'tls.insecure',
    'serves-certificate-for-other-host': 'target',
    'serves-certificate-from-unknown-ca': 'tls.ca',
  };
  test.for(Object.keys(keys))('%s', async (name) => {
    const mock = createMock(contract, { faults: [name] });
    const { url, httpUrl, ca, close } = await mock.listen({ controlPort: false });
    onTestFinished(close);
    const tls = { ca: await readFile(ca, 'utf8'), insecure: false };
    const result = await realRun(contract, settingsFor(mock, { target: url, httpTarget: httpUrl, tls, only: ['transport'] }));
    expect(result).toMatchObject({ verdict: 'unusable', exit: { code: 4 } });
    expect(result.preflight).toEqual([expect.objectContaining({ outcome: 'fail', configuration: keys[name] })]);
  });
});
