import { faults } from '../../mock/faults/faults.ts';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import { openTarget } from '../../suites/http/probe.ts';
import { createRedactor } from '../../suites/redaction/redactor.ts';
import { createSession, registerSecrets, type Finding } from '../../suites/engine/session.ts';
import type { Target } from '../../suites/http/target.ts';
import { startMockTarget } from '../run/mock-target.ts';
import type { Trial, TrialDifference } from './kill-matrix.ts';
import { rewindableMock } from './in-process.ts';
import { compared, referenceRun } from './reference-run.ts';

/** Requirements that only a listener can meet or break. */
export const overTls: readonly RequirementId[] = [
  'transport/certificate',
  'transport/old-tls',
  'http/http2-authentication',
  'http/split-request',
];

/** Whether a fault is visible over sockets only. */
export function needsSockets(fault: string): boolean {
  return faults[fault]!.breaks.every((id) => overTls.includes(id));
}

/** Runs the catalogue against the conformant mock, or one with a fault or variant: in process where possible, and over sockets where needed. */
export async function tryOut(contract: Contract, { fault, variant }: TrialDifference): Promise<Trial> {
  if (fault !== undefined && needsSockets(fault)) return tried(await overSockets(contract, [fault]), { requests: 0, differs: true });
  const usual = await referenceRun(contract);
  if (fault === undefined && variant === undefined) {
    return tried([...usual.findings, ...(await overSockets(contract, []))], { requests: usual.requests, differs: false });
  }
  const options = { ...(fault !== undefined && { faults: [fault] }), ...(variant !== undefined && { variants: [variant] }) };
  const { findings, requests, differing } = await compared(usual, rewindableMock(contract, options));
  return tried(findings, { requests, differs: differing.size > 0 });
}

export async function overSockets(contract: Contract, armed: readonly string[]): Promise<readonly Finding[]> {
  const flags = { allow: [], only: [], skip: [], slow: false, ownTarget: false };
  const { settings, close } = await startMockTarget(contract, flags, armed, 'auth-conformance (proof)');
  const redactor = createRedactor('proof');
  registerSecrets(redactor, settings);
  let target: Target | undefined;
  try {
    target = await openTarget(settings);
    const session = createSession({ contract, settings, target, redactor });
    return await Promise.all(overTls.map((id) => session.judge(id)));
  } finally {
    await target?.close();
    await close();
  }
}

function tried(findings: readonly Finding[], statistics: Pick<Trial, 'requests' | 'differs'>): Trial {
  const having = (...outcomes: readonly string[]) =>
    new Set(
      findings.filter(({ checks }) => checks.some(({ outcome }) => outcomes.includes(outcome))).map(({ requirement }) => requirement),
    );
  const undecided = findings
    .flatMap(({ checks }) => checks)
    .filter(({ outcome }) => outcome === 'inconclusive' || outcome === 'blocked' || outcome === 'error')
    .map(({ id, outcome, reason = '' }) => ({ id, reason: `${outcome}: ${reason}` }));
  return { red: having('fail'), decided: having('pass', 'fail'), undecided, ...statistics };
}
