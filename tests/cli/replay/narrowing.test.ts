import { describe, expect, test } from 'vitest';
import { isRequirementId } from '../../../spec/catalogue/catalogue.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { createRedactor } from '../../../suites/redaction/redactor.ts';
import { createSession, registerSecrets } from '../../../suites/engine/session.ts';
import type { Call } from '../../../suites/http/target.ts';
import { inProcessTarget, settingsFor, stillMock } from '../../support/in-process.ts';

const contract = await loadContract(bundledDocument);

/** Makes one check alone: what came of it, and how many requests it took. */
async function alone(check: string, faults: readonly string[] = []) {
  const mock = stillMock(contract, { faults });
  const requirement = check.split('/').slice(0, 2).join('/');
  if (!isRequirementId(requirement)) throw new Error(`${requirement} is no requirement`);
  const settings = settingsFor(mock, { only: [requirement] });
  const redactor = createRedactor('test');
  registerSecrets(redactor, settings);
  let requests = 0;
  const target = inProcessTarget(mock);
  const counting = { ...target, send: (call: Call) => ((requests += 1), target.send(call)) };
  const session = createSession({ contract, settings, target: counting, redactor, check });
  const { checks } = await session.judge(requirement);
  return { outcomes: checks.map(({ id, outcome }) => `${id} ${outcome}`), requests };
}

/** A check of each kind: by itself, of an object that is made for it, of a quota, of a token, and of what a whole scene saw. */
const kinds: readonly (readonly [check: string, fault: string, requests: number])[] = [
  ['credentials/undeclared-scheme/testAuth/Basic', 'accepts-any-scheme', 2],
  ['credentials/missing/deleteConversation/missing', 'deletes-objects-without-key', 4],
  ['limits/429-status/testAuth/free-burner/10%20per%20minute', 'rejects-over-limit-with-403', 16],
  ['oauth/code-reuse/app/code-replay', 'accepts-used-code', 10],
  ['http/429-caching/error-precedence', 'marks-429-as-public', 60],
];

describe('a check by itself', () => {
  test.each(kinds)('%s fails with %s and passes without', async (check, fault, most) => {
    const [bad, good] = [await alone(check, [fault]), await alone(check)];
    expect(bad.outcomes).toEqual([`${check} fail`]);
    expect(good.outcomes).toEqual([`${check} pass`]);
    expect(Math.max(bad.requests, good.requests)).toBeLessThanOrEqual(most);
  });

  test('that nobody planned is nothing, and nothing is sent', async () => {
    expect(await alone('credentials/undeclared-scheme/testAuth/Digits')).toEqual({ outcomes: [], requests: 0 });
  });
});
