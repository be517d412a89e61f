import { describe, expect, test } from 'vitest';
import { faults, faultNames } from '../mock/faults/faults.ts';
import { needsSockets } from '../cli/prove/trial.ts';
import { requirementIds, type RequirementId } from '../spec/catalogue/catalogue.ts';
import type { Contract } from '../spec/contract.ts';
import { bundledDocument, loadContract } from '../spec/load.ts';
import { depositBoxes } from './http/documents.ts';
import { flows, oauthContract } from './mock/grants/documents.ts';
import { weather } from './standards/documents.ts';
import { judgeAll, sessionFor, stillMock } from './support/in-process.ts';

/** What only a listener can break is proved over sockets, in transport.test.ts. */
const inProcess = faultNames.filter((name) => !needsSockets(name));

const contract = await loadContract(bundledDocument);

/** What the bundled document does not promise is proved by a small one that does. */
const elsewhere: readonly { readonly document: Contract; readonly promises: readonly RequirementId[] }[] = [
  {
    document: oauthContract(flows),
    promises: [
      'grants/client-credentials-give-a-token',
      'grants/password-gives-a-token',
      'grants/implicit-gives-a-token',
      'grants/device-flow-gives-a-token',
    ],
  },
  { document: depositBoxes(), promises: ['credentials/part-of-the-credentials-is-not-enough'] },
  {
    document: weather(),
    promises: [
      'limits/structured-fields-are-well-formed',
      'limits/service-limit-names-a-policy',
      'limits/policies-are-those-of-the-plan',
      'limits/rate-fields-agree',
      'limits/retry-after-covers-the-effective-window',
      'envelope/problem-status-is-that-of-the-answer',
      'envelope/problem-members-are-of-their-types',
    ],
  },
  {
    document: weather({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }),
    promises: [
      'jwt/unsigned-token-is-refused',
      'jwt/changed-token-is-refused',
      'jwt/foreign-signature-is-refused',
      'jwt/expired-token-is-refused',
    ],
  },
];

async function redUnder(names: readonly string[]): Promise<readonly string[]> {
  const broken = new Set(names.flatMap((name): readonly RequirementId[] => faults[name]!.breaks));
  const promised = elsewhere.find(({ promises }) => promises.some((id) => broken.has(id)))?.document ?? contract;
  const findings = await judgeAll(sessionFor(stillMock(promised, { faults: names })));
  return findings.filter(({ checks }) => checks.some(({ outcome }) => outcome === 'fail')).map(({ requirement }) => requirement);
}

const topicOf = (name: string) => faults[name]!.breaks[0]!.split('/')[0]!;
const isElsewhere = (name: string) => elsewhere.some(({ promises }) => promises.some((id) => faults[name]!.breaks.includes(id)));

/** One of each topic, and those that the bundled document has no use for: all others are tried by `npm run prove`. */
const chosen = inProcess.filter((name) => isElsewhere(name) || name === inProcess.find((other) => topicOf(other) === topicOf(name)));

describe('a fault turns red what it names and nothing else', () => {
  for (const name of chosen) {
    const { breaks, also = [] } = faults[name]!;
    test(name, async () => {
      expect([...(await redUnder([name]))].sort()).toEqual([...breaks, ...also].sort());
    });
  }
});

test('every requirement is broken by a fault', () => {
  const broken = new Set(faultNames.flatMap((name) => faults[name]!.breaks));
  expect(requirementIds.filter((id) => !broken.has(id))).toEqual([]);
});
