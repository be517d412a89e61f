import type { ScenarioRecord } from '../engine/evidence.ts';
import { createSession, type Wait } from '../engine/session.ts';
import { openTarget } from '../http/probe.ts';
import { withRenewal } from '../http/renewal/renewal.ts';
import { leftoversOf } from '../principals/leftovers.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { heldIn, readRun, readScenarios, tracingIn } from './run-file.ts';

export interface LastCleanupOptions {
  /** Knows every secret of the run. */
  readonly redactor: Redactor;
  /** Once aborted, it waits no longer than usual. */
  readonly halted?: AbortSignal;
  readonly onWait?: (wait: Wait) => void;
}

/** Tries once more to remove what the scenarios of all workers left behind, after the last of them has ended. */
export async function cleanUpAfter(folder: string, { redactor, halted, onWait }: LastCleanupOptions): Promise<ScenarioRecord | undefined> {
  const run = await readRun(folder);
  const { contract, settings, startedAt } = run;
  const scenarios = await readScenarios(folder);
  if (leftoversOf(contract, scenarios).length === 0) return undefined;
  // If the target has gone, what is left there is reported.
  const opened = await openTarget(settings, run.trace === undefined ? undefined : tracingIn(folder, run.trace)).catch(() => undefined);
  if (!opened) return undefined;
  const target = withRenewal(opened, { settings, redactor, held: heldIn(folder) });
  const spent = scenarios.reduce((sum, { requests }) => sum + requests, run.spent);
  const session = createSession({ contract, settings, target, redactor, startedAt, spent, ...(onWait && { onWait }) });
  const halt = () => void session.halt();
  if (halted?.aborted) halt();
  halted?.addEventListener('abort', halt);
  try {
    return await session.cleanUp(scenarios);
  } finally {
    halted?.removeEventListener('abort', halt);
    await target.close();
  }
}
