import { expect, test } from 'vitest';
import { loadContract } from '../../../../spec/load.ts';
import { requirementIds } from '../../../../spec/catalogue/catalogue.ts';
import { judgeAll, sessionFor, stillMock } from '../../../support/in-process.ts';

const contract = await loadContract('examples/oauth-flows/openapi.yaml');

test('Every flow that a document declares is gone through, judged and green', async () => {
  const findings = await judgeAll(sessionFor(stillMock(contract)));
  const outcomes = new Map(findings.map(({ requirement, checks }) => [requirement, checks.map(({ outcome }) => outcome)]));
  const flows = requirementIds.filter((id) => /^oauth\/(?:access-token$|(?:client-credentials|password|implicit|device)-flow$)/.test(id));
  expect(flows).toHaveLength(5);
  for (const id of flows) expect([id, outcomes.get(id)]).toEqual([id, ['pass']]);
  expect([...outcomes].filter(([, found]) => found.some((outcome) => outcome !== 'pass' && outcome !== 'not-applicable'))).toEqual([]);
});

test('A token endpoint that issues tokens for GET fails for every flow that needs a token request alone', async () => {
  const findings = await judgeAll(sessionFor(stillMock(contract, { faults: ['issues-tokens-for-get'] })));
  const found = findings.find(({ requirement }) => requirement === 'oauth/token-by-get');
  expect(found?.checks.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['oauth/token-by-get/service/clientCredentials-get', 'fail'],
    ['oauth/token-by-get/service/password-get', 'fail'],
  ]);
});
