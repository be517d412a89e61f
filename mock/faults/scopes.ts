import { successGate } from '../gates/success.ts';
import { validationGate } from '../gates/validation.ts';
import type { RequestContext } from '../engine/visit.ts';
import { after, promising, refused, withoutDecision, withOtherMessage, withWrongCode } from './bend.ts';
import type { Faults } from './fault.ts';
import { otherGrantTypes } from './steps.ts';

const reads = ({ operation }: RequestContext) => operation?.operation.safe === true;

export const scopesFaults = {
  'anybody-may-read': {
    breaks: ['scopes/missing-scope-is-403'],
    description: 'The server lets every live key read, whatever its scopes.',
    apply: after('scopes', (found) => (reads(found) && found.decision !== undefined ? withoutDecision(found) : found)),
  },
  'every-scope-reads': {
    breaks: ['scopes/missing-scope-is-403'],
    description: 'Every scope implies those required for reading, which the document does not state.',
    apply: promising((contract) => {
      const reading = contract.operations
        .filter(({ safe }) => safe)
        .flatMap(({ security }) => security.flatMap(({ requirements }) => requirements.flatMap((requirement) => requirement.scopes)));
      const implies = contract.scopes.map((scope) => [scope, [...new Set([...(contract.implies[scope] ?? []), ...reading])]] as const);
      return { ...contract, implies: Object.fromEntries(implies) };
    }),
  },
  'two-scopes-are-too-many': {
    breaks: ['scopes/granted-scope-allows'],
    also: [
      'credentials/valid-credential-is-accepted',
      'grants/token-is-accepted',
      'grants/refresh-gives-a-new-token',
      'grants/revocation-needs-the-client',
      'credentials/two-credentials-of-an-account-both-work',
      'grants/implicit-gives-a-token',
      ...otherGrantTypes,
    ],
    description: 'The server rejects reads with a key that has more than one scope.',
    apply: after('scopes', (found) => {
      const { caller, operation, decision, standings } = found;
      const scoped = standings.some(({ option }) => option.demands.some(({ meets }) => meets.length > 0));
      if (!scoped || decision !== undefined || operation === undefined || !reads(found) || (caller?.scopes.length ?? 0) < 2) return found;
      return { ...found, decision: { gate: 'scopes', outcome: 'refused', why: 'more than one scope', prepared: operation.forbidden } };
    }),
  },
  'no-scope-implies-another': {
    breaks: ['scopes/implied-scope-allows'],
    description: 'The server ignores the scopes that a scope is documented to imply.',
    apply: promising((contract) => ({ ...contract, implies: {} })),
  },
  'missing-scope-is-404': {
    breaks: ['scopes/missing-scope-is-403'],
    also: ['grants/token-is-limited-to-its-scopes'],
    description: 'The server answers a request without the required scope as if the resource did not exist.',
    apply: after('scopes', (found) => {
      const { decision, environment } = found;
      return decision === undefined ? found : { ...found, decision: { ...decision, prepared: environment.law.problems[404] } };
    }),
  },
  'forbidden-with-another-code': {
    breaks: ['scopes/refusal-has-the-documented-body'],
    description: 'A 403 response for a missing scope has an error code that the document does not list.',
    apply: refused('scopes', withWrongCode),
  },
  'forbidden-in-other-words': {
    breaks: ['scopes/refusal-has-the-documented-message'],
    description: 'A 403 response for a missing scope has a different message than documented.',
    apply: refused('scopes', withOtherMessage),
  },
  'refused-change-is-made': {
    breaks: ['scopes/refused-write-changes-nothing'],
    description: 'The server rejects an update without the required scope, but applies it.',
    apply: after('scopes', (found) => {
      if (found.decision !== undefined && found.operation?.role?.does === 'update')
        successGate.pass(validationGate.pass(withoutDecision(found)));
      return found;
    }),
  },
} as const satisfies Faults;
