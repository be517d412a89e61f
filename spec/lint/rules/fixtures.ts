import type { Contract } from '../../contract.ts';
import { EXTENSION } from '../../extension/schema.ts';
import { member } from '../../json/json.ts';
import { below } from '../../json/pointer.ts';
import { type LintRule, together } from '../rule.ts';
import { listed, verb } from '../words.ts';

/** The member of the extension object, if the document writes it. */
const stated = ({ document }: Contract, name: string) => member(document[EXTENSION], name);

/** What the extension object says, or leaves to guessing. */
export const fixturesRules: readonly LintRule[] = [
  {
    id: 'lint/guessed-self-test',
    topic: 'whoami',
    section: 'unsaid',
    severity: 'note',
    says: 'A document with an operation that tells a caller who it is says which.',
    why: 'It is found by its list of scopes, which another operation may have for other reasons.',
    meanwhile: 'The operation is taken for the self-test, and what it tells is checked.',
    find: (contract) => {
      const { whoami } = contract;
      if (whoami === undefined || stated(contract, 'whoami') !== undefined) return [];
      const members = (['user', 'scopes', 'limit', 'remaining', 'reset'] as const).flatMap((name) => {
        const place = whoami[name];
        return place === undefined ? [] : [`    ${name}: '${place.expression}'`];
      });
      return together([whoami.place.pointer], {
        says: `${whoami.operation} is taken for the operation that tells a caller who it is`,
        fix: 'Say it in the extension object, or say there which one it is.',
        yaml: `x-auth-conformance:\n  whoami:\n    operationId: ${whoami.operation}\n${members.join('\n')}`,
      });
    },
  },
  {
    id: 'lint/unused-account',
    topic: 'credentials',
    section: 'mistakes',
    severity: 'warning',
    says: 'Every account of the extension object has a principal or a client.',
    why: 'Nobody can act for such an account, so it tests nothing.',
    find: (contract) => {
      if (stated(contract, 'accounts') === undefined) return [];
      const held = new Set([...contract.principals, ...contract.clients].map(({ account }) => account));
      const idle = contract.accounts.filter(({ name }) => !held.has(name)).map(({ name }) => name);
      return together(
        idle.map((name) => below('', EXTENSION, 'accounts', name)),
        {
          says: `${listed(idle)} ${verb(idle, 'has', 'have')} neither a principal nor a client`,
          fix: 'Add a principal, or remove the account.',
          yaml: `x-auth-conformance:\n  principals:\n    somebody: { account: ${JSON.stringify(idle[0] ?? '')} }`,
        },
      );
    },
  },
  {
    id: 'lint/unused-plan',
    topic: 'limits',
    section: 'mistakes',
    severity: 'warning',
    says: 'Every plan is that of an account.',
    why: 'The mock has nobody on such a plan, so its limits are tried by no one.',
    find: (contract) => {
      const used = new Set(contract.accounts.map(({ plan }) => plan));
      const idle = stated(contract, 'accounts') === undefined ? [] : contract.plans.filter(({ name }) => !used.has(name));
      return together(
        idle.map(({ place }) => place.pointer),
        {
          says: `${listed(idle.map(({ name }) => name))} ${verb(idle, 'is', 'are')} the plan of no account`,
          fix: 'Add an account with this plan and a principal for it.',
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
    says: 'Where a plan has the feature ipAllowList, some principal or client has a list.',
    why: 'A feature that nobody uses shows in no answer: neither the mock nor the suites ever meet it.',
    find: (contract) => {
      const able = contract.plans.filter(({ features }) => features.includes('ipAllowList'));
      const bound = [...contract.principals, ...contract.clients].some(({ from }) => from !== undefined);
      return bound || stated(contract, 'principals') === undefined
        ? []
        : together(
            able.map(({ place }) => below(place.pointer, 'features')),
            {
              says: `${listed(able.map(({ name }) => name))} ${verb(able, 'has', 'have')} the feature ipAllowList, and no principal has a list`,
              fix: 'Give a principal the addresses that it may call from.',
              yaml: 'x-auth-conformance:\n  principals:\n    office: { from: [203.0.113.0/24] }',
            },
          );
    },
  },
];
