import type { Contract } from '../../contract.ts';
import { EXTENSION } from '../../extension/schema.ts';
import { member } from '../../json/json.ts';
import { below } from '../../json/pointer.ts';
import { type LintRule, together } from '../rule.ts';
import { listed, verb } from '../words.ts';

/** A member of the extension object, if the document has it. */
const stated = ({ document }: Contract, name: string) => member(document[EXTENSION], name);

/** Rules for the principals, accounts and plans of the extension object. */
export const fixturesRules: readonly LintRule[] = [
  {
    id: 'lint/guessed-whoami',
    topic: 'whoami',
    section: 'undocumented',
    severity: 'note',
    statement: 'A document with an operation that returns the caller’s identity names it in the extension object.',
    why: 'The operation is recognised by a list of scopes in its response, which another operation may have for other reasons.',
    meanwhile: 'The operation is used as the whoami operation, and its response is checked.',
    find: (contract) => {
      const { whoami } = contract;
      if (whoami === undefined || stated(contract, 'whoami') !== undefined) return [];
      const members = (['user', 'scopes', 'limit', 'remaining', 'reset'] as const).flatMap((name) => {
        const place = whoami[name];
        return place === undefined ? [] : [`    ${name}: '${place.expression}'`];
      });
      return together([whoami.place.pointer], {
        message: `${whoami.operation} is assumed to return the caller’s identity`,
        fix: 'Name the operation in the extension object.',
        yaml: `x-auth-conformance:\n  whoami:\n    operationId: ${whoami.operation}\n${members.join('\n')}`,
      });
    },
  },
  {
    id: 'lint/unused-account',
    topic: 'credentials',
    section: 'mistakes',
    severity: 'warning',
    statement: 'Every account of the extension object has a principal or a client.',
    why: 'An account without a principal or client is never used in a test.',
    find: (contract) => {
      if (stated(contract, 'accounts') === undefined) return [];
      const held = new Set([...contract.principals, ...contract.clients].map(({ account }) => account));
      const idle = contract.accounts.filter(({ name }) => !held.has(name)).map(({ name }) => name);
      return together(
        idle.map((name) => below('', EXTENSION, 'accounts', name)),
        {
          message: `${listed(idle)} ${verb(idle, 'has', 'have')} neither a principal nor a client`,
          fix: 'Add a principal, or remove the account.',
          yaml: `x-auth-conformance:\n  principals:\n    user: { account: ${JSON.stringify(idle[0] ?? '')} }`,
        },
      );
    },
  },
  {
    id: 'lint/unused-plan',
    topic: 'limits',
    section: 'mistakes',
    severity: 'warning',
    statement: 'Every plan has an account.',
    why: 'The mock has no principal with such a plan, so its limits are never tested.',
    find: (contract) => {
      const used = new Set(contract.accounts.map(({ plan }) => plan));
      const idle = stated(contract, 'accounts') === undefined ? [] : contract.plans.filter(({ name }) => !used.has(name));
      return together(
        idle.map(({ place }) => place.pointer),
        {
          message: `${listed(idle.map(({ name }) => name))} ${verb(idle, 'has', 'have')} no account`,
          fix: 'Add an account with this plan, and a principal for it.',
          yaml: `x-auth-conformance:\n  accounts:\n    another: { plan: ${JSON.stringify(idle[0]?.name ?? '')} }`,
        },
      );
    },
  },
  {
    id: 'lint/untested-allow-list',
    topic: 'address',
    section: 'mistakes',
    severity: 'warning',
    statement: 'If a plan has the feature ipAllowList, a principal or client has an allowlist.',
    why: 'Without an allowlist, the feature affects no response and cannot be tested.',
    find: (contract) => {
      const able = contract.plans.filter(({ features }) => features.includes('ipAllowList'));
      const bound = [...contract.principals, ...contract.clients].some(({ from }) => from !== undefined);
      return bound || stated(contract, 'principals') === undefined
        ? []
        : together(
            able.map(({ place }) => below(place.pointer, 'features')),
            {
              message: `${listed(able.map(({ name }) => name))} ${verb(able, 'has', 'have')} the feature ipAllowList, but no principal has an allowlist`,
              fix: 'Add the allowlist of a principal.',
              yaml: 'x-auth-conformance:\n  principals:\n    office: { from: [203.0.113.0/24] }',
            },
          );
    },
  },
];
