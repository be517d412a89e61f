import { credentials } from './credentials.ts';
import { envelope } from './envelope.ts';
import { figures } from './figures.ts';
import { fixtures } from './fixtures.ts';
import { grants } from './grants.ts';
import { limits } from './limits.ts';
import { operations } from './operations.ts';
import type { LintRule } from './rule.ts';
import { schemes } from './schemes.ts';
import { scopes } from './scopes.ts';
import { secrets } from './secrets.ts';
import { specimens } from './specimens.ts';
import { transport } from './transport.ts';

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
