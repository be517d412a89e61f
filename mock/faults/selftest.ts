import type { Json } from '../../spec/contract.ts';
import type { Answer } from '../arrival.ts';
import type { Visit } from '../visit.ts';
import { after, answered, isSelfTest, undecided, withBody } from './bend.ts';
import type { Faults } from './fault.ts';

/** Changes the self-test's success. */
const confirming = (change: (answer: Answer, visit: Visit) => Answer) =>
  answered((answer, visit) => (isSelfTest(visit) && visit.decision?.gate === 'success' ? change(answer, visit) : answer));

/** Changes what the self-test knows of its caller's scopes. */
const listing = (change: (scopes: readonly string[], visit: Visit) => readonly string[]) =>
  after('credentials', (found) => {
    const { caller } = found;
    if (caller === undefined || !isSelfTest(found)) return found;
    return { ...found, caller: { ...caller, scopesText: JSON.stringify(change(caller.scopes, found)) } };
  });

export const selftest = {
  'self-test-confirms-with-another-status': {
    breaks: ['selftest/live-credential-is-confirmed'],
    also: ['credentials/valid-credential-is-accepted'],
    says: 'The self-test answers a live credential with 202.',
    bend: confirming((answer) => ({ ...answer, status: 202 })),
  },
  'self-test-lacks-a-member': {
    breaks: ['selftest/body-has-the-documented-shape'],
    says: 'The first member of the self-test’s body is missing.',
    bend: confirming((answer, { around }) => {
      const shown = Object.values(around.law.contract.whoami ?? {}).flatMap((place) =>
        typeof place === 'object' && 'expression' in place ? (place.pointer ?? []) : [],
      );
      const members = Object.entries(JSON.parse(answer.body) as { readonly [name: string]: Json });
      const doomed = members.find(([name]) => !shown.some((pointer) => pointer.startsWith(`/${name}`)))?.[0];
      return withBody(answer, JSON.stringify(Object.fromEntries(members.filter(([name]) => name !== doomed))));
    }),
  },
  'self-test-lists-implied-scopes': {
    breaks: ['selftest/scopes-are-those-granted'],
    says: 'The self-test lists implied scopes as if they had been granted.',
    bend: listing((scopes, { around }) => [...new Set(scopes.flatMap((scope) => [scope, ...(around.law.contract.implies[scope] ?? [])]))]),
  },
  'self-test-repeats-scopes': {
    breaks: ['selftest/scopes-are-those-granted'],
    says: 'The self-test lists every scope twice.',
    bend: listing((scopes) => [...scopes, ...scopes]),
  },
  'self-test-counts-differently': {
    breaks: ['selftest/limits-match-the-headers'],
    says: 'The remainder in the self-test’s body is one more than in its header.',
    bend: after('success', (found) => {
      const { decision, quota } = found;
      if (decision === undefined || quota === undefined || !isSelfTest(found)) return found;
      return { ...found, decision: { ...decision, live: { ...decision.live, remaining: String(Number(quota.remaining) + 1) } } };
    }),
  },
  'self-test-confirms-nobody': {
    breaks: ['selftest/bad-credential-is-401'],
    also: ['credentials/missing-credential-is-401'],
    says: 'Without a credential the self-test answers with a success.',
    bend: after('credentials', (found) => (found.decision?.why === 'no credential' && isSelfTest(found) ? undecided(found) : found)),
  },
  'self-test-needs-a-scope': {
    breaks: ['selftest/no-scope-is-needed'],
    also: ['selftest/live-credential-is-confirmed', 'scopes/granted-scope-allows'],
    says: 'The self-test only serves credentials that may read.',
    bend: after('scopes', (found) => {
      const { caller, operation, around, decision } = found;
      if (caller === undefined || operation === undefined || decision !== undefined || !isSelfTest(found)) return found;
      const { contract } = around.law;
      const [needed] = contract.operations.filter(({ safe }) => safe).flatMap(({ security }) => security[0]?.requirements[0]?.scopes ?? []);
      const held = caller.scopes.flatMap((scope) => [scope, ...(contract.implies[scope] ?? [])]);
      if (needed === undefined || held.includes(needed)) return found;
      return {
        ...found,
        decision: { gate: 'scopes', outcome: 'refused', why: `the self-test asks for ${needed}`, prepared: operation.forbidden },
      };
    }),
  },
} as const satisfies Faults;
