import { expect, test } from 'vitest';
import { resultOf } from '../../../cli/run/result.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { schedule } from '../../../suites/engine/schedule.ts';
import type { Settings } from '../../../suites/engine/settings.ts';
import { createPrincipals } from '../../../suites/principals/principals.ts';
import { createRedactor } from '../../../suites/redaction/redactor.ts';
import { settingsFor, stillMock } from '../../support/in-process.ts';

const contract = await loadContract(bundledDocument);

/** The warnings of a run that has sent nothing. */
function warningsWith(changes: Partial<Settings>) {
  const settings = { ...settingsFor(stillMock(contract)), ...changes };
  const hooks = { clock: true, reset: true };
  const planned = schedule({ contract, principals: createPrincipals(contract, settings), settings, hooks });
  const nothing = { preflight: [], findings: [], scenarios: [], startedAt: 0, seconds: 0, requests: 0, interrupted: false } as const;
  const redactor = createRedactor('test');
  return resultOf({ contract, settings, redactor, schedule: planned, ...nothing, version: '0.0.0', failOn: 'must', allowIncomplete: false })
    .warnings;
}

test('A result says how much a sample left out, and how to call everything', () => {
  expect(warningsWith({ sample: true })).toContainEqual(
    expect.stringMatching(/^a sample of the operations and principals is called, \d+ of \d+ combinations; --no-sample calls all$/),
  );
  expect(warningsWith({ sample: false }).join('\n')).not.toContain('sample');
  // The bundled document is small.
  expect(warningsWith({}).join('\n')).not.toContain('sample');
});
