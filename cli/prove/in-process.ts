/**
 * A mock as a target without sockets: requests go directly to the engine.
 *
 * @module
 */
import { createMock, type Mock, type MockOptions } from '../../mock/create.ts';
import type { Contract } from '../../spec/contract.ts';
import { createSession, registerSecrets, type Finding, type Session } from '../../suites/engine/session.ts';
import { createRedactor } from '../../suites/redaction/redactor.ts';
import type { SourceAddresses, Settings } from '../../suites/engine/settings.ts';
import { withDigestAnswers } from '../../suites/http/digest.ts';
import type { Call, Target } from '../../suites/http/target.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import { calledContract, placeOnMock } from '../configuration/servers.ts';
import { mockClients } from '../run/mock-clients.ts';
import { unrestrictedSettings } from '../run/unrestricted.ts';

/** Five seconds after noon. */
const start = Date.UTC(2026, 0, 1, 12, 0, 5);

/** A mock whose clock only moves when it is advanced. */
export function stillMock(contract: Contract, options: MockOptions = {}): Mock {
  return createMock(contract, { now: () => start, ...options });
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

export function sessionFor(mock: Mock, changes: Partial<Settings> = {}, target = inProcessTarget(mock)): Session {
  const settings = settingsFor(mock, changes);
  const redactor = createRedactor('test');
  registerSecrets(redactor, settings);
  return createSession({ contract: calledContract(mock.contract, settings), settings, target, redactor });
}

/** Judges the whole catalogue. */
export async function judgeAll(session: Session): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const id of requirementIds) findings.push(await session.judge(id));
  return findings;
}
