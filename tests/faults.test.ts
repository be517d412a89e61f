import { describe, expect, test } from 'vitest';
import { faults, faultNames } from '../mock/faults/faults.ts';
import { requirementIds } from '../spec/catalogue/catalogue.ts';
import { bundledDocument, loadContract } from '../spec/load.ts';
import { flows, oauthContract } from './mock/grants/documents.ts';
import { judgeAll, sessionFor, stillMock } from './support/in-process.ts';

/** What only a TLS listener can break is proved over sockets, in transport.test.ts. */
const overTls = new Set<string>(['transport/certificate-is-valid', 'transport/old-tls-is-refused']);
const inProcess = faultNames.filter((name) => !faults[name]!.breaks.every((id) => overTls.has(id)));

const contract = await loadContract(bundledDocument);

/** What the bundled document does not promise is proved by a small one that does. */
const otherFlows = new Set<string>([
  'grants/client-credentials-give-a-token',
  'grants/password-gives-a-token',
  'grants/implicit-gives-a-token',
  'grants/device-flow-gives-a-token',
]);
const otherwise = oauthContract(flows);

async function redUnder(names: readonly string[]): Promise<readonly string[]> {
  const promised = names.some((name) => faults[name]!.breaks.some((id) => otherFlows.has(id))) ? otherwise : contract;
  const findings = await judgeAll(sessionFor(stillMock(promised, { faults: names })));
  return findings.filter(({ checks }) => checks.some(({ outcome }) => outcome === 'fail')).map(({ requirement }) => requirement);
}

describe('each fault turns red what it names and nothing else', () => {
  for (const name of inProcess) {
    const { breaks, also = [] } = faults[name]!;
    test(name, async () => {
      expect([...(await redUnder([name]))].sort()).toEqual([...breaks, ...also].sort());
    });
  }
});

test('every requirement is broken by a fault', () => {
  const broken = new Set(faultNames.flatMap((name) => faults[name]!.breaks));
  expect(requirementIds.filter((id) => !broken.has(id))).toEqual([]);
});
