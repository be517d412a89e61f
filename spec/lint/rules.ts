import { credentialsRules } from './rules/credentials.ts';
import { errorsRules } from './rules/errors.ts';
import { headersRules } from './rules/headers.ts';
import { limitValuesRules } from './rules/limit-values.ts';
import { fixturesRules } from './rules/fixtures.ts';
import { oauthRules } from './rules/oauth.ts';
import { limitsRules } from './rules/limits.ts';
import { operationsRules } from './rules/operations.ts';
import type { LintRule } from './rule.ts';
import { patternsRules } from './rules/patterns.ts';
import { schemesRules } from './rules/schemes.ts';
import { scopesRules } from './rules/scopes.ts';
import { secretsRules } from './rules/secrets.ts';
import { invalidExamplesRules } from './rules/invalid-examples.ts';
import { transportRules } from './rules/transport.ts';

/** All rules, in the order of the report. */
export const lintRules: readonly LintRule[] = [
  ...transportRules,
  ...credentialsRules,
  ...schemesRules,
  ...secretsRules,
  ...limitsRules,
  ...limitValuesRules,
  ...scopesRules,
  ...oauthRules,
  ...fixturesRules,
  ...errorsRules,
  ...invalidExamplesRules,
  ...headersRules,
  ...patternsRules,
  ...operationsRules,
];
