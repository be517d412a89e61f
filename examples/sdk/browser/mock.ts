import { createMock, type Contract, type Mock } from 'auth-conformance';
import { createHandlers } from 'auth-conformance/msw';
import { setupWorker } from 'msw/browser';

/** Starts a mock in the page: from now on it answers the requests to the API, and the network is not used. */
export async function startMock(): Promise<Mock> {
  const contract: Contract = JSON.parse(await (await fetch('contract.json')).text());
  const mock = createMock(contract);
  await setupWorker(...createHandlers(mock)).start({ onUnhandledRequest: 'bypass', quiet: true });
  return mock;
}
