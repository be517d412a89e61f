import { describe, expect, it } from 'vitest';
import { markdown } from '../../reporters/markdown/markdown.ts';
import { check, finding, planned, recorded, resultOf, run } from './builder.ts';
import { gather } from '../../reporters/gathering/gather.ts';
import { fixtures } from './fixtures.ts';

/** What is left when code, in which nothing has a meaning, is taken out. */
const outsideCode = (text: string) => text.replaceAll(/(?<![\\`])(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');

describe('summary.md', () => {
  it('lets a hostile text neither mark up, mention, link nor load', () => {
    const text = outsideCode(markdown.render(fixtures['nasty']!));
    expect(text).toContain('evil.test');
    expect(text).not.toMatch(/<(?!\/?(?:details|summary|code|br)>|!-- -->)/);
    expect(text).not.toMatch(/@(?!<!-- -->)|:\/\/|(?<!\\)!\[/);
  });

  it('keeps a hostile text within its code', () => {
    const reason = 'a ` b `` c ``` d\n```\n</details>';
    const result = resultOf([{ requirement: 'a/one', checks: [check('a/one/x', 'fail', { reason, exchanges: ['x#1'] })] }], {
      exchanges: [recorded('x#1', 1, { curl: reason })],
    });
    const text = markdown.render(result);
    expect(text).toContain('- reason: ````a ` b `` c ``` d\\n```\\n</details>````');
    expect(text).toContain('````sh\na ` b `` c ``` d\n```\n</details>\n````');
  });

  it('gives what was expected and observed and the line to repeat it', () => {
    const text = markdown.render(fixtures['non-conformant']!);
    expect(text).toContain('- expected: `401`\n- observed: `200`');
    expect(text).toContain('```sh\ncurl https://api.test/v1/things -H "Authorization: Bearer $AUTH_CONFORMANCE_READER"\n```');
  });

  it('shows what was observed, a table as a table', () => {
    const text = markdown.render(fixtures['non-conformant']!);
    expect(text).toContain('<summary>Notes: 2</summary>');
    expect(text).toContain('- **limits** The quota is shared by the principals of an account.');
    expect(text).toContain(
      '|  | unknown credential | missing scope | spent quota |\n| --- | --- | --- | --- |\n| unknown path | 401 caller |',
    );
  });

  it('tells at most three kinds of failure of a requirement, and how many more there are', () => {
    const checks = ['one', 'two', 'three', 'four', 'five'].map((reason) => check(`a/one/${reason}`, 'fail', { reason }));
    const text = markdown.render(resultOf([{ requirement: 'a/one', checks }]));
    expect(text).toContain('- reason: `three`');
    expect(text).not.toContain('- reason: `four`');
    expect(text).toContain('and 2 more');
  });

  it('fits a comment on a pull request, however much failed, and says what it leaves out', () => {
    const ids = Array.from({ length: 400 }, (_, index) => `topic/rule-${index}`);
    const findings = ids.map((id) => finding(id, 'fail'));
    const text = markdown.render(gather(run({ planned: ids.map((id) => planned(id)), findings })));
    expect(text.length).toBeLessThan(65_000);
    expect(text).toMatch(/\d+ more blocks did not fit/);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  it('names what would decide the rest of a partly decided pass', () => {
    expect(markdown.render(fixtures['with-warnings']!)).toContain(
      '- `limits/enforcement` pass (1/2); the other checks need: `an expendable principal of plan pro (principals.NAME.expendable)`',
    );
  });
});
