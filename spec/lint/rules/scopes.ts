import type { Contract, Scheme } from '../../contract.ts';
import { type LintRule, together } from '../rule.ts';
import { idsOf, pointersOf, referenceTo, schemeUses, scopedOperations } from '../secured.ts';
import { listed, verb } from '../words.ts';

/** Scopes of OpenID Connect and of sessions, which no operation requires. */
const GENERAL: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'address', 'phone', 'offline_access', 'offline.access']);

const REJECTION = `responses:
  '403':
    description: The credential lacks the scope.
    content:
      application/json:
        schema:
          type: object
          required: [code]
          properties: { code: { enum: [forbidden] } }`;

export const scopesRules: readonly LintRule[] = [
  {
    id: 'lint/undocumented-403',
    topic: 'scopes',
    section: 'undocumented',
    severity: 'warning',
    statement: 'Every operation that requires a scope documents its 403.',
    why: 'A client must be able to distinguish a missing scope from an invalid credential.',
    meanwhile: 'The suites check only the status. The mock returns a 403 from elsewhere in the document, or a generated one.',
    find: (contract) => {
      const lacking = scopedOperations(contract).filter(({ forbidden }) => !forbidden.documented);
      const reference = referenceTo(contract.forbidden);
      return together(pointersOf(lacking), {
        message: `${listed(idsOf(lacking))} ${verb(lacking, 'requires', 'require')} a scope but ${verb(lacking, 'documents', 'document')} no 403`,
        fix: reference ? 'Reference the 403 that the document has.' : 'Describe the 403 once, and reference it.',
        yaml: reference ? `responses:\n  '403': ${reference}` : REJECTION,
      });
    },
  },
  {
    id: 'lint/undeclared-scope',
    topic: 'scopes',
    section: 'mistakes',
    severity: 'error',
    statement: 'Every OAuth scope that an operation requires is declared in a flow of its scheme.',
    why: 'A client cannot request a scope that no flow declares, so it cannot call the operation as documented.',
    find: (contract) =>
      oauthSchemes(contract).flatMap(({ name, flows }) => {
        const declared = new Set(flows.flatMap((flow) => flow.scopes));
        const uses = schemeUses(contract).filter((use) => use.scheme === name && use.scopes.some((scope) => !declared.has(scope)));
        const missing = [...new Set(uses.flatMap((use) => use.scopes.filter((scope) => !declared.has(scope))))];
        return together(
          uses.map(({ at }) => at),
          {
            message: `operations require ${listed(missing)} of ${name}, which none of its flows declares`,
            fix: `Declare ${missing.length === 1 ? 'the scope' : 'the scopes'} in the flows of ${name}, or correct the name.`,
            yaml: `scopes:\n${missing
              .slice(0, 3)
              .map((scope) => `  ${JSON.stringify(scope)}: What it allows.`)
              .join('\n')}`,
          },
        );
      }),
  },
  {
    id: 'lint/unused-scope',
    topic: 'scopes',
    section: 'mistakes',
    severity: 'note',
    statement: 'Every scope that a flow declares is required by an operation, or implies such a scope.',
    why: 'A client that requests such a scope gets consent for something that has no effect in this document.',
    find: (contract) =>
      oauthSchemes(contract).flatMap(({ name, flows }) => {
        const asked = new Set(schemeUses(contract).flatMap((use) => (use.scheme === name ? use.scopes : [])));
        if (asked.size === 0) return [];
        const idle = (scope: string) => !asked.has(scope) && !GENERAL.has(scope) && (contract.implies[scope] ?? []).length === 0;
        const holders = flows.filter((flow) => flow.scopes.some(idle));
        const unused = [...new Set(flows.flatMap((flow) => flow.scopes.filter(idle)))];
        return together(pointersOf(holders), {
          message: `${listed(unused)} of ${name} ${verb(unused, 'is', 'are')} required by no operation`,
          fix: 'Add the scope to the security of operations, add it to implies, or remove it.',
          yaml: `x-auth-conformance:\n  implies: { ${JSON.stringify(unused[0] ?? '')}: [${JSON.stringify([...asked][0] ?? '')}] }`,
        });
      }),
  },
  {
    id: 'lint/scopes-before-3.1',
    topic: 'scopes',
    section: 'mistakes',
    severity: 'error',
    statement: 'In OpenAPI 3.0, only OAuth and OpenID Connect schemes have scopes.',
    why: 'For every other scheme, OpenAPI 3.0 requires an empty list. Tools ignore the names or reject the document.',
    meanwhile: 'The names are used as scopes anyway.',
    find: (contract) => {
      if (contract.openapi !== '3.0') return [];
      const others = new Set(contract.schemes.filter(({ type }) => type !== 'oauth2' && type !== 'openIdConnect').map(({ name }) => name));
      const uses = schemeUses(contract).filter(({ scheme, scopes: asked }) => others.has(scheme) && asked.length > 0);
      const first = uses.find(({ operation }) => operation !== undefined);
      return together(
        uses.map(({ at }) => at),
        {
          message: `${listed(uses.map(({ scheme }) => scheme))} ${verb(
            uses.map(({ scheme }) => scheme),
            'has',
            'have',
          )} the scopes ${listed(uses.flatMap((use) => use.scopes))}`,
          fix: 'Migrate to OpenAPI 3.1, or list the scopes of each operation in the extension object.',
          ...(first && {
            yaml: `x-auth-conformance:\n  scopes: { ${JSON.stringify(first.operation)}: [${first.scopes.map((scope) => JSON.stringify(scope)).join(', ')}] }`,
          }),
        },
      );
    },
  },
];

function oauthSchemes({ schemes }: Contract): readonly Scheme[] {
  return schemes.filter(({ type, flows }) => type === 'oauth2' && flows.length > 0);
}
