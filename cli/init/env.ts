import { visibleLine } from '../../reporters/digest/visible.ts';
import type { ConfigurationDraft } from './draft.ts';

/** `.env.example`: every secret variable of the configuration, empty, with a comment. */
export function environmentText({ variables, contract }: Pick<ConfigurationDraft, 'variables' | 'contract'>): string {
  const lines = [
    `# The secrets of auth-conformance.yaml, for ${visibleLine(contract.title)}. Copy this file to .env, fill it in, and never commit .env.`,
    '# Environment variables override the values here.',
    ...variables.flatMap(({ name, description }) => ['', `# ${description}`, `${name}=`]),
    '',
    '# STAGING_HOOKS_TOKEN=',
  ];
  return `${lines.join('\n')}\n`;
}
