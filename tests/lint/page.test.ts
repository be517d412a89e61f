import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { TOPICS } from '../../spec/catalogue/requirement.ts';
import type { LintRule } from '../../spec/lint/rule.ts';
import { lintRules } from '../../spec/lint/rules.ts';

const page = new URL('../../docs/lint.md', import.meta.url);
const HEADING = '## The rules\n';

const section = { unsaid: 'left unsaid', mistakes: 'a mistake' } as const;

function ruleText({ id, severity, section: part, says, why, meanwhile }: LintRule): string {
  const then = meanwhile === undefined ? '' : ` Meanwhile: ${meanwhile.charAt(0).toLowerCase()}${meanwhile.slice(1)}`;
  return `#### \`${id}\`\n\n_${severity}, ${section[part]}._ ${says} ${why}${then}\n`;
}

function rulesText(): string {
  return TOPICS.flatMap((topic) => {
    const rules = lintRules.filter((rule) => rule.topic === topic);
    return rules.length === 0 ? [] : [`### ${topic}\n`, ...rules.map(ruleText)];
  }).join('\n');
}

test('docs/lint.md lists every rule as it is', async () => {
  const written = await readFile(page, 'utf8');
  const [introduction] = written.split(HEADING);
  const text = await format(`${introduction}${HEADING}\n${rulesText()}`, { parser: 'markdown', printWidth: 140, proseWrap: 'always' });
  if (process.env['UPDATE'] === '1') await writeFile(page, text);
  expect(await readFile(page, 'utf8')).toBe(text);
});
