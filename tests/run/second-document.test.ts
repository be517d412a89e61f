import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { faultNames, faults } from '../../mock/faults/faults.ts';
import { loadContract } from '../../spec/load.ts';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import { judgeAll, sessionFor, stillMock } from '../support/in-process.ts';

const path = (name: string) => fileURLToPath(new URL(`../../examples/header-key/${name}`, import.meta.url));
const contract = await loadContract(path('openapi.yaml'));
const limited = await loadContract(path('openapi.yaml'), { overlays: [path('limits.overlay.yaml')] });

/** What a fault breaks here besides: in a field of its own a key is compared as it stands, a character that HTTP forbids included. */
const besides: { readonly [fault: string]: readonly RequirementId[] } = {
  'beginning-of-a-credential-is-enough': ['credentials/doubtful-credential-is-refused'],
};

/** What has nothing to break here: nothing lies below an object, none is of another account, and none can be changed. */
const idle = new Set(['what-is-below-an-object-is-found-by-id-alone', 'refusal-names-the-owner', 'undeclared-put-changes-the-object']);

async function judgedBy(document: Contract, names: readonly string[] = []) {
  const findings = await judgeAll(sessionFor(stillMock(document, { faults: names })));
  const having = (wanted: readonly string[]) =>
    findings.filter((finding) => finding.checks.some(({ outcome }) => wanted.includes(outcome))).map(({ requirement }) => requirement);
  return { failed: having(['fail']), undecided: having(['inconclusive', 'blocked', 'error']), passed: having(['pass']), findings };
}

for (const [title, document] of [
  ['a document with one key in a header and no extension object', contract],
  ['the same document with limits laid over it', limited],
] as const) {
  test(`a sound mock keeps every promise of ${title}`, async () => {
    const { failed, undecided, passed, findings } = await judgedBy(document);
    expect({ failed, undecided }).toEqual({ failed: [], undecided: [] });
    expect(passed.length).toBeGreaterThan(10);
    expect(findings.filter(({ outcome, reason }) => outcome === 'not-applicable' && !reason)).toEqual([]);
  });
}

const kept = new Set<string>((await judgedBy(limited)).passed);

describe('a fault turns red what it names, as far as this document promises it', () => {
  for (const name of faultNames) {
    const { breaks, also = [] } = faults[name]!;
    const bendsSelfTest = [...breaks, ...also].some((id) => id.startsWith('selftest/'));
    if (bendsSelfTest || idle.has(name) || !breaks.some((id) => kept.has(id))) continue;
    test(name, async () => {
      const { failed } = await judgedBy(limited, [name]);
      const named = [...breaks, ...also, ...(besides[name] ?? [])].filter((id) => kept.has(id));
      expect(failed.toSorted()).toEqual(named.toSorted());
    });
  }
});
