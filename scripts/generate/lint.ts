import { TOPICS } from '../../spec/catalogue/requirement.ts';
import type { LintRule } from '../../spec/lint/rule.ts';
import { lintRules } from '../../spec/lint/rules.ts';

const heading = '## The rules\n';

const section = { undocumented: 'undocumented', mistakes: 'a mistake' } as const;

function ruleText({ id, severity, section: part, statement, why, meanwhile }: LintRule): string {
  const then = meanwhile === undefined ? '' : ` Meanwhile: ${meanwhile.charAt(0).toLowerCase()}${meanwhile.slice(1)}`;
  return `#### \`${id}\`\n\n_${severity}, ${section[part]}._ ${statement} ${why}${then}\n`;
}

/** `docs/lint.md`: the hand-written part above the heading of the rules, and the rules as they are now. */
export function lintPage(written: string): string {
  const [introduction] = written.split(heading);
  const topics = TOPICS.map((topic) => ({ topic, rules: lintRules.filter((rule) => rule.topic === topic) }));
  const rules = topics.flatMap((one) => (one.rules.length === 0 ? [] : [`### ${one.topic}\n`, ...one.rules.map(ruleText)]));
  return `${introduction}${heading}\n${rules.join('\n')}`;
}
