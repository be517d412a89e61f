/**
 * A mock as a target without sockets: requests go directly to the engine.
 *
 * @module
 */
import { assembleMock } from '../../mock/assemble.ts';
import { createMock, type Mock, type MockOptions } from '../../mock/create.ts';
import { faults } from '../../mock/faults/faults.ts';
import { createClock } from '../../mock/state/clock.ts';
import type { Key } from '../../mock/state/key.ts';
import { createMemory, type Memory } from '../../mock/state/memory/memory.ts';
import { variants } from '../../mock/variants/variants.ts';
import type { Contract } from '../../spec/contract.ts';
import { createSession, registerSecrets, type Finding, type Recordings, type Session } from '../../suites/engine/session.ts';
import { createRedactor } from '../../suites/redaction/redactor.ts';
import type { SourceAddresses, Settings } from '../../suites/engine/settings.ts';
import { withDigestAnswers } from '../../suites/http/digest.ts';
import type { Call, Target } from '../../suites/http/target.ts';
import { requirementIds, type RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Case } from '../../suites/engine/evidence.ts';
import { calledContract, placeOnMock } from '../configuration/servers.ts';
import { mockClients } from '../run/mock-clients.ts';
import { unrestrictedSettings } from '../run/unrestricted.ts';

/** Five seconds after noon. */
const start = Date.UTC(2026, 0, 1, 12, 0, 5);

/** A mock whose clock only moves when it is advanced. */
export function stillMock(contract: Contract, options: MockOptions = {}): Mock {
  return createMock(contract, { now: () => start, ...options });
}

/** A mock whose state can be brought back. */
export interface RewindableMock {
  readonly mock: Mock;
  /** Returns a function that brings back the mock as it is now, its clock included. */
  save(): () => void;
}

/** Like `stillMock`. */
export function rewindableMock(contract: Contract, options: MockOptions = {}): RewindableMock {
  let memory: Memory | undefined;
  let lead = 0;
  const store = (fixtures: readonly Key[]) => (memory = createMemory(fixtures));
  const clock = createClock(() => start, { read: () => lead, write: (milliseconds) => void (lead = milliseconds) });
  const mock = assembleMock(contract, { table: { faults, variants }, ...options }, undefined, { store, clock });
  return {
    mock,
    save() {
      const [restore, before] = [memory!.save(), lead];
      return () => {
        restore();
        lead = before;
      };
    },
  };
}

export function inProcessTarget(mock: Mock): Target {
  const now = () => mock.clock.now();
  let answers = 0;
  const target: Target = {
    async send(call: Call) {
      const startedAt = now();
      const secure = call.channel === 'target' || call.channel === 'oauth';
      const connection = { scheme: secure ? 'https' : 'http', ...(call.from !== undefined && { local: call.from }) } as const;
      const { plain } = mock.traits();
      if (plain !== 'answered' && !secure) {
        return { startedAt, milliseconds: 0, connection, trouble: { kind: plain, message: `the connection was ${plain}` } };
      }
      const response = await mock.handle({
        method: call.method,
        target: call.target,
        headers: ['Host', 'mock.example', ...call.headers],
        ...(call.body !== undefined && { body: call.body }),
        ...(secure && call.certificate !== undefined && { certificate: call.certificate }),
        secure,
        peer: call.from ?? '127.0.0.1',
      });
      return {
        startedAt,
        milliseconds: now() - startedAt,
        connection,
        reply: { status: response.status, headers: response.headers, body: response.body },
      };
    },
    capabilities: {
      advance: async (seconds) => mock.clock.advance(seconds * 1000),
      reset: async (credential) => mock.reset(credential),
      deny: async (clientId) => mock.deny(clientId),
      mint: async (shape) => mock.mint(shape),
    },
    wait: async (milliseconds) => mock.clock.advance(milliseconds),
    now,
    close: async () => {},
  };
  // The same in each run, like everything else here.
  return withDigestAnswers(target, () => `cnonce-${(answers += 1)}`);
}

/** Without sockets, requests can come from any address. */
const anywhere: SourceAddresses = { usual: '127.0.0.1', choices: ['0.0.0.0/0', '::/0'], mapped: true };

/** Settings with all permissions and the mock's own principals. */
export function settingsFor(mock: Mock, changes: Partial<Settings> = {}): Settings {
  const target = `https://mock.example${mock.contract.basePath}`;
  return {
    ...unrestrictedSettings(target),
    ...placeOnMock(mock.contract, target),
    oauthTarget: 'https://mock.example',
    origin: anywhere,
    principals: Object.entries(mock.principals).map(([name, principal]) => ({ name, ...principal })),
    clients: mockClients(mock),
    budget: { requests: 1_000_000, seconds: 1_000_000_000 },
    timeout: 1_000,
    userAgent: 'auth-conformance-test',
    ...changes,
  };
}

export function sessionFor(mock: Mock, changes: Partial<Settings> = {}, target = inProcessTarget(mock), recordings?: Recordings): Session {
  const settings = settingsFor(mock, changes);
  const redactor = createRedactor('test');
  registerSecrets(redactor, settings);
  return createSession({
    contract: calledContract(mock.contract, settings),
    settings,
    target,
    redactor,
    ...(recordings && { recordings }),
  });
}

/** Judges the whole catalogue, or the cases of it that are chosen once they have been played. */
export async function judgeAll(
  session: Session,
  of?: (requirement: RequirementId, testCase: Case) => boolean,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const id of requirementIds) findings.push(await session.judge(id, of && ((testCase) => of(id, testCase))));
  return findings;
}
