import { credentials } from './rules/credentials.ts';
import { envelope } from './rules/errors.ts';
import { figures } from './rules/figures.ts';
import { fixtures } from './rules/fixtures.ts';
import { grants } from './rules/oauth.ts';
import { limits } from './rules/limits.ts';
import { operations } from './rules/operations.ts';
import type { LintRule } from './rule.ts';
import { schemes } from './rules/schemes.ts';
import { scopes } from './rules/scopes.ts';
import { secrets } from './rules/secrets.ts';
import { specimens } from './rules/specimens.ts';
import { transport } from './rules/transport.ts';

/** Everything that is asked of a document, in the order in which it is reported. */
export const lintRules: readonly LintRule[] = [
  ...transport,
  ...credentials,
  ...schemes,
  ...secrets,
  ...limits,
  ...figures,
  ...scopes,
  ...grants,
  ...fixtures,
  ...envelope,
  ...specimens,
  ...operations,
];
