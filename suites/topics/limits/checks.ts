import type { limitsRequirements as rows } from '../../../spec/catalogue/limits/limits.ts';
import type { limitsFieldsRequirements as fieldRows } from '../../../spec/catalogue/limits/fields.ts';
import type { Contract, Operation } from '../../../spec/contract.ts';
import { responseFor } from '../../../spec/rate-headers.ts';
import { check, notApplicable, operationIn, type AnyCheck } from '../../engine/check.ts';
import { passive } from '../../engine/scenario.ts';
import { windowChecks } from './window-checks.ts';
import { limitsFieldsChecks } from './field-checks.ts';
import { headerChecks } from './header-checks.ts';

const tolerates = ['trouble', '429', '5xx', 'control'] as const;

const documents429 = (operation: Operation) => operation.limited.documented || responseFor(operation, 429) !== undefined;

/** Whether some operations document a 429, and others do not. */
function documentsSome({ operations }: Contract): true | string {
  if (!operations.some(({ limited }) => limited.documented)) return 'the document has no 429';
  return operations.some((operation) => !documents429(operation)) || 'every operation documents a 429';
}

export const limitsChecks: { readonly [id in keyof typeof rows | keyof typeof fieldRows]: AnyCheck } = {
  ...headerChecks,
  ...windowChecks,
  ...limitsFieldsChecks,
  'limits/undocumented-429': check(passive, {
    tolerates,
    applies: documentsSome,
    judge: ({ probes }, { contract }) => {
      const concerned = probes.filter((probe) => {
        const operation = operationIn(contract, probe);
        return operation !== undefined && !documents429(operation) && probe.reply !== undefined;
      });
      if (concerned.length === 0) return notApplicable({ code: 'nothing-to-check', what: 'response of an operation without a 429' });
      return concerned
        .filter(({ withinLimits, reply }) => withinLimits && reply?.status === 429)
        .map(({ id, operation = '' }) => ({
          code: 'undocumented-429',
          at: '$statusCode',
          expected: { kind: 'status-class', classes: ['2xx'] },
          actual: 429,
          exchange: id,
          details: { operation },
        }));
    },
  }),
};
