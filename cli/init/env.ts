import { visibleLine } from '../../reporters/digest/visible.ts';
import type { ConfigurationDraft } from './draft.ts';

/** `.env.example`: every variable that the configuration takes a secret from, empty, each with what belongs into it. */
export function environmentText({ variables, contract }: Pick<ConfigurationDraft, 'variables' | 'contract'>): string {
  const lines = [
    `# The secrets of auth-conformance.yaml, for ${visibleLine(contract.title)}. Copy this file to .env, fill it in, and never commit .env.`,
    '# A variable of the environment outweighs a line here.',
    ...variables.flatMap(({ name, says }) => ['', `# ${says}`, `${name}=`]),
    '',
    '# STAGING_HOOKS_TOKEN=',
  ];
  return `${lines.join('\n')}\n`;
}
