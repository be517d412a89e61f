import { gather } from '../../reporters/gathering/gather.ts';
import type {
  CheckFinding,
  RequirementFinding,
  GatherInput,
  GatheredRequirement,
  RecordedExchange,
} from '../../reporters/gathering/input.ts';
import type { Outcome, Result } from '../../suites/result/result.ts';

/** A requirement of the fixtures' catalogue; the topic is what stands before the slash. */
export function planned(id: string, changes: Partial<GatheredRequirement> = {}): GatheredRequirement {
  const topic = id.split('/')[0]!;
  return {
    id,
    topic,
    level: 'MUST',
    score: 'contract',
    severity: 'normal',
    title: `Title of ${id}`,
    demand: `The server MUST do ${id}.`,
    basis: { kind: 'contract', pointer: `/x/${topic}`, file: 'openapi.yaml', line: 12, column: 5 },
    ...changes,
  };
}

export function check(id: string, outcome: Outcome, changes: Partial<CheckFinding> = {}): CheckFinding {
  return { id, outcome, exchanges: [], ...changes };
}

/** A finding with one check of each outcome given, in order. */
export function finding(requirement: string, ...outcomes: readonly Outcome[]): RequirementFinding {
  return { requirement, checks: outcomes.map((outcome, index) => check(`${requirement}/operation${index + 1}`, outcome)) };
}

/** The exchange `key`, sent so many seconds after the run began. */
export function recorded(key: string, second: number, changes: Partial<RecordedExchange['exchange']> = {}): RecordedExchange {
  return {
    key,
    exchange: {
      scenario: 'things',
      role: 'probe',
      principal: 'reader',
      operation: 'listThings',
      startedAt: new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString(),
      milliseconds: 12.5,
      connection: { scheme: 'https', tls: 'TLSv1.3', local: '127.0.0.1', remote: '127.0.0.1:4010' },
      request: {
        method: 'GET',
        url: 'https://api.test/v1/things',
        headers: [
          ['Host', 'api.test'],
          ['Authorization', 'Bearer ‹reader#a1b2›'],
        ],
      },
      response: {
        status: 200,
        headers: [['Content-Type', 'application/json']],
        body: { text: '{"things":[]}', bytes: 13, sha256: 'c0ffee'.repeat(10), cut: false },
      },
      curl: 'curl https://api.test/v1/things -H "Authorization: Bearer $AUTH_CONFORMANCE_READER"',
      ...changes,
    },
  };
}

const power: GatherInput['power'] = {
  faults: 4,
  within: ['ignores-scopes-on-reads', 'omits-challenge-on-401'],
  beyond: [
    { fault: 'accepts-revoked-key', description: 'A revoked credential is still good.' },
    { fault: 'allows-one-request-too-many', description: 'One request more than the limit is served.' },
  ],
  additions: [{ needs: 'a revoked principal (principals)', adds: 1, faults: ['accepts-revoked-key'] }],
};

/** What a run of nothing leaves behind, with changes. */
export function run(changes: Partial<GatherInput> = {}): GatherInput {
  return {
    profile: 'full',
    target: 'https://api.test/v1',
    startedAt: '2026-01-01T12:00:00.000Z',
    seconds: 12.4,
    requests: 143,
    document: { title: 'Things', version: '1.2.0', source: 'openapi.yaml', sha256: '0123456789abcdef'.repeat(4) },
    harness: { version: '0.1.0' },
    power,
    warnings: [],
    preflight: [{ id: 'target-answers', outcome: 'pass', message: 'The target answers.' }],
    excluded: [],
    baseline: { matched: 0, stale: 0, expired: 0 },
    planned: [],
    findings: [],
    exchanges: [],
    observations: [],
    failOn: 'must',
    allowIncomplete: false,
    interrupted: false,
    ...changes,
  };
}

/** The result of findings about requirements that are planned just so. */
export function resultOf(findings: readonly RequirementFinding[], changes: Partial<GatherInput> = {}): Result {
  const ids = [...new Set(findings.map(({ requirement }) => requirement))];
  return gather(run({ planned: ids.map((id) => planned(id)), findings, ...changes }));
}
