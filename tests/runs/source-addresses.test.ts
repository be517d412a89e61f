import type { RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMock, type Mock } from '../../mock/create.ts';
import { faultNames, faults } from '../../mock/faults/faults.ts';
import { bundledDocument, compileDocument, loadContract } from '../../spec/load.ts';
import type { Contract } from '../../spec/contract.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import type { Result } from '../../suites/result/result.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { schedule } from '../../suites/engine/schedule.ts';
import type { SourceAddresses, Settings } from '../../suites/engine/settings.ts';
import { sessionFor, settingsFor, stillMock } from '../support/in-process.ts';
import { realRun } from '../support/real-run.ts';
import { misconducts, serve, settingsAt, speaking } from '../support/servers.ts';

const contract = await loadContract(bundledDocument);
const topic = requirementIds.filter((id) => id.startsWith('address/'));
const loopback: SourceAddresses = { usual: '127.0.0.1', choices: ['127.0.0.0/8'], mapped: false };

interface Setting {
  readonly kept?: Contract;
  readonly armed?: readonly string[];
  /** Closes the connection instead of answering; by the gate that decided. */
  readonly closes?: (gate: string | undefined) => boolean;
  readonly changes?: (settings: Settings) => Settings;
  /** Whether it answers nobody once the preflight is over. */
  readonly turns?: boolean;
}

/** A run of the topic against a server that keeps some contract. */
async function run({ kept = contract, armed = [], closes = () => false, changes = near, turns = false }: Setting): Promise<Result> {
  const mock = createMock(kept, { faults: armed });
  let down = false;
  const answering =
    (secure: boolean): RequestListener =>
    (request, response) => {
      if (down) {
        misconducts.closes(request.socket);
        return;
      }
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const { method = '', url = '', rawHeaders: headers, socket } = request;
        const arrival = { method, target: url, headers, ...(body !== '' && { body }), secure, peer: socket.remoteAddress ?? '' };
        void mock.handle(arrival).then((answer) => {
          if (closes(mock.journal().at(-1)?.gate)) return socket.destroy();
          response.sendDate = false;
          return response.writeHead(answer.status, [...answer.headers]).end(answer.body);
        });
      });
    };
  const served = await serve(speaking(answering(true)));
  onTestFinished(() => served.close());
  const settings = settingsAt(served, mock, { only: ['address'], timeout: 2_000, ...told(mock) });
  return realRun(contract, changes(settings), () => void (down = turns));
}

/** The principals that are of use here, as a configuration would have them. */
function told(mock: Mock): Pick<Settings, 'principals'> {
  const names = ['reader', 'writer', 'deleter', 'editor', 'other', 'office', 'branch'];
  return { principals: names.map((name) => ({ name, ...mock.principals[name]! })) };
}

/** Where nobody knows from which address requests arrive. */
function remote(settings: Settings): Settings {
  const { origin, ...rest } = settings;
  return origin ? rest : settings;
}

/** Where the target is on loopback, and sees the addresses that this machine chooses. */
const near = (settings: Settings): Settings => ({ ...settings, origin: loopback });

const short = (id: string) => id.replace('address/', '');
const outcomes = (result: Result) => Object.fromEntries(result.requirements.map(({ id, outcome }) => [short(id), outcome]));
const codes = (result: Result, id: string) => [
  ...new Set(result.requirements.find((requirement) => requirement.id === `address/${id}`)!.checks.map(({ mismatch }) => mismatch?.code)),
];
const says = (result: Result) => result.notes.map((observation) => observation.message);

const all = (outcome: string, but: { readonly [id: string]: string } = {}) => ({
  unlisted: outcome,
  'rejection-body': outcome,
  'rejection-message': outcome,
  listed: outcome,
  'range-boundaries': outcome,
  'no-allowlist': outcome,
  'rejection-cost': outcome,
  'rejection-side-effects': outcome,
  'forwarding-headers': outcome,
  ...but,
});

test('on loopback everything is decided, from source addresses that are real', async () => {
  const result = await run({});
  expect(outcomes(result)).toEqual(all('pass'));
  const locals = result.exchanges.map(({ connection }) => connection.local?.replace(/:\d+$/, ''));
  expect(new Set(locals)).toEqual(
    new Set(['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.7', '127.0.0.8', '127.0.0.10', '127.0.0.11', '127.0.0.12', '127.0.0.20']),
  );
  expect(result.exchanges.find(({ connection }) => connection.local?.startsWith('127.0.0.8:'))!.curl).toContain('--interface "127.0.0.8"');
});

test.each(faultNames.filter((name) => faults[name]!.breaks.some((id) => id.startsWith('address/'))))(
  'over sockets the fault %s is noticed as well, unless it is said to show in process alone',
  async (name) => {
    const { breaks, onlyInProcess = false } = faults[name]!;
    const found = outcomes(await run({ armed: [name] }));
    expect(breaks.map((id) => found[short(id)])).toEqual(breaks.map(() => (onlyInProcess ? 'pass' : 'fail')));
  },
);

