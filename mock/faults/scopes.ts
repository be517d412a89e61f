import { successGate } from '../gates/success.ts';
import { validationGate } from '../gates/validation.ts';
import type { RequestContext } from '../engine/request-context.ts';
import { afterGate, withContract, onRejection, withoutDecision, withOtherMessage, withWrongCode } from './edits.ts';
import type { Faults } from './fault.ts';
import { otherGrantTypes } from './step-edits.ts';

const reads = ({ operation }: RequestContext) => operation?.operation.safe === true;

export const scopesFaults = {
  'ignores-scopes-on-reads': {
    breaks: ['scopes/missing'],
    description: 'The server lets every live key read, even without the scope.',
    apply: afterGate('scopes', (found) => (reads(found) && found.decision !== undefined ? withoutDecision(found) : found)),
  },
  'every-scope-implies-reading': {
    breaks: ['scopes/missing'],
    description: 'Every scope implies those required for reading, which the document does not state.',
    apply: withContract((contract) => {
      const reading = contract.operations
        .filter(({ safe }) => safe)
        .flatMap(({ security }) => security.flatMap(({ requirements }) => requirements.flatMap((requirement) => requirement.scopes)));
      const implies = contract.scopes.map((scope) => [scope, [...new Set([...(contract.implies[scope] ?? []), ...reading])]] as const);
      return { ...contract, implies: Object.fromEntries(implies) };
    }),
  },
  'rejects-reads-with-two-scopes': {
    breaks: ['scopes/granted'],
    also: [
      'credentials/valid',
      'oauth/access-token',
      'oauth/refresh',
      'oauth/revocation-authentication',
      'credentials/rotation',
      'oauth/implicit-flow',
      ...otherGrantTypes,
    ],
    description: 'The server rejects reads with a key that has more than one scope.',
    apply: afterGate('scopes', (found) => {
      const { caller, operation, decision, satisfied } = found;
      const scoped = satisfied.some(({ option }) => option.demands.some(({ meets }) => meets.length > 0));
      if (!scoped || decision !== undefined || operation === undefined || !reads(found) || (caller?.scopes.length ?? 0) < 2) return found;
      return {
        ...found,
        decision: {
          gate: 'scopes',
          outcome: 'rejected',
          cause: { code: 'fault', fault: 'rejects-reads-with-two-scopes' },
          prepared: operation.forbidden,
        },
      };
    }),
  },
  'ignores-implied-scopes': {
    breaks: ['scopes/implied'],
    description: 'The server ignores the scopes that a scope is documented to imply.',
    apply: withContract((contract) => ({ ...contract, implies: {} })),
  },
  'sends-404-for-missing-scope': {
    breaks: ['scopes/missing'],
    also: ['oauth/scope-enforcement'],
    description: 'The server answers a request without the required scope as if the resource did not exist.',
    apply: afterGate('scopes', (found) => {
      const { decision, environment } = found;
      return decision === undefined ? found : { ...found, decision: { ...decision, prepared: environment.compiled.problems[404] } };
    }),
  },
  'sends-undocumented-scope-error-code': {
    breaks: ['scopes/error-body'],
    description: 'A 403 response for a missing scope has an error code that the document does not list.',
    apply: onRejection('scopes', withWrongCode),
  },
  'rewords-scope-error-message': {
    breaks: ['scopes/error-message'],
    description: 'A 403 response for a missing scope has a different message than documented.',
    apply: onRejection('scopes', withOtherMessage),
  },
  'applies-update-without-scope': {
    breaks: ['scopes/forbidden-write'],
    description: 'The server rejects an update without the required scope, but applies it.',
    apply: afterGate('scopes', (found) => {
      if (found.decision !== undefined && found.operation?.role?.does === 'update')
        successGate.pass(validationGate.pass(withoutDecision(found)));
      return found;
    }),
  },
} as const satisfies Faults;
