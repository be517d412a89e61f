/**
 * A program that uses each entry point. The tests of the package compile it as an ES module and as CommonJS, and run it beside the installed package.
 *
 * @module
 */
import { createMock, DocumentError, loadContract, type Contract, type Mock } from 'auth-conformance';
import { scenario, type ClientVerdict } from 'auth-conformance/client';
import { faults } from 'auth-conformance/faults';
import { createHandlers } from 'auth-conformance/msw';
import { resultSchema, type Result } from 'auth-conformance/reporters';
import { bundledDocument, isRequirementId } from 'auth-conformance/spec';
import { CommandFailure, defineConformance, runConformance } from 'auth-conformance/suites';
import { setupServer } from 'msw/node';

async function main(): Promise<void> {
  const contract: Contract = await loadContract(bundledDocument);
  const mock: Mock = createMock(contract, { table: { faults }, faults: ['accepts-revoked-key'] });
  const url = `${contract.servers[0]!.url}/auth/test`;
  const headers = { Authorization: `Bearer ${mock.mint({ state: 'revoked' }).credential}` };
  const direct: Response = await mock.fetch(url, { headers });
  const server = setupServer(...createHandlers(mock));
  server.listen();
  const intercepted = await fetch(url, { headers });
  server.close();

  const live = await scenario('call');
  await live.run(() => live.fetch(`${live.url}/conversations`, { headers: { Authorization: `Bearer ${live.key}` } }));
  const client: ClientVerdict = await live.judge();

  const result: Result = await runConformance({ target: 'mock', only: ['whoami'] });
  const failure: unknown = await runConformance({ only: ['nothing'] }).catch((error: unknown) => error);
  const unreadable: unknown = await loadContract('missing.yaml').catch((error: unknown) => error);
  const codes = [failure instanceof CommandFailure && failure.code, unreadable instanceof DocumentError && unreadable.code];

  // @ts-expect-error -- a contract is no number; without types it would be any
  if (isRequirementId('nothing')) createMock(5);

  console.log(
    JSON.stringify({
      statuses: [direct.status, intercepted.status],
      client: client.problems,
      verdict: resultSchema.parse(result).verdict,
      codes,
      projects: defineConformance({ testDir: 'e2e' }).projects?.map(({ name }) => name),
    }),
  );
}

void main();
