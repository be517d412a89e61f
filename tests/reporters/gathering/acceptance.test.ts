import { expect, test } from 'vitest';
import { html } from '../../../reporters/html/html.tsx';
import { markdown } from '../../../reporters/markdown/markdown.ts';
import { renderTerminal } from '../../../reporters/terminal/terminal.ts';
import { resultSchema } from '../../../suites/result/result.ts';
import { check, resultOf } from '../builder.ts';

const failure = { reason: 'worded differently', excused: true, fingerprint: '0123456789ab' } as const;
const result = resultOf([
  {
    requirement: 'limits/429-message',
    checks: [
      check('limits/429-message/a', 'fail', { ...failure, accepted: { why: 'copy edit', owner: 'api team', expires: '2027-01-31' } }),
      check('limits/429-message/b', 'fail', {
        ...failure,
        accepted: { why: 'old clients', owner: 'web team', expires: '2027-02-28', issue: 'API-7' },
      }),
    ],
  },
]);
const each = [/copy edit \(api team, until 2027-01-31\)/, /old clients \(web team, until 2027-02-28, API-7\)/];

test.for([
  ['html', html.render],
  ['markdown', markdown.render],
  ['terminal --verbose', (one: typeof result) => renderTerminal(one, { colour: false, verbose: true })],
] as const)('%s says at each accepted failure why, who is responsible and until when', ([, render]) => {
  for (const text of each) expect(render(result)).toMatch(text);
});

test('the first screen of the terminal says it of the failure that it shows', () => {
  expect(renderTerminal(result, { colour: false })).toMatch(each[0]!);
});

test('results.json has it as data', () => {
  const checks = resultSchema.parse(JSON.parse(JSON.stringify(result))).requirements.flatMap((requirement) => requirement.checks);
  expect(checks.map(({ accepted }) => accepted?.owner)).toEqual(['api team', 'web team']);
});