describe('a target that closes the connection on a blocked address', () => {
  test('has refused it, though not as documented, and is told from one that answers', async () => {
    const result = await run({ closes: (gate) => gate === 'address' });
    expect(outcomes(result)).toEqual(all('pass', { 'rejection-body': 'fail', 'rejection-message': 'not-applicable' }));
    expect(codes(result, 'rejection-body')).toEqual(['address-connection-closed']);
    expect(result.verdict).toBe('conformant-with-warnings');
    expect(says(result)).toContain('a blocked address gets no response: the connection is closed');
    expect(says(await run({}))).not.toContain('a blocked address gets no response: the connection is closed');
  });

  test('is told from one that answers nobody', async () => {
    const result = await run({ turns: true });
    expect(Object.values(outcomes(result)).filter((outcome) => !['inconclusive', 'blocked'].includes(outcome))).toEqual([]);
  });

  test.each(topic)('is told from one that answers nobody by %s alone', async (id) => {
    const result = await run({ turns: true, changes: (settings) => ({ ...near(settings), only: [id] }) });
    expect(Object.keys(outcomes(result))).toEqual([short(id)]);
    expect(['inconclusive', 'blocked']).toContain(outcomes(result)[short(id)]);
  });
});

describe('a 401 for a blocked address', () => {
  const kept = { ...contract, ipBlocked: contract.unauthorized };

  test('is a refusal where the credential is served at an address of its list, and noted', async () => {
    const result = await run({ kept });
    expect(outcomes(result)).toEqual(all('pass', { 'rejection-body': 'not-applicable', 'rejection-message': 'not-applicable' }));
    expect(says(result)).toContain('a blocked address gets 401, like an invalid credential');
  });

  test('may be one for a credential that does not exist, where nothing shows that it does', async () => {
    const result = await run({ kept, changes: remote });
    expect(outcomes(result)['unlisted']).toBe('inconclusive');
  });
});

describe('where only the target knows from which address requests arrive', () => {
  test('a list that this machine is not on is enough for what must be refused', async () => {
    const result = await run({ changes: remote });
    expect(outcomes(result)).toEqual(all('pass', { listed: 'blocked', 'range-boundaries': 'blocked' }));
  });

  test('borders lie outside the usual profile', async () => {
    const result = await run({ changes: (settings) => ({ ...remote(settings), profile: 'standard' }) });
    expect(outcomes(result)).toEqual(all('pass', { listed: 'blocked', 'range-boundaries': 'not-applicable' }));
  });

  test('a list that this machine is on, by the configuration, is tried from here', async () => {
    const here = (settings: Settings) =>
      settings.principals.map((principal) => (principal.name === 'office' ? { ...principal, from: ['127.0.0.1'], here: true } : principal));
    const open = {
      ...contract,
      principals: contract.principals.map((one) => (one.name === 'office' ? { ...one, from: ['127.0.0.1'] } : one)),
    };
    const result = await run({ kept: open, changes: (settings) => ({ ...remote(settings), principals: here(settings) }) });
    expect(outcomes(result)['listed']).toBe('pass');
    expect(result.preflight.map(({ id }) => id)).toContain('principals/office');
  });

  test('a list that is ignored is found out', async () => {
    const result = await run({ armed: ['ignores-allowlist'], changes: remote });
    expect(outcomes(result)['unlisted']).toBe('fail');
    expect(result.verdict).toBe('non-conformant');
  });
});

test('without a principal that has a list, what would need one is blocked and says so', async () => {
  const unbound = (settings: Settings) => ({ ...near(settings), principals: settings.principals.filter(({ from }) => from === undefined) });
  const result = await run({ changes: unbound });
  expect(outcomes(result)).toEqual(all('blocked', { 'no-allowlist': 'pass' }));
  const needs = result.requirements.flatMap(({ checks }) => checks.map((check) => check.needs ?? ''));
  expect(needs.filter((text) => text !== '' && !text.includes('(principals)'))).toEqual([]);
});

describe('a document of somebody else', async () => {
  const plain = await loadContract(fileURLToPath(new URL('../../examples/header-key/openapi.yaml', import.meta.url)));

  test('without allowlists does not ask for them', () => {
    const settings = { ...settingsFor(stillMock(plain)), only: ['address'] };
    const hooks = { clock: true, reset: true };
    const planned = schedule({ contract: plain, principals: createPrincipals(plain, settings), settings, hooks });
    expect(planned.scenarios).toEqual([]);
    expect(planned.requirements.map(({ excluded }) => excluded)).toEqual(planned.requirements.map(() => 'the document has no allowlists'));
  });

  const plans = { visitor: { limits: ['60/hour'] }, curator: { limits: ['1000/hour'], features: ['ipAllowList'] } };
  const listing = compileDocument({ ...plain.document, 'x-auth-conformance': { plans } });
  const judged = async (armed: readonly string[]) => {
    const session = sessionFor(stillMock(listing, { faults: armed }), { only: ['address'] });
    const findings = await Promise.all(topic.map((id) => session.judge(id)));
    const having = (wanted: readonly string[]) =>
      findings.filter(({ checks }) => checks.some(({ outcome }) => wanted.includes(outcome))).map(({ requirement }) => requirement);
    return { failed: having(['fail']), undecided: having(['inconclusive', 'blocked', 'error']), passed: having(['pass']) };
  };
  const kept = new Set((await judged([])).passed);

  test('whose plans have lists is tried with a principal that is made up for it', async () => {
    expect(await judged([])).toMatchObject({ failed: [], undecided: [] });
    expect(kept).toEqual(
      new Set(
        ['unlisted', 'listed', 'range-boundaries', 'no-allowlist', 'rejection-side-effects', 'forwarding-headers'].map(
          (id) => `address/${id}`,
        ),
      ),
    );
  });

  test.each(faultNames.filter((name) => faults[name]!.breaks.some((id) => kept.has(id))))('has the fault %s found out', async (name) => {
    const { breaks, also = [] } = faults[name]!;
    expect((await judged([name])).failed.toSorted()).toEqual([...breaks, ...also].filter((id) => kept.has(id)).toSorted());
  });
});
