import { createServer } from 'node:https';
import { expect, test } from 'vitest';
import { clearingHouse } from '../../../cli/prove/documents/clearing-house.ts';
import { startMockTarget } from '../../../cli/run/mock-target.ts';
import { unrestrictedSettings } from '../../../cli/run/unrestricted.ts';
import { createAuthority, createClientAuthority } from '../../../mock/listeners/tls/certificate.ts';
import type { RequirementId } from '../../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../../spec/contract.ts';
import { loadContract } from '../../../spec/load.ts';
import type { ScenarioRecord } from '../../../suites/engine/evidence.ts';
import { createSession, registerSecrets, type Finding } from '../../../suites/engine/session.ts';
import type { Settings } from '../../../suites/engine/settings.ts';
import { openTarget } from '../../../suites/http/probe.ts';
import { forgedCertificate, problemOfCertificate } from '../../../suites/principals/certificates.ts';
import { createRedactor } from '../../../suites/redaction/redactor.ts';
import { curlOf } from '../../../suites/result/curl.ts';

const ids: readonly RequirementId[] = [
  'credentials/valid',
  'credentials/missing',
  'credentials/unknown',
  'credentials/unknown-on-every-operation',
  'credentials/revoked',
  'credentials/expired',
  'credentials/partial',
  'credentials/too-long',
];

/** The outcomes of these requirements over sockets, and a curl line. */
async function judged(contract: Contract, settings: Settings) {
  const target = await openTarget(settings);
  const redactor = createRedactor('test');
  registerSecrets(redactor, settings);
  try {
    const records = new Map<string, Promise<ScenarioRecord>>();
    const once = (name: string, play: () => Promise<ScenarioRecord>) => {
      const record = records.get(name) ?? play();
      records.set(name, record);
      return record;
    };
    const session = createSession({ contract, settings, target, redactor, recordings: { once } });
    const findings: Finding[] = [];
    for (const id of ids) findings.push(await session.judge(id));
    return { findings, exchanges: (await Promise.all(records.values())).flatMap(({ exchanges }) => exchanges), redactor };
  } finally {
    await target.close();
  }
}

const flags = { allow: [], only: [], skip: [], slow: false, ownTarget: false };

test.for([
  ['the clearing house', async () => clearingHouse()],
  [
    'the example of a gateway',
    () => loadContract('examples/documents/gateway.yaml', { overlays: ['examples/documents/gateway.overlay.yaml'] }),
  ],
] as const)('A run presents certificates over sockets, and %s rejects every other', { timeout: 30_000 }, async ([, open]) => {
  const contract = await open();
  const { settings, close } = await startMockTarget(contract, flags, [], 'test');
  const { findings } = await judged(contract, settings);
  await close();
  const results = findings.flatMap(({ checks }) => checks);
  expect(
    results.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable').map(({ id, reason }) => `${id}: ${reason}`),
  ).toEqual([]);
  expect(results.filter(({ id, outcome }) => id.endsWith('/other-authority') && outcome === 'pass')).toHaveLength(1);
});

test('A server that refuses the connection without a known certificate rejects it, and the private key is in no evidence', async () => {
  const contract = { ...clearingHouse(), operations: clearingHouse().operations.filter(({ id }) => id === 'listMembers') };
  const [authority, clients] = await Promise.all([createAuthority(Date.now()), createClientAuthority(Date.now())]);
  const [identity, secret] = await Promise.all([authority.identity('valid'), clients.issue('partner', 'valid')]);
  const tls = { key: identity.key, cert: identity.cert, ca: clients.ca, requestCert: true, rejectUnauthorized: true };
  const server = createServer(tls, (_, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end('{"members":["north"]}');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const settings: Settings = {
    ...unrestrictedSettings(`https://127.0.0.1:${port}/v1`),
    tls: { ca: authority.ca, caFile: '/ca.pem', insecure: false },
    principals: [{ name: 'partner', secret, account: '@partner', scheme: 'Certificate', scopes: [], state: 'active', expendable: false }],
  };
  const { findings, exchanges, redactor } = await judged(contract, settings).finally(() => server.close());
  const outcome = (id: RequirementId) => findings.find(({ requirement }) => requirement === id)!.checks.map((check) => check.outcome);
  expect(outcome('credentials/valid')).toEqual(['pass']);
  expect(outcome('credentials/missing')).toEqual(['pass']);
  expect(outcome('credentials/unknown')).toEqual(['pass', 'pass']);
  expect(JSON.stringify(exchanges)).not.toContain('PRIVATE KEY');
  const served = exchanges.find(({ reply, principal }) => reply?.status === 200 && principal === 'partner')!;
  expect(curlOf(served, redactor, settings)).toContain('--cert <(printf %s "$AUTH_CONFORMANCE_PARTNER")');
});

test('A certificate is accepted with its own key only, and a forged one has one too', async () => {
  const clients = await createClientAuthority(Date.now());
  const [one, other] = await Promise.all([clients.issue('one', 'valid'), clients.issue('other', 'valid')]);
  const certificate = (text: string) => text.slice(text.indexOf('-----BEGIN CERTIFICATE-----'));
  const key = (text: string) => text.slice(0, text.indexOf('-----BEGIN CERTIFICATE-----'));
  expect(problemOfCertificate(one)).toBeUndefined();
  expect(problemOfCertificate(forgedCertificate(one))).toBeUndefined();
  expect(problemOfCertificate(key(one) + certificate(other))).toContain('not that of the certificate');
  expect(problemOfCertificate(certificate(one))).toContain('private key');
  expect(problemOfCertificate('a key')).toContain('no PEM certificate');
});
