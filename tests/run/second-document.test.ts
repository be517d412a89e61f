import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { faultNames, faults } from '../../mock/faults/faults.ts';
import { checks } from '../../suites/checks/checks.ts';
import { loadContract } from '../../spec/load.ts';
import { judgeAll, sessionFor, stillMock } from '../support/in-process.ts';

const path = (name: string) => fileURLToPath(new URL(`../../examples/header-key/${name}`, import.meta.url));
const contract = await loadContract(path('openapi.yaml'));
const limited = await loadContract(path('openapi.yaml'), { overlays: [path('limits.overlay.yaml')] });

async function judgedBy(document: typeof contract, names: readonly string[] = []) {
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

const kept = new Set((await judgedBy(limited)).passed);

describe('a fault turns red what it names, as far as this document promises it', () => {
  const applicable = faultNames.filter((name) => faults[name]!.breaks.some((id) => kept.has(id)));
  for (const name of applicable) {
    test(name, async () => {
      const { breaks, also = [] } = faults[name]!;
      const { failed } = await judgedBy(limited, [name]);
      expect(failed.toSorted()).toEqual(
        [...breaks, ...also].filter((id) => checks[id].applies(limited) === true && kept.has(id)).toSorted(),
      );
    });
  }
});
